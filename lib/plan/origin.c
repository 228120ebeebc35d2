/* SPDX-License-Identifier: MIT */
#include "plan/origin.h"

#include <string.h>

#include "expr/load.h"
#include "plan/load.h"

/* A path, while it is taken apart. */
struct parser {
	struct text path;
	size_t at;
	struct origin_step *step;
	size_t steps;
	struct err *e;
};

static bool
is_at(const struct parser *p, char c)
{
	return p->at < p->path.n && p->path.p[p->at] == c;
}

/* `[KEY=VALUE]`, which p is at */
static int
parse_where(struct parser *p)
{
	const char *from = p->path.p + p->at + 1;
	const size_t left = p->path.n - p->at - 1;
	const char *close = memchr(from, ']', left);
	if (close == NULL)
		return err_at(p->e, p->at, "this [ has no ]");
	const char *equals = memchr(from, '=', (size_t)(close - from));
	if (equals == NULL)
		return err_at(p->e, p->at,
		    "between [ and ] must stand KEY=VALUE, as in a[name=x].value (an index is written a.0)");
	if (equals == from)
		return err_at(
		    p->e, p->at, "between [ and = must stand a key, as in a[name=x].value");
	p->step[p->steps++] = (struct origin_step){ ORIGIN_WHERE, { from, (size_t)(equals - from) },
		{ equals + 1, (size_t)(close - equals) - 1 } };
	p->at = (size_t)(close - p->path.p) + 1;
	if (p->at < p->path.n && !is_at(p, '.'))
		return err_at(p->e, p->at, "behind a ] must stand a dot, or nothing");
	return 0;
}

/* A part, up to the next dot: a key or `*`, maybe with brackets behind it. */
static int
parse_part(struct parser *p)
{
	struct text name = { p->path.p + p->at, 0 };
	while (p->at < p->path.n && !is_at(p, '.') && !is_at(p, '['))
		p->at++;
	name.n = (size_t)(p->path.p + p->at - name.p);
	if (name.n == 0 && is_at(p, '['))
		return err_at(p->e, p->at, "a [ must stand right behind the name of an array");
	const bool all = text_eq(name, TEXT("*"));
	p->step[p->steps++] =
	    (struct origin_step){ all ? ORIGIN_ALL : ORIGIN_KEY, name, TEXT_ABSENT };
	return is_at(p, '[') ? parse_where(p) : 0;
}

int
origin_parse(struct arena *a, struct text path, struct origin *out, struct err *e)
{
	struct parser p = { .path = path, .e = e };
	size_t keys = 0;
	*out = (struct origin){ .spelled = path, .path = path };
	if (memchr(path.p, '[', path.n) == NULL && memchr(path.p, '*', path.n) == NULL)
		return 0;
	p.step =
	    arena_zalloc(a, text_count(path, '.') + text_count(path, '[') + 1, sizeof(*p.step));
	for (bool more = true; more; p.at++) {
		if (parse_part(&p) < 0)
			return -1;
		more = is_at(&p, '.');
	}
	while (keys < p.steps && p.step[keys].kind == ORIGIN_KEY)
		keys++;
	if (keys == 0)
		return err_at(e, 0, "a path cannot begin with *, because a record is an object");
	if (keys == p.steps) /* an asterisk inside a name is a part of it */
		return 0;
	out->path.n = (size_t)(p.step[keys - 1].key.p + p.step[keys - 1].key.n - path.p);
	out->step = p.step + keys;
	out->steps = p.steps - keys;
	return 0;
}

void
origins_put(struct buf *b, const struct origins *o)
{
	for (size_t i = 0; i < o->n; i++) {
		if (i > 0)
			buf_text(b, i + 1 < o->n ? TEXT(", ") : TEXT(" or "));
		buf_text(b, o->origin[i].spelled);
	}
}

/* ---- in plans ------------------------------------------------------------------------------- */

static int
load_path(struct expr_loader *l, const struct json_node *node, struct origin *out)
{
	struct err e;
	if (node->kind != JSON_STRING)
		return load_error(l, node, "must be a path, such as \"detail.user\"");
	if (node->text.n == 0)
		return load_error(l, node, "must not be empty");
	if (origin_parse(l->arena, node->text, out, &e) < 0)
		return load_error(l, node, "%s, at byte %zu of the path", e.text, e.offset + 1);
	return 0;
}

/* {path, normalizers} */
static int
load_object(struct expr_loader *l, const struct json_node *node, struct origin *out)
{
	static const struct text members[] = { TEXT("path"), TEXT("normalizers") };
	struct plan_field f = { 0 };
	int bad = load_members(l, node, members, LOAD_COUNT(members));
	const struct json_node *path = load_required(l, node, "path");
	bad |= path == NULL ? -1 : load_path(l, path, out);
	bad |= load_normalizers(l, node, &f);
	out->normalizer = f.normalizer;
	out->normalizers = f.normalizers;
	return bad;
}

int
load_origins(struct expr_loader *l, const struct json_node *node, bool objects, struct origins *out)
{
	const bool many = node->kind == JSON_ARRAY;
	const size_t n = many ? node->count : 1;
	struct origin *origin = arena_zalloc(l->arena, n + 1, sizeof(*origin));
	const struct json_node *c = many ? node->child : node;
	int bad = 0;
	if (n == 0)
		return load_error(l, node, "must have at least one path");
	for (size_t i = 0; i < n; i++, c = c->next)
		bad |= objects && c->kind == JSON_OBJECT ? load_object(l, c, &origin[i])
							 : load_path(l, c, &origin[i]);
	*out = (struct origins){ origin, n };
	return bad;
}
