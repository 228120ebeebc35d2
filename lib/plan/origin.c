/* SPDX-License-Identifier: MIT */
#include "plan/origin.h"

#include <string.h>

#include "expr/load.h"
#include "plan/load.h"

/* The next part of a path: up to a dot that is not inside brackets. */
static struct text
next_part(struct text *rest)
{
	struct text part = { rest->p, 0 };
	bool inside = false;
	while (part.n < rest->n && (inside || part.p[part.n] != '.')) {
		if (part.p[part.n] == '[')
			inside = true;
		else if (part.p[part.n] == ']')
			inside = false;
		part.n++;
	}
	const size_t used = part.n + (part.n < rest->n);
	rest->p += used;
	rest->n -= used;
	return part;
}

/* `[KEY=VALUE]`, which must be all of t. */
static int
parse_where(struct text t, struct origin_step *step, struct err *e)
{
	const char *equals = memchr(t.p, '=', t.n);
	if (t.n < 2 || t.p[t.n - 1] != ']')
		return err_set(e, "a [ must end with ] before the next dot, as in a[name=x].value");
	if (!equals || equals == t.p + 1)
		return err_set(e, "between [ and ] must stand KEY=VALUE, as in a[name=x].value");
	step->kind = ORIGIN_WHERE;
	step->key = (struct text){ t.p + 1, (size_t)(equals - t.p) - 1 };
	step->value = (struct text){ equals + 1, (size_t)(t.p + t.n - equals) - 2 };
	return 0;
}

/* A part, which may be a key with brackets behind it: one or two steps. */
static int
parse_part(struct text part, struct origin_step *step, size_t *n, struct err *e)
{
	const char *open = memchr(part.p, '[', part.n);
	if (text_eq(part, TEXT("*"))) {
		step[(*n)++] = (struct origin_step){ .kind = ORIGIN_ALL };
		return 0;
	}
	const size_t key = open ? (size_t)(open - part.p) : part.n;
	if (key > 0 || !open)
		step[(*n)++] = (struct origin_step){ ORIGIN_KEY, { part.p, key }, TEXT_ABSENT };
	if (!open)
		return 0;
	if (key == 0)
		return err_set(e, "a [ must stand right behind the name of an array");
	const struct text where = { open, part.n - key };
	const char *close = memchr(open, ']', where.n);
	if (close && close + 1 < open + where.n)
		return err_set(e, "behind a ] must stand a dot, or nothing");
	return parse_where(where, &step[(*n)++], e);
}

int
origin_parse(struct arena *a, struct text path, struct origin *out, struct err *e)
{
	struct text rest = path;
	struct origin_step *step = arena_zalloc(a, path.n + 2, sizeof(*step));
	size_t n = 0, keys = 0;
	*out = (struct origin){ .spelled = path, .path = path };
	if (memchr(path.p, '[', path.n) == NULL && memchr(path.p, '*', path.n) == NULL)
		return 0;
	do {
		if (parse_part(next_part(&rest), step, &n, e) < 0)
			return -1;
	} while (rest.n > 0);
	while (keys < n && step[keys].kind == ORIGIN_KEY)
		keys++;
	if (keys == 0)
		return err_set(e, "a path cannot begin with *, because a record is an object");
	if (keys == n) /* an asterisk inside a name is a part of it */
		return 0;
	out->path.n = (size_t)(step[keys - 1].key.p + step[keys - 1].key.n - path.p);
	out->step = step + keys;
	out->steps = n - keys;
	return 0;
}

/* ---- in plans ------------------------------------------------------------------------------- */

static int
load_path(struct expr_loader *l, const struct json_node *node, struct origin *out)
{
	struct err e;
	if (node->kind != JSON_STRING)
		return load_error(l, node, "must be a path, which is a string");
	if (node->text.n == 0)
		return load_error(l, node, "must not be empty");
	if (origin_parse(l->arena, node->text, out, &e) < 0)
		return load_error(l, node, "%s", e.text);
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
