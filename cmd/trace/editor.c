/* SPDX-License-Identifier: MIT */
#include "cmd/trace/editor.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "view/line.h"

/* The keys that are no characters. */
enum key {
	KEY_NONE = 0x200000, /* above all characters */
	KEY_LEFT,
	KEY_RIGHT,
	KEY_UP,
	KEY_DOWN,
	KEY_HOME,
	KEY_END,
	KEY_ERASE, /* the character at the cursor */
	KEY_WORD_LEFT,
	KEY_WORD_RIGHT,
	KEY_RESIZED,
	KEY_OVER /* the end of the input */
};

enum { ESCAPE = 27, BACKSPACE = 127, LINE_MOST = 1 << 20, HISTORY_MOST = 1000 };

struct editor {
	struct console *console;
	struct view_style style;
	struct text prompt;
	size_t prompt_columns;
	struct buf line;
	size_t at;           /* the cursor, in bytes */
	struct buf shown;    /* scratch: what is written to the terminal */
	struct buf kept;     /* the line that was begun, while an older one is shown */
	struct buf *history; /* the oldest first */
	size_t n, cap;
	size_t chosen; /* the line of the history that is shown; n: a new one */
	void (*complete)(void *context, struct text begun, struct buf *words);
	void *context;
};

struct editor *
editor_new(struct console *c, bool utf8)
{
	struct editor *e = mem_zalloc(1, sizeof(*e));
	e->console = c;
	e->style = (struct view_style){ .width = 80, .utf8 = utf8 };
	buf_room(&e->line, 1); /* so that an empty line has an address, too */
	return e;
}

void
editor_free(struct editor *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < e->n; i++)
		buf_free(&e->history[i]);
	free(e->history);
	buf_free(&e->line);
	buf_free(&e->shown);
	buf_free(&e->kept);
	free(e);
}

void
editor_set_complete(struct editor *e,
    void (*complete)(void *context, struct text begun, struct buf *words), void *context)
{
	e->complete = complete;
	e->context = context;
}

/* ---- characters ----------------------------------------------------------------------------- */

static size_t
before(const struct editor *e, size_t at)
{
	while (at > 0 && ((unsigned char)e->line.p[--at] & 0xc0) == 0x80)
		;
	return at;
}

static size_t
behind(const struct editor *e, size_t at)
{
	if (at < e->line.n)
		at++;
	while (at < e->line.n && ((unsigned char)e->line.p[at] & 0xc0) == 0x80)
		at++;
	return at;
}

static size_t
word_before(const struct editor *e, size_t at)
{
	while (at > 0 && e->line.p[at - 1] == ' ')
		at--;
	while (at > 0 && e->line.p[at - 1] != ' ')
		at--;
	return at;
}

static size_t
word_behind(const struct editor *e, size_t at)
{
	while (at < e->line.n && e->line.p[at] == ' ')
		at++;
	while (at < e->line.n && e->line.p[at] != ' ')
		at++;
	return at;
}

static void
insert(struct editor *e, const char *p, size_t n)
{
	if (n == 0 || e->line.n + n > LINE_MOST)
		return;
	buf_room(&e->line, n);
	memmove(e->line.p + e->at + n, e->line.p + e->at, e->line.n - e->at);
	memcpy(e->line.p + e->at, p, n);
	e->line.n += n;
	e->at += n;
}

static void
erase(struct editor *e, size_t from, size_t to)
{
	if (from >= to)
		return;
	memmove(e->line.p + from, e->line.p + to, e->line.n - to);
	e->line.n -= to - from;
	e->at = from;
}

static void
set_line(struct editor *e, struct text t)
{
	e->line.n = 0;
	buf_text(&e->line, t);
	e->at = e->line.n;
}

/* ---- showing it ----------------------------------------------------------------------------- */

static size_t
width_of(const struct editor *e, size_t from, size_t to, size_t most)
{
	const struct text t = { e->line.p + from, to - from };
	return from < to ? view_text_width(&e->style, t, most) : 0;
}

static void
show_with(struct editor *e, struct text prompt, size_t prompt_columns)
{
	enum { ROOM_LEAST = 10 };
	const size_t width = console_width(e->console);
	if (prompt_columns + ROOM_LEAST > width) { /* it must not wrap */
		prompt = TEXT("> ");
		prompt_columns = prompt.n;
	}
	const size_t room = width > prompt_columns + 2 ? width - prompt_columns - 1 : 1;
	struct view_line l = { &e->shown, &e->style, 0 };
	size_t from = 0, to = e->at;
	while (from < e->at && width_of(e, from, e->at, room) >= room)
		from = behind(e, from);
	while (to < e->line.n && width_of(e, from, behind(e, to), room) <= room)
		to = behind(e, to);
	e->shown.n = 0;
	buf_char(&e->shown, '\r');
	buf_text(&e->shown, prompt);
	if (to > from)
		view_text(&l, (struct text){ e->line.p + from, to - from });
	buf_text(&e->shown, TEXT("\x1b[K"));
	buf_printf(&e->shown, "\r\x1b[%zuC", prompt_columns + width_of(e, from, e->at, room));
	console_put(e->console, e->shown.p, e->shown.n);
}

static void
show(struct editor *e)
{
	show_with(e, e->prompt, e->prompt_columns);
}

static void
put(struct editor *e, const char *text)
{
	console_put(e->console, text, strlen(text));
}

/* ---- keys ----------------------------------------------------------------------------------- */

static unsigned
key_of_letter(int c)
{
	switch (c) {
	case 'A': return KEY_UP;
	case 'B': return KEY_DOWN;
	case 'C': return KEY_RIGHT;
	case 'D': return KEY_LEFT;
	case 'H': return KEY_HOME;
	case 'F': return KEY_END;
	default: return KEY_NONE;
	}
}

static unsigned
key_of_number(unsigned n)
{
	switch (n) {
	case 1:
	case 7: return KEY_HOME;
	case 4:
	case 8: return KEY_END;
	case 3: return KEY_ERASE;
	default: return KEY_NONE;
	}
}

/* The rest of an escape sequence: ESC [ 3 ~, ESC [ 1 ; 5 C, ESC O A, ESC b. */
static unsigned
read_escape(struct editor *e)
{
	enum { WAIT_MS = 50 };
	unsigned number = 0, last = 0;
	int c = console_key(e->console, WAIT_MS);
	if (c == 'b' || c == 'f')
		return c == 'b' ? KEY_WORD_LEFT : KEY_WORD_RIGHT;
	if (c == 'O')
		return key_of_letter(console_key(e->console, WAIT_MS));
	if (c != '[') {
		if (c >= 0 && c < ' ') /* Escape alone, and another key */
			e->console->from--;
		return KEY_NONE;
	}
	while ((c = console_key(e->console, WAIT_MS)) >= 0 && (c < '@' || c > '~')) {
		if (c == ';') {
			number = last;
			last = 0;
		} else if (c >= '0' && c <= '9' && last < 1000) {
			last = last * 10 + (unsigned)(c - '0');
		}
	}
	if (c == '~')
		return key_of_number(number > 0 ? number : last);
	if (last > 1 && (c == 'C' || c == 'D')) /* with Ctrl or Alt */
		return c == 'C' ? KEY_WORD_RIGHT : KEY_WORD_LEFT;
	return c < 0 ? KEY_NONE : key_of_letter(c);
}

/* The next character, or an enum key.  A byte that begins no UTF-8 is a character of its own. */
static unsigned
read_key(struct editor *e, char bytes[4], size_t *n)
{
	int c = console_key(e->console, -1);
	*n = 0;
	if (c == CONSOLE_RESIZED)
		return KEY_RESIZED;
	if (c < 0)
		return KEY_OVER;
	if (c == ESCAPE)
		return read_escape(e);
	bytes[(*n)++] = (char)c;
	if (c < 0xc2 || c > 0xf4)
		return (unsigned)c;
	const size_t length = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	while (*n < length && (c = console_key(e->console, -1)) >= 0)
		bytes[(*n)++] = (char)c;
	return c < 0 ? KEY_OVER : ' ';
}

/* ---- history -------------------------------------------------------------------------------- */

static void
remember(struct editor *e)
{
	const struct text t = buf_as_text(&e->line);
	if (t.n == 0 || (e->n > 0 && text_eq(buf_as_text(&e->history[e->n - 1]), t)))
		return;
	if (e->n == HISTORY_MOST) {
		buf_free(&e->history[0]);
		memmove(e->history, e->history + 1, --e->n * sizeof(*e->history));
	}
	e->history = mem_grow(e->history, &e->cap, e->n + 1, sizeof(*e->history));
	e->history[e->n] = (struct buf){ 0 };
	buf_text(&e->history[e->n++], t);
}

static void
choose(struct editor *e, size_t i)
{
	if (e->chosen == e->n && i < e->n) {
		e->kept.n = 0;
		buf_text(&e->kept, buf_as_text(&e->line));
	}
	e->chosen = i;
	set_line(e, buf_as_text(i < e->n ? &e->history[i] : &e->kept));
}

/* The newest line before `from` that contains a text; n: none. */
static size_t
find_line(const struct editor *e, struct text what, size_t from)
{
	for (size_t i = from; i > 0; i--)
		if (text_contains(buf_as_text(&e->history[i - 1]), what))
			return i - 1;
	return e->n;
}

/* ^R: finds a line as it is typed.  Returns the key that ended it, which is then carried out.  ^G
 * brings back the line that was there before. */
static unsigned
search(struct editor *e, char bytes[4], size_t *n)
{
	struct buf what = { 0 }, prompt = { 0 }, line = { 0 };
	const size_t chosen = e->chosen;
	size_t found = e->n, from = e->n;
	unsigned key;
	buf_text(&line, buf_as_text(&e->line));
	for (;;) {
		struct view_line l = { &prompt, &e->style, 0 };
		prompt.n = 0;
		view_put(&l, "search: ");
		view_text(&l, buf_as_text(&what));
		view_put(&l, ": ");
		show_with(e, buf_as_text(&prompt), l.column);
		key = read_key(e, bytes, n);
		if (key == CTRL('r')) {
			from = found < e->n ? found : e->n;
		} else if ((key == BACKSPACE || key == CTRL('h')) && what.n > 0) {
			while (what.n > 0 && ((unsigned char)what.p[--what.n] & 0xc0) == 0x80)
				;
			from = e->n;
		} else if (*n > 0 && key >= ' ' && key != BACKSPACE) {
			buf_put(&what, bytes, *n);
			from = found < e->n ? found + 1 : e->n;
		} else if (key != KEY_RESIZED) {
			break;
		}
		const size_t next = what.n > 0 ? find_line(e, buf_as_text(&what), from) : e->n;
		if (next < e->n) {
			found = next;
			choose(e, next);
		}
	}
	if (key == CTRL('g')) {
		e->chosen = chosen;
		set_line(e, buf_as_text(&line));
	}
	buf_free(&line);
	buf_free(&what);
	buf_free(&prompt);
	return key;
}

/* ---- completion ----------------------------------------------------------------------------- */

/* How many bytes all words have in common, and how many words there are. */
static size_t
common(struct text words, size_t *count)
{
	const char *end = memchr(words.p, '\n', words.n);
	size_t n = end ? (size_t)(end - words.p) : 0;
	*count = 0;
	for (size_t at = 0; at < words.n; (*count)++) {
		size_t same = 0;
		while (same < n && at + same < words.n && words.p[at + same] == words.p[same])
			same++;
		n = same;
		while (at < words.n && words.p[at++] != '\n')
			;
	}
	return n;
}

static void
complete(struct editor *e)
{
	enum { SHOWN_MOST = 4096 };
	struct buf words = { 0 };
	size_t count = 0;
	const size_t from = word_before(e, e->at) < e->at && e->line.p[e->at - 1] != ' '
				? word_before(e, e->at)
				: e->at;
	if (e->complete)
		e->complete(e->context, (struct text){ e->line.p, e->at }, &words);
	const size_t n = words.n > 0 ? common(buf_as_text(&words), &count) : 0;
	if (n > e->at - from || count == 1) {
		insert(e, words.p + (e->at - from), n - (e->at - from));
		if (count == 1)
			insert(e, " ", 1);
	} else if (count > 1) {
		struct view_line l = { &e->shown, &e->style, 0 };
		e->shown.n = 0;
		buf_char(&e->shown, '\n');
		for (size_t i = 0; i < words.n && i < SHOWN_MOST; i++)
			if (words.p[i] == '\n')
				buf_text(&e->shown, TEXT("  "));
			else
				view_text(&l, (struct text){ words.p + i, 1 });
		buf_char(&e->shown, '\n');
		console_put(e->console, e->shown.p, e->shown.n);
	}
	buf_free(&words);
}

/* ---- reading a line ------------------------------------------------------------------------- */

static void
move_or_erase(struct editor *e, unsigned key)
{
	switch (key) {
	case CTRL('a'):
	case KEY_HOME: e->at = 0; break;
	case CTRL('e'):
	case KEY_END: e->at = e->line.n; break;
	case CTRL('b'):
	case KEY_LEFT: e->at = before(e, e->at); break;
	case CTRL('f'):
	case KEY_RIGHT: e->at = behind(e, e->at); break;
	case KEY_WORD_LEFT: e->at = word_before(e, e->at); break;
	case KEY_WORD_RIGHT: e->at = word_behind(e, e->at); break;
	case CTRL('h'):
	case BACKSPACE: erase(e, before(e, e->at), e->at); break;
	case CTRL('d'):
	case KEY_ERASE: erase(e, e->at, behind(e, e->at)); break;
	case CTRL('k'): erase(e, e->at, e->line.n); break;
	case CTRL('u'): erase(e, 0, e->at); break;
	case CTRL('w'): erase(e, word_before(e, e->at), e->at); break;
	case CTRL('p'):
	case KEY_UP:
		if (e->chosen > 0)
			choose(e, e->chosen - 1);
		break;
	case CTRL('n'):
	case KEY_DOWN:
		if (e->chosen < e->n)
			choose(e, e->chosen + 1);
		break;
	default: break;
	}
}

/* Carries out a key.  Returns 1 if the line is complete, -1 at the end, or 0. */
static int
take_key(struct editor *e, unsigned key, const char bytes[4], size_t n)
{
	switch (key) {
	case '\r':
	case '\n': return 1;
	case KEY_OVER: return -1;
	case CTRL('c'):
		e->at = e->line.n;
		show(e);
		put(e, "^C\n");
		set_line(e, TEXT(""));
		e->chosen = e->n;
		return 0;
	case CTRL('d'):
		if (e->line.n == 0)
			return -1;
		break;
	case CTRL('l'): put(e, "\x1b[H\x1b[2J"); return 0;
	case CTRL('z'): kill(0, SIGTSTP); return 0; /* all of the job, as the terminal does */
	case '\t': complete(e); return 0;
	default: break;
	}
	if (n > 0 && key >= ' ' && key != BACKSPACE)
		insert(e, bytes, n);
	else
		move_or_erase(e, key);
	return 0;
}

bool
editor_read(struct editor *e, struct text prompt, size_t prompt_columns, struct text *line)
{
	char bytes[4];
	size_t n;
	int done = 0;
	e->prompt = prompt;
	e->prompt_columns = prompt_columns;
	e->chosen = e->n;
	set_line(e, TEXT(""));
	console_raw(e->console, true);
	while (done == 0) {
		show(e);
		unsigned key = read_key(e, bytes, &n);
		if (key == CTRL('r'))
			key = search(e, bytes, &n);
		done = take_key(e, key, bytes, n);
	}
	e->at = e->line.n;
	show(e);
	put(e, "\n");
	console_raw(e->console, false);
	remember(e);
	*line = buf_as_text(&e->line);
	return done > 0;
}
