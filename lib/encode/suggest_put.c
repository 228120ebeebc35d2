/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "encode/suggest_private.h"
#include "json/write.h"

/* A field of the plan that is written. */
struct field {
	const struct suggest_path *path; /* NULL: the request line's method or path */
	const char *kind;                /* the selector's */
	struct text name;
	enum type parser;
};

struct choices {
	const struct suggest_path *time[SUGGEST_TIMES], *id, *request_line;
	size_t times;
	struct field *field;
	size_t fields;
	const struct field *who; /* the identity; NULL: none */
};

/* ---- names ---------------------------------------------------------------------------------- */

/* `IPs` is one word, which json_normalize would split: it becomes `Ips`. */
static void
join_plurals(char *p, size_t n)
{
	for (size_t i = 2; i < n; i++) {
		const bool at_end = i + 1 == n || !ascii_is_letter(p[i + 1]);
		if (p[i] != 's' || !at_end)
			continue;
		for (size_t k = i - 1; k > 0 && ascii_is_upper(p[k]) && ascii_is_upper(p[k - 1]);
		     k--)
			p[k] = ascii_lower(p[k]);
	}
}

/* The last `parts` parts of a dotted name as a field's name. */
static struct text
name_of(struct suggest *s, struct text dotted, size_t parts)
{
	struct text tail = dotted;
	char own[SUGGEST_PATH_MAX], room[2 * SUGGEST_PATH_MAX];
	for (size_t at = dotted.n; at > 0; at--)
		if (dotted.p[at - 1] == '.' && --parts == 0) {
			tail = (struct text){ dotted.p + at, dotted.n - at };
			break;
		}
	if (tail.n > sizeof(own))
		return TEXT("");
	memcpy(own, tail.p, tail.n);
	join_plurals(own, tail.n);
	return arena_text(&s->arena, suggest_normal((struct text){ own, tail.n }, room));
}

/* As few parts of the path as make a name that no other field has. */
static void
name_field(struct suggest *s, struct lookup *taken, struct field *f, size_t number)
{
	for (size_t parts = 1; parts <= SUGGEST_LEVELS + 2 && f->path; parts++) {
		f->name = name_of(s, f->path->at.name, parts);
		if (f->name.n > 0 && lookup_find(taken, f->name) == LOOKUP_NONE)
			return;
	}
	for (size_t n = number;; n++) {
		struct buf b = { 0 };
		buf_printf(&b, "field_%zu", n);
		f->name = arena_text(&s->arena, buf_as_text(&b));
		buf_free(&b);
		if (lookup_find(taken, f->name) == LOOKUP_NONE)
			return;
	}
}

static void
name_fields(struct suggest *s, struct choices *c)
{
	struct lookup taken = { 0 };
	for (size_t i = 0; i < c->fields; i++) {
		if (c->field[i].path)
			name_field(s, &taken, &c->field[i], i + 1);
		lookup_put(&taken, c->field[i].name, i);
	}
	lookup_free(&taken);
}

/* Is the address that of a server? */
static bool
is_far_end(struct text name)
{
	static const struct text words[] = { TEXT("upstream"), TEXT("dest"), TEXT("dst"),
		TEXT("resp"), TEXT("server"), TEXT("local"), TEXT("target"), TEXT("origin_") };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text_contains(name, words[i]))
			return true;
	return false;
}

/* A `uid` that is no number is the id of something else, and a `host` that is no address is a
 * server. */
static bool
is_of_kind(const struct field *f)
{
	if (text_eq(f->name, TEXT("uid")))
		return f->parser == TYPE_U64;
	return !text_eq(f->name, TEXT("host")) || f->parser == TYPE_IP_ADDRESS;
}

/* Who acts: a field with the name of a user, else a client's address. */
static const struct field *
choose_who(const struct suggest *s, const struct choices *c)
{
	static const struct text names[] = { TEXT("user"), TEXT("user_name"), TEXT("username"),
		TEXT("email"), TEXT("principal_email"), TEXT("actor"), TEXT("alternate_id"),
		TEXT("user_principal_name"), TEXT("arn"), TEXT("user_id"), TEXT("userid"),
		TEXT("principal"), TEXT("account"), TEXT("acct"), TEXT("login"), TEXT("auid"),
		TEXT("uid"), TEXT("sub"), TEXT("client_id"), TEXT("remote_user"),
		TEXT("client_username"), TEXT("client_ip"), TEXT("remote_addr"), TEXT("remote_ip"),
		TEXT("src_ip"), TEXT("source_ip_address"), TEXT("source_ip"), TEXT("ip"),
		TEXT("ip_address"), TEXT("client_addr"), TEXT("host") };
	enum { NAMES = sizeof(names) / sizeof(*names), RARE = 12 };
	const struct field *best = NULL;
	size_t best_rank = NAMES + RARE;
	for (size_t i = 0; i < c->fields; i++) {
		const struct field *f = &c->field[i];
		size_t rank = f->path ? text_among(f->name, names, NAMES) : NAMES;
		if (rank == NAMES || f->path->events * 2 < s->events || !is_of_kind(f))
			continue;
		/* better a name further down that nearly every event has */
		rank += f->path->events * 20 < s->events * 19 ? RARE : 0;
		if (rank < best_rank) {
			best_rank = rank;
			best = f;
		}
	}
	for (size_t i = 0; i < c->fields && !best; i++)
		if (c->field[i].parser == TYPE_IP_ADDRESS && !is_far_end(c->field[i].name))
			best = &c->field[i];
	return best;
}

/* ---- writing -------------------------------------------------------------------------------- */

static void
put_string(struct buf *b, const char *lead, struct text t)
{
	buf_printf(b, "%s", lead);
	json_put_string(b, t);
}

/* Values that are secrets do not go into a plan. */
static bool
is_secret(struct text t)
{
	static const struct text words[] = { TEXT("passw"), TEXT("secret"), TEXT("token"),
		TEXT("cookie"), TEXT("authorization"), TEXT("session"), TEXT("credential"),
		TEXT("accesskey"), TEXT("access_key"), TEXT("apikey"), TEXT("api_key") };
	char lower[SUGGEST_PATH_MAX];
	if (t.n > sizeof(lower))
		return true;
	for (size_t i = 0; i < t.n; i++)
		lower[i] = ascii_lower(t.p[i]);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text_contains((struct text){ lower, t.n }, words[i]))
			return true;
	return false;
}

static void
put_description(const struct suggest *s, struct buf *b, const struct field *f)
{
	const struct suggest_path *p = f->path;
	struct buf d = { 0 };
	const size_t percent = p->events * 100 / s->events;
	if (p->events == s->events)
		BUF_LIT(&d, "in every event");
	else
		buf_printf(&d, "in %zu %% of the events", percent);
	const char *lead = ", such as ";
	for (size_t i = 0; i < p->examples && !is_secret(p->own); i++) {
		if (is_secret(p->example[i]))
			continue;
		buf_printf(&d, "%s", lead);
		buf_text(&d, p->example[i]);
		lead = ", ";
	}
	put_string(b, ", \"description\": ", buf_as_text(&d));
	buf_free(&d);
}

static void
put_extract(struct buf *b, const char **lead, struct text pattern, unsigned group)
{
	buf_printf(b, "%s{ \"kind\": \"Extract\"", *lead);
	put_string(b, ", \"pattern\": ", pattern);
	buf_printf(b, ", \"group\": %u }", group);
	*lead = ", ";
}

/* A pair's value is cut out of its text.  Blanks, and what is no address beside addresses, become
 * absent. */
static void
put_normalizers(struct buf *b, const struct field *f)
{
	static const struct text address =
	    TEXT("^[0-9A-Fa-f:.]+$|^\\[[0-9A-Fa-f:.]+\\](:[0-9]+)?$");
	static const struct text filled = TEXT("^(-.+|[^-].*)$");
	const struct suggest_path *p = f->path;
	const char *lead = ",\n      \"normalizers\": [";
	const char *const none = lead;
	struct buf pattern = { 0 };
	if (p->at.pair.p) {
		suggest_put_pair(&pattern, p->at.pair);
		put_extract(b, &lead, buf_as_text(&pattern), 2);
	}
	if (p->quoted > 0) {
		buf_printf(
		    b, "%s{ \"kind\": \"Replace\", \"from\": \"\\\"\", \"to\": \"\" }", lead);
		lead = ", ";
	}
	if (f->parser == TYPE_IP_ADDRESS && p->accepted[TYPE_IP_ADDRESS] < p->values)
		put_extract(b, &lead, address, 0);
	else if (p->blanks > 0)
		put_extract(b, &lead, filled, 0);
	if (f->parser == TYPE_STRING && text_contains(f->name, TEXT("email"))) {
		buf_printf(b, "%s\"Trim\", \"Lowercase\"", lead);
		lead = ", ";
	}
	if (lead != none)
		BUF_LIT(b, "]");
	buf_free(&pattern);
}

static void
put_field(const struct suggest *s, struct buf *b, const struct field *f)
{
	put_string(b, "    { \"name\": ", f->name);
	if (f->path == NULL) {
		BUF_LIT(b, ", \"description\": \"of the request line\"");
		buf_printf(b, ",\n      \"selector\": { \"kind\": \"%s\"", f->kind);
	} else {
		put_description(s, b, f);
		put_string(b, ",\n      \"selector\": { \"kind\": \"RequestField\", \"path\": ",
		    f->path->at.path);
	}
	put_string(b, " }, \"parser\": ", type_names[f->parser]);
	if (f->path)
		put_normalizers(b, f);
	BUF_LIT(b, " }");
}

static void
put_list(struct buf *b, const char *name, const struct text *t, size_t n)
{
	buf_printf(b, "    \"%s\": [", name);
	for (size_t i = 0; i < n; i++)
		put_string(b, i > 0 ? ", " : "", t[i]);
	BUF_LIT(b, "],\n");
}

static bool
is_time_of(const struct choices *c, const struct suggest_path *p)
{
	for (size_t i = 0; i < c->times; i++)
		if (c->time[i] == p)
			return true;
	return false;
}

/* What the fields with times need: the forms that occur, and a zone for those without one. */
static void
put_times(const struct suggest *s, struct buf *b, const struct choices *c)
{
	struct text format[SUGGEST_FORMATS];
	size_t n = 0;
	bool zone = false;
	size_t used[SUGGEST_FORMATS + 2] = { 0 };
	for (size_t i = 0; i < s->paths; i++) {
		const struct suggest_path *p = &s->path[i];
		const bool is_time = is_time_of(c, p) || (suggest_is_field(s, p) &&
							     suggest_parser(p) == TYPE_TIMESTAMP);
		for (size_t k = 0; is_time && k < SUGGEST_FORMATS + 2; k++)
			used[k] += p->times[k];
	}
	zone = used[1] > 0;
	for (size_t k = 0; k < SUGGEST_FORMATS; k++)
		if (used[k + 2] > 0) {
			format[n++] = text_of(suggest_formats[k]);
			zone |= !s->format[k].zoned;
		}
	if (n > 0)
		put_list(b, "time_format", format, n);
	if (zone)
		BUF_LIT(b, "    \"time_zone\": \"UTC\",\n");
}

static void
put_runtime(const struct suggest *s, struct buf *b, const struct choices *c)
{
	const struct suggest_layout *l = &s->layout;
	struct text pattern[SUGGEST_PATTERNS];
	BUF_LIT(b, "  \"runtime\": {\n");
	for (size_t i = 0; i < l->lines; i++)
		pattern[i] = l->line[i].pattern;
	if (l->lines > 0)
		put_list(b, "line", pattern, l->lines);
	if (l->each.p)
		put_list(b, "each", &l->each, 1);
	if (l->json_strings > 0)
		put_list(b, "json_strings", l->json_string, l->json_strings);
	if (s->exact)
		BUF_LIT(b, "    \"normalize_field_names\": false,\n");
	put_times(s, b, c);
	if (c->who)
		put_list(b, "entity_identity_fields", &c->who->name, 1);
	BUF_LIT(b, "    \"envelope\": { \"observed_at\": ");
	for (size_t i = 0; i < c->times; i++)
		put_string(b, i > 0 ? ", " : c->times > 1 ? "[" : "", c->time[i]->at.path);
	if (c->times > 1)
		BUF_LIT(b, "]");
	if (c->id)
		put_string(b, ", \"event_id\": ", c->id->at.path);
	if (c->request_line)
		put_string(b, ", \"request_line\": ", c->request_line->at.path);
	BUF_LIT(b, " }\n  },\n");
}

static void
choose_fields(struct suggest *s, struct choices *c)
{
	c->field = mem_zalloc(s->paths + 2, sizeof(*c->field));
	if (c->request_line) {
		c->field[c->fields++] =
		    (struct field){ NULL, "Method", TEXT("method"), TYPE_SYMBOL };
		c->field[c->fields++] = (struct field){ NULL, "Path", TEXT("path"), TYPE_STRING };
	}
	for (size_t i = 0; i < s->paths; i++) {
		const struct suggest_path *p = &s->path[i];
		if (is_time_of(c, p) || p == c->id || !suggest_is_field(s, p))
			continue;
		c->field[c->fields++] = (struct field){ .path = p, .parser = suggest_parser(p) };
	}
	name_fields(s, c);
	c->who = choose_who(s, c);
}

static void
put_plan(struct suggest *s, struct buf *b, const struct choices *c)
{
	buf_printf(b,
	    "{\n  \"summary\": \"Made from a sample of %zu events; check it before use\",\n",
	    s->events);
	put_runtime(s, b, c);
	BUF_LIT(b, "  \"fields\": [");
	for (size_t i = 0; i < c->fields; i++) {
		buf_printf(b, i > 0 ? ",\n" : "\n");
		put_field(s, b, &c->field[i]);
	}
	buf_printf(b, "%s]\n}\n", c->fields > 0 ? "\n  " : "");
}

int
suggest_put(struct suggest *s, struct buf *b, struct err *e)
{
	struct arena scratch = { 0 };
	struct choices c = { 0 };
	if (suggest_find_layout(s, e) < 0)
		return -1;
	for (size_t i = 0; i < s->records && s->events < SUGGEST_RECORDS; i++) {
		arena_reset(&scratch);
		suggest_events(s, s->record[i].text, &scratch, suggest_count);
	}
	arena_free(&scratch);
	suggest_merge_spellings(s);
	c.times = s->events > 0 ? suggest_choose_times(s, c.time) : 0;
	if (c.times == 0)
		return err_set(e, "nothing in the sample looks like the time of an event");
	c.request_line = suggest_choose_request_line(s);
	c.id = suggest_choose_id(s);
	choose_fields(s, &c);
	put_plan(s, b, &c);
	free(c.field);
	return 0;
}
