/* SPDX-License-Identifier: MIT */
#include "base/ip.h"
#include "base/mem.h"
#include "encode/encode.h"
#include "encode/request_line.h"
#include "encode/suggest_private.h"

/* The parsers that are tried. */
static const enum type tried[] = { TYPE_BOOL, TYPE_U64, TYPE_I64, TYPE_F64, TYPE_IP_ADDRESS,
	TYPE_SYMBOL };
enum { TRIED = sizeof(tried) / sizeof(*tried), EXAMPLE_MAX = 48, ELEMENTS_MAX = 256 };

/* The place at hand. */
struct walk {
	struct suggest *s;
	struct arena *scratch;
	struct buf path, name;
};

/* ---- a value -------------------------------------------------------------------------------- */

static void
note_example(struct suggest *s, struct suggest_path *p, struct text t)
{
	if (p->examples == SUGGEST_EXAMPLES || t.n == 0 || t.n > EXAMPLE_MAX)
		return;
	for (size_t i = 0; i < p->examples; i++)
		if (text_eq(p->example[i], t))
			return;
	p->example[p->examples++] = arena_text(&s->arena, t);
}

static void
note_value(struct suggest *s, struct suggest_path *p, struct text t)
{
	if (p->first.p == NULL)
		p->first = arena_text(&s->arena, t);
	p->varies |= !text_eq(p->first, t);
	note_example(s, p, t);
	if (!p->may_be_id)
		return;
	p->repeats |= lookup_find(&p->seen, t) != LOOKUP_NONE;
	if (!p->repeats) {
		lookup_put(&p->seen, arena_text(&s->arena, t), 1);
		return;
	}
	/* a place whose values repeat gives up its turn */
	p->may_be_id = false;
	s->ids--;
	lookup_free(&p->seen);
}

static void
try_parsers(struct suggest_path *p, const struct json_node *node, struct arena *scratch)
{
	const struct text t = node->text;
	const struct value in = { t,
		node->kind == JSON_STRING   ? VALUE_STRING
		: node->kind == JSON_NUMBER ? VALUE_NUMBER
					    : VALUE_BOOL,
		false };
	struct value out;
	for (size_t i = 0; i < TRIED; i++)
		p->accepted[tried[i]] += encode_parse(tried[i], &in, scratch, &out) == 0;
	p->padded |= node->kind == JSON_STRING && t.n > 1 && t.p[0] == '0' && t.p[1] != '.';
	const struct request_line line = request_line_split(&in);
	p->request_lines += line.target.text.n > 0 &&
			    (line.target.text.p[0] == '/' || text_contains(t, TEXT("://")));
}

static void
set_bit(const struct suggest *s, uint8_t *bits)
{
	const size_t event = s->events - 1;
	bits[event / 8] |= (uint8_t)(1 << event % 8);
}

static void
note_time(struct suggest *s, struct suggest_path *p, int form)
{
	if (p->timed == NULL)
		p->timed = mem_zalloc(SUGGEST_BITS, 1);
	p->times[form]++;
	set_bit(s, p->timed);
}

static bool
is_blank(const struct json_node *value)
{
	return value->kind == JSON_STRING &&
	       (value->text.n == 0 || text_eq(value->text, TEXT("-")));
}

void
suggest_count_value(struct suggest *s, const struct suggest_place *at,
    const struct json_node *value, bool quoted, struct arena *scratch)
{
	struct suggest_path *p = suggest_path(s, at);
	if (p == NULL)
		return;
	set_bit(s, p->present);
	if (is_blank(value)) {
		p->blanks++;
		return;
	}
	p->values++;
	p->events += p->last < s->events;
	p->last = s->events;
	p->quoted += quoted;
	note_value(s, p, value->text);
	if (value->kind == JSON_ARRAY) {
		p->arrays++;
		p->singles += value->count == 1 && value->child->kind == JSON_STRING;
		return;
	}
	p->strings += value->kind == JSON_STRING;
	p->numbers += value->kind == JSON_NUMBER;
	p->bools += value->kind == JSON_TRUE || value->kind == JSON_FALSE;
	try_parsers(p, value, scratch);
	const int form = suggest_member_time(s, p->at.key, value);
	if (form >= 0)
		note_time(s, p, form);
}

/* ---- where values are ----------------------------------------------------------------------- */

static void
append(struct buf *b, struct text part)
{
	if (b->n > 0)
		buf_char(b, '.');
	buf_text(b, part);
}

static struct suggest_place
place(const struct walk *w, struct text key, size_t level, bool indexed)
{
	return (struct suggest_place){ .path = buf_as_text(&w->path),
		.name = buf_as_text(&w->name),
		.key = key,
		.level = level,
		.indexed = indexed };
}

static void count_object(
    struct walk *w, const struct json_node *object, size_t level, bool indexed);

/* `sourceIPs.0` is one of the source's addresses: it is named without the plural. */
static struct text
singular(struct text key)
{
	if (key.n > 2 && key.p[key.n - 1] == 's' && key.p[key.n - 2] != 's')
		key.n--;
	return key;
}

/* Only addresses, and the only strings of arrays, are wanted of the values at index 0. */
static void
count_first(struct walk *w, const struct json_node *array, struct text key, size_t level)
{
	const struct json_node *first = array->child;
	const size_t path = w->path.n, name = w->name.n;
	append(&w->path, TEXT("0"));
	if (first->kind == JSON_OBJECT && level < SUGGEST_LEVELS) {
		count_object(w, first, level + 1, true);
	} else if (first->kind == JSON_STRING) {
		const struct text one = singular(key);
		w->name.n -= key.n - one.n;
		const struct suggest_place at = place(w, one, level, true);
		suggest_count_value(w->s, &at, first, false, w->scratch);
	}
	w->path.n = path;
	w->name.n = name;
}

static const struct json_node *
member(const struct json_node *object, const char *const names[], struct text *key)
{
	for (size_t i = 0; names[i]; i++) {
		const struct json_node *node = json_get(object, names[i]);
		*key = text_of(names[i]);
		if (node)
			return node;
	}
	return NULL;
}

/* A pair of a name and a value, such as {"name":"Host","value":"example.com"}. */
struct named_pair {
	const struct json_node *name, *value;
	struct text name_key, value_key;
};

static bool
find_named(const struct json_node *element, struct named_pair *out)
{
	static const char *const names[] = { "name", "Name", "@Name", "key", "Key", NULL };
	static const char *const values[] = { "value", "Value", "#text", "@Value", NULL };
	if (element->kind != JSON_OBJECT)
		return false;
	out->name = member(element, names, &out->name_key);
	out->value = member(element, values, &out->value_key);
	return out->name && out->value && out->name->kind == JSON_STRING && out->name->text.n > 0;
}

static bool
is_plain_name(struct text name)
{
	return memchr(name.p, ']', name.n) == NULL && memchr(name.p, '\0', name.n) == NULL;
}

static bool
was_counted(const struct walk *w)
{
	const struct suggest_path *p = suggest_find_path(w->s, buf_as_text(&w->path));
	return p && p->last == w->s->events;
}

/* Of the elements with one name the first counts. */
static void
count_named(struct walk *w, const struct json_node *array, size_t level)
{
	const size_t path = w->path.n, name = w->name.n;
	struct named_pair pair;
	size_t left = ELEMENTS_MAX;
	if (w->path.p[path - 1] == '.')
		return; /* brackets must stand behind a name */
	for (const struct json_node *c = array->child; c && left > 0; c = c->next, left--) {
		if (!find_named(c, &pair) || !is_plain_name(pair.name->text))
			continue;
		buf_char(&w->path, '[');
		buf_text(&w->path, pair.name_key);
		buf_char(&w->path, '=');
		buf_text(&w->path, pair.name->text);
		buf_char(&w->path, ']');
		append(&w->path, pair.value_key);
		append(&w->name, pair.name->text);
		const struct suggest_place at = place(w, pair.name->text, level, false);
		const bool is_value =
		    pair.value->kind != JSON_NULL && pair.value->kind != JSON_OBJECT;
		if (is_value && w->path.n <= SUGGEST_PATH_MAX && !was_counted(w))
			suggest_count_value(w->s, &at, pair.value, false, w->scratch);
		w->path.n = path;
		w->name.n = name;
	}
}

/* Does the value at index 0 matter here?  If nothing is counted there yet, only an address does. */
static bool
is_wanted(const struct walk *w, const struct json_node *value)
{
	struct ip ip;
	return (value->kind == JSON_STRING && ip_parse(value->text, &ip) == 0) ||
	       suggest_find_path(w->s, buf_as_text(&w->path)) != NULL;
}

/* The parts of a cookie or a cursor are no fields. */
static bool
is_packed(struct text key)
{
	char room[2 * SUGGEST_PATH_MAX];
	const struct text t = suggest_normal(key, room);
	return text_contains(t, TEXT("cookie")) || text_contains(t, TEXT("cursor"));
}

static void
count_member(struct walk *w, const struct json_node *c, size_t level, bool indexed)
{
	struct named_pair pair;
	const struct suggest_place at = place(w, c->key, level, indexed);
	if (c->kind == JSON_OBJECT) {
		if (level < SUGGEST_LEVELS)
			count_object(w, c, level + 1, indexed);
		return;
	}
	if (c->kind == JSON_NULL || (indexed && !is_wanted(w, c)))
		return;
	suggest_count_value(w->s, &at, c, false, w->scratch);
	if (indexed)
		return;
	if (c->kind == JSON_STRING && !is_packed(c->key))
		suggest_count_pairs(w->s, &at, c->text, w->scratch);
	if (c->kind != JSON_ARRAY || c->child == NULL)
		return;
	if (find_named(c->child, &pair))
		count_named(w, c, level);
	else
		count_first(w, c, c->key, level);
}

static void
count_object(struct walk *w, const struct json_node *object, size_t level, bool indexed)
{
	const size_t path = w->path.n, name = w->name.n;
	for (const struct json_node *c = object->child; c; c = c->next) {
		if (!suggest_is_plain_key(c->key))
			continue;
		append(&w->path, c->key);
		append(&w->name, c->key);
		if (w->path.n <= SUGGEST_PATH_MAX)
			count_member(w, c, level, indexed);
		w->path.n = path;
		w->name.n = name;
	}
}

void
suggest_count(struct suggest *s, const struct json_node *event, struct arena *scratch)
{
	struct walk w = { .s = s, .scratch = scratch };
	s->events++;
	count_object(&w, event, 0, false);
	buf_free(&w.path);
	buf_free(&w.name);
}
