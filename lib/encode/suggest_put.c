/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "encode/suggest_private.h"
#include "json/paths.h"
#include "json/write.h"

enum { NAME_MAX = 128 };

/* A field of the plan that is written. */
struct field {
	const struct suggest_path *path;
	struct text name;
	enum type parser;
};

struct choices {
	const struct suggest_path *time[SUGGEST_TIMES], *id;
	size_t times;
	struct field *field;
	size_t fields;
	const struct field *who; /* the identity; NULL: none */
};

/* ---- names ---------------------------------------------------------------------------------- */

/* The last `parts` parts of a path as a field's name. */
static struct text
name_of(struct suggest *s, struct text path, size_t parts)
{
	struct text tail = path;
	char name[2 * NAME_MAX * SUGGEST_LEVELS];
	for (size_t at = path.n; at > 0; at--)
		if (path.p[at - 1] == '.' && --parts == 0) {
			tail = (struct text){ path.p + at, path.n - at };
			break;
		}
	if (tail.n > sizeof(name) / 2)
		tail.n = sizeof(name) / 2;
	size_t n = json_normalize(tail, name);
	size_t from = 0;
	while (from < n && name[from] == '_')
		from++;
	while (n > from && name[n - 1] == '_')
		n--;
	return arena_text(&s->arena, (struct text){ name + from, n - from });
}

/* As few parts of the path as make a name that no other field has. */
static void
name_fields(struct suggest *s, struct choices *c)
{
	struct lookup taken = { 0 };
	for (size_t i = 0; i < c->fields; i++) {
		struct field *f = &c->field[i];
		for (size_t parts = 1; parts <= SUGGEST_LEVELS + 1; parts++) {
			f->name = name_of(s, f->path->path, parts);
			if (f->name.n > 0 && lookup_find(&taken, f->name) == LOOKUP_NONE)
				break;
		}
		if (f->name.n == 0 || lookup_find(&taken, f->name) != LOOKUP_NONE) {
			struct buf b = { 0 };
			buf_printf(&b, "field_%zu", i + 1);
			f->name = arena_text(&s->arena, buf_as_text(&b));
			buf_free(&b);
		}
		lookup_put(&taken, f->name, i);
	}
	lookup_free(&taken);
}

/* Who acts: a field with the name of a user, else a client's address. */
static const struct field *
choose_who(const struct suggest *s, const struct choices *c)
{
	static const struct text names[] = { TEXT("user"), TEXT("user_name"), TEXT("username"),
		TEXT("email"), TEXT("actor"), TEXT("arn"), TEXT("user_id"), TEXT("userid"),
		TEXT("principal"), TEXT("account"), TEXT("login"), TEXT("uid"), TEXT("sub"),
		TEXT("client_id"), TEXT("alternate_id"), TEXT("auid"), TEXT("remote_user"),
		TEXT("client_ip"), TEXT("remote_addr"), TEXT("remote_ip"), TEXT("src_ip"),
		TEXT("source_ip_address"), TEXT("source_ip"), TEXT("ip"), TEXT("ip_address") };
	const size_t count = sizeof(names) / sizeof(*names);
	const struct field *best = NULL;
	size_t best_rank = count;
	for (size_t i = 0; i < c->fields; i++) {
		const struct field *f = &c->field[i];
		const size_t rank = text_among(f->name, names, count);
		if (f->path->events * 2 >= s->events && rank < best_rank) {
			best_rank = rank;
			best = f;
		}
	}
	for (size_t i = 0; i < c->fields && !best; i++)
		if (c->field[i].parser == TYPE_IP_ADDRESS)
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
is_secret(struct text path)
{
	static const struct text words[] = { TEXT("passw"), TEXT("secret"), TEXT("token"),
		TEXT("cookie"), TEXT("authorization"), TEXT("session"), TEXT("credential"),
		TEXT("accesskey"), TEXT("access_key"), TEXT("apikey"), TEXT("api_key") };
	char lower[512];
	if (path.n > sizeof(lower))
		return true;
	for (size_t i = 0; i < path.n; i++)
		lower[i] =
		    (char)(path.p[i] >= 'A' && path.p[i] <= 'Z' ? path.p[i] | 32 : path.p[i]);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text_contains((struct text){ lower, path.n }, words[i]))
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
	for (size_t i = 0; i < p->examples && !is_secret(p->path); i++) {
		buf_printf(&d, i == 0 ? ", such as " : ", ");
		buf_text(&d, p->example[i]);
	}
	put_string(b, ", \"description\": ", buf_as_text(&d));
	buf_free(&d);
}

static void
put_field(const struct suggest *s, struct buf *b, const struct field *f)
{
	put_string(b, "    { \"name\": ", f->name);
	put_description(s, b, f);
	put_string(
	    b, ",\n      \"selector\": { \"kind\": \"RequestField\", \"path\": ", f->path->path);
	put_string(b, " }, \"parser\": ", type_names[f->parser]);
	if (f->parser == TYPE_STRING && text_contains(f->name, TEXT("email")))
		BUF_LIT(b, ", \"normalizers\": [\"Trim\", \"Lowercase\"]");
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
		const bool is_time =
		    is_time_of(c, p) ||
		    (suggest_is_field(s, p) && suggest_parser(s, p) == TYPE_TIMESTAMP);
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
	put_times(s, b, c);
	if (c->who)
		put_list(b, "entity_identity_fields", &c->who->name, 1);
	BUF_LIT(b, "    \"envelope\": { \"observed_at\": ");
	for (size_t i = 0; i < c->times; i++)
		put_string(b, i > 0 ? ", " : c->times > 1 ? "[" : "", c->time[i]->path);
	if (c->times > 1)
		BUF_LIT(b, "]");
	if (c->id)
		put_string(b, ", \"event_id\": ", c->id->path);
	BUF_LIT(b, " }\n  },\n");
}

static void
choose_fields(struct suggest *s, struct choices *c)
{
	c->field = mem_zalloc(s->paths + 1, sizeof(*c->field));
	for (size_t i = 0; i < s->paths; i++) {
		const struct suggest_path *p = &s->path[i];
		if (is_time_of(c, p) || p == c->id || !suggest_is_field(s, p))
			continue;
		c->field[c->fields++] = (struct field){ .path = p, .parser = suggest_parser(s, p) };
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
		suggest_events(s, s->record[i], &scratch, suggest_count);
	}
	arena_free(&scratch);
	c.times = s->events > 0 ? suggest_choose_times(s, c.time) : 0;
	if (c.times == 0)
		return err_set(e, "nothing in the sample looks like the time of an event");
	c.id = suggest_choose_id(s);
	choose_fields(s, &c);
	put_plan(s, b, &c);
	free(c.field);
	return 0;
}
