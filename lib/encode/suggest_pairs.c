/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/ip.h"
#include "encode/suggest_private.h"

/*
 * KEY=VALUE pairs in texts: `user=alice msg="not found" addr=192.0.2.1`.  A pair begins at the
 * start of the text or behind a space, a comma, a semicolon, an apostrophe or an opening bracket.
 * A value is in quotes, or ends before one of these characters.  The first address in a text of
 * words is found, too.
 */
enum { PAIRS_MAX = 64, KEY_MAX = 64, TEXT_MAX = 64 * 1024 };

struct pair {
	struct text key, value;
	bool quoted;
};

static bool
ends(char c)
{
	return c == ' ' || c == ',' || c == ';' || c == '\'' || c == '(' || c == ')' || c == '"' ||
	       (unsigned char)c < ' ';
}

static bool
is_in_key(char c)
{
	return ascii_is_letter(c) || ascii_is_digit(c) || c == '_' || c == '.' || c == '-';
}

/* Takes the pair at t->p[i], and sets *end behind it.  Returns whether there is one. */
static bool
take_pair(struct text t, size_t i, struct pair *out, size_t *end)
{
	size_t k = i;
	while (k < t.n && is_in_key(t.p[k]))
		k++;
	if (k == i || k - i > KEY_MAX || k == t.n || t.p[k] != '=' || ascii_is_digit(t.p[i]))
		return false;
	out->key = (struct text){ t.p + i, k - i };
	size_t v = ++k;
	out->quoted = k < t.n && t.p[k] == '"';
	const char *close = out->quoted ? memchr(t.p + k + 1, '"', t.n - k - 1) : NULL;
	if (out->quoted) {
		if (close == NULL)
			return false;
		out->value = (struct text){ t.p + k + 1, (size_t)(close - t.p) - k - 1 };
		*end = (size_t)(close - t.p) + 1;
		return true;
	}
	while (v < t.n && !ends(t.p[v]))
		v++;
	out->value = (struct text){ t.p + k, v - k };
	*end = v;
	return true;
}

static size_t
take_pairs(struct text t, struct pair pair[PAIRS_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < t.n && n < PAIRS_MAX;) {
		size_t end = i;
		if ((i == 0 || ends(t.p[i - 1])) && take_pair(t, i, &pair[n], &end)) {
			n++;
			i = end;
		} else {
			i++;
		}
	}
	return n;
}

static bool
is_in_address(char c)
{
	return ascii_is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') || c == '.' ||
	       c == ':';
}

static bool
may_precede(char c)
{
	return !is_in_address(c) && !ascii_is_letter(c) && c != '/' && c != '=' && c != '_' &&
	       c != '-';
}

/* The first address in a text, absent if there is none: IPv4, or IPv6 with `::`. */
static struct text
find_address(struct text t)
{
	struct ip ip;
	for (size_t i = 0; i < t.n; i++) {
		if (!is_in_address(t.p[i]) || (i > 0 && !may_precede(t.p[i - 1])))
			continue;
		struct text run = { t.p + i, 0 };
		while (i + run.n < t.n && is_in_address(t.p[i + run.n]))
			run.n++;
		const bool at_end = i + run.n == t.n || !ascii_is_letter(t.p[i + run.n]);
		i += run.n - 1;
		while (run.n > 0 && (run.p[run.n - 1] == '.' || run.p[run.n - 1] == ':'))
			run.n--;
		const bool is_v6 = text_contains(run, TEXT("::"));
		if (at_end && (is_v6 || text_count(run, '.') == 3) && ip_parse(run, &ip) == 0)
			return run;
	}
	return TEXT_ABSENT;
}

/* `Failed password for eve from 192.0.2.1 port 22`: an address among words has an empty key. */
static void
count_address(
    struct suggest *s, const struct suggest_place *at, struct text t, struct arena *scratch)
{
	const struct text found =
	    memchr(t.p, ' ', t.n) ? find_address(t) : (struct text){ NULL, 0 };
	const struct json_node value = { .kind = JSON_STRING, .text = found };
	struct suggest_place inner = *at;
	char name[SUGGEST_PATH_MAX];
	if (found.p == NULL)
		return;
	memcpy(name, at->name.p, at->name.n);
	memcpy(name + at->name.n, ".ip", 3);
	inner.name = (struct text){ name, at->name.n + 3 };
	inner.key = TEXT("ip");
	inner.pair = TEXT("");
	suggest_count_value(s, &inner, &value, false, scratch);
}

void
suggest_count_pairs(
    struct suggest *s, const struct suggest_place *at, struct text t, struct arena *scratch)
{
	struct pair pair[PAIRS_MAX];
	char name[SUGGEST_PATH_MAX];
	if (t.n > TEXT_MAX || at->name.n + 1 + KEY_MAX > sizeof(name) || t.n == 0)
		return;
	count_address(s, at, t, scratch);
	if (memchr(t.p, '=', t.n) == NULL)
		return;
	const size_t n = take_pairs(t, pair);
	if (n < 2)
		return;
	memcpy(name, at->name.p, at->name.n);
	name[at->name.n] = '.';
	for (size_t i = 0; i < n; i++) {
		const struct text key = pair[i].key;
		const struct json_node value = { .kind = JSON_STRING, .text = pair[i].value };
		struct suggest_place inner = *at;
		memcpy(name + at->name.n + 1, key.p, key.n);
		inner.name = (struct text){ name, at->name.n + 1 + key.n };
		inner.key = inner.pair = key;
		suggest_count_value(s, &inner, &value, pair[i].quoted, scratch);
	}
}

void
suggest_put_pair(struct buf *b, struct text key)
{
	if (key.n == 0) {
		BUF_LIT(b,
		    "(^|[^0-9A-Za-z.:/=_-])([0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}"
		    "|[0-9A-Fa-f:]*::[0-9A-Fa-f:.]*)($|[^0-9A-Za-z.]|\\.($|[^0-9]))");
		return;
	}
	BUF_LIT(b, "(^|[[:cntrl:] ,;'()\"])");
	for (size_t i = 0; i < key.n; i++) {
		if (key.p[i] == '.')
			buf_char(b, '\\');
		buf_char(b, key.p[i]);
	}
	BUF_LIT(b, "=(\"[^\"]*\"|[^[:cntrl:] ,;'()\"]*)");
}
