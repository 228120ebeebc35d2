/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "expr/load.h"
#include "import/map.h"
#include "trace/put.h"

static const struct text field_names[MAP_FIELD_COUNT] = {
#define NAME(id, spelled) [MAP_##id] = { (spelled), sizeof(spelled) - 1 },
	MAP_FIELDS(NAME)
#undef NAME
};

/* ---- fields --------------------------------------------------------------------------------- */

/* Only expressions read a field whose name begins so. */
static bool
is_helper(struct text name)
{
	return name.n > 1 && name.p[0] == '_';
}

static bool
is_of_events(size_t field)
{
	return field == MAP_AT || field == MAP_MESSAGE || field == MAP_LEVEL;
}

static bool
is_allowed(const struct import_map *m, size_t field)
{
	if (!m->event)
		return !is_of_events(field);
	return is_of_events(field) || field == MAP_TRACE_ID || field == MAP_CALL_ID ||
	       field == MAP_NAME || field == MAP_PARENT_ID || field == MAP_SERVICE ||
	       field == MAP_ERROR_TYPE || field == MAP_ATTRIBUTES;
}

/* The JSON of a field, by its number in the plan. */
static const struct json_node *
node_of(const struct plan *p, size_t field, const char *key)
{
	static const char *const sections[] = { "fields", "derived_fields" };
	for (size_t i = 0; i < 2; i++) {
		const struct json_node *all = json_get(p->document.config, sections[i]);
		const struct json_node *c = all ? all->child : NULL;
		for (; c; c = c->next)
			if (field-- == 0)
				return json_get(c, key) ? json_get(c, key) : c;
	}
	return p->document.config;
}

static int
unknown_name(
    const struct import_map *m, struct expr_loader *l, const struct json_node *node, struct text t)
{
	struct text allowed[MAP_FIELD_COUNT];
	size_t n = 0;
	for (size_t i = 0; i < MAP_FIELD_COUNT; i++)
		if (is_allowed(m, i))
			allowed[n++] = field_names[i];
	const struct text near = load_suggestion(l->arena, t, allowed, n);
	return load_error(l, node, "%s has no field %s%s",
	    m->event ? "a map of events" : "a map of calls", load_quoted(l->arena, t).p,
	    near.n > 0 ? near.p : "; a name for expressions alone begins with _");
}

/* The paths of `attributes` are those of several objects, which all count. */
static int
load_attributes(
    struct import_map *m, struct expr_loader *l, const struct json_node *node, size_t field)
{
	const struct origins *from = &m->plan->field[field].path;
	int bad = 0;
	if (m->plan->field[field].expr)
		return load_error(l, node, "attributes must be a RequestField");
	for (size_t i = 0; i < from->n; i++) {
		if (from->origin[i].steps > 0)
			bad = load_error(l, node,
			    "a path of attributes must lead to one object, without * and [KEY=VALUE]");
		m->path[m->attributes++] = from->origin[i].path;
	}
	return bad;
}

static int
load_field_names(struct import_map *m, struct expr_loader *l)
{
	const struct plan *p = m->plan;
	int bad = 0;
	for (size_t i = 0; i < MAP_FIELD_COUNT; i++)
		m->field[i] = FIELD_UNKNOWN;
	for (size_t i = 0; i < p->count; i++) {
		const struct plan_field *f = &p->field[i];
		if (f->name.p && !f->expr && f->selector != SELECT_REQUEST_FIELD)
			bad |= load_error(
			    l, node_of(p, i, "selector"), "a map selects with RequestField");
		if (!f->name.p || is_helper(f->name))
			continue;
		const size_t field = text_among(f->name, field_names, MAP_FIELD_COUNT);
		if (field == MAP_FIELD_COUNT || !is_allowed(m, field))
			bad |= unknown_name(m, l, node_of(p, i, "name"), f->name);
		else
			m->field[field] = i;
	}
	const size_t attributes = m->field[MAP_ATTRIBUTES];
	const size_t paths = attributes != FIELD_UNKNOWN ? p->field[attributes].path.n : 0;
	m->path = arena_zalloc(l->arena, paths, sizeof(*m->path));
	if (attributes != FIELD_UNKNOWN)
		bad |= load_attributes(m, l, node_of(p, attributes, "selector"), attributes);
	return bad;
}

/* ---- when ----------------------------------------------------------------------------------- */

static int
load_path(struct expr_loader *l, const struct json_node *node, struct text *out)
{
	if (node->kind != JSON_STRING || node->text.n == 0)
		return load_error(l, node, "must be a path such as \"context.trace_id\"");
	if (memchr(node->text.p, '[', node->text.n) || memchr(node->text.p, '*', node->text.n))
		return load_error(l, node, "must lead to one value, without * and [KEY=VALUE]");
	*out = node->text;
	return 0;
}

static int
load_has(struct expr_loader *l, const struct json_node *node, struct map_test *test, size_t *n)
{
	int bad = 0;
	if (!node)
		return 0;
	if (node->kind != JSON_ARRAY)
		return load_error(l, node, "must be an array of paths");
	for (const struct json_node *c = node->child; c; c = c->next)
		bad |= load_path(l, c, &test[(*n)++].path);
	return bad;
}

/* One value, or an array of those of which the place has one. */
static int
load_values(struct expr_loader *l, const struct json_node *node, struct map_test *test)
{
	const bool many = node->kind == JSON_ARRAY;
	int bad = 0;
	if (many && node->count == 0)
		return load_error(l, node, "must have at least one value");
	struct map_value *value = arena_zalloc(l->arena, many ? node->count : 1, sizeof(*value));
	test->value = value;
	for (const struct json_node *c = many ? node->child : node; c; c = many ? c->next : NULL) {
		if (c->kind == JSON_ARRAY || c->kind == JSON_OBJECT)
			bad |= load_error(l, c, "must be a string, number, true, false or null");
		value[test->values++] = (struct map_value){ c->kind, c->text };
	}
	return bad;
}

static int
load_equals(struct expr_loader *l, const struct json_node *node, struct map_test *test, size_t *n)
{
	int bad = 0;
	if (!node)
		return 0;
	if (node->kind != JSON_OBJECT)
		return load_error(l, node, "must be an object of paths and values");
	for (const struct json_node *c = node->child; c; c = c->next) {
		struct json_node path = *c;
		path.kind = JSON_STRING;
		path.text = c->key;
		bad |= load_path(l, &path, &test[*n].path);
		bad |= load_values(l, c, &test[(*n)++]);
	}
	return bad;
}

static int
load_case(struct expr_loader *l, const struct json_node *node, struct map_case *out)
{
	static const struct text members[] = { TEXT("has"), TEXT("equals") };
	const struct json_node *has = json_get(node, "has"), *equals = json_get(node, "equals");
	int bad = load_members(l, node, members, LOAD_COUNT(members));
	const size_t most = (has ? has->count : 0) + (equals ? equals->count : 0);
	struct map_test *test = arena_zalloc(l->arena, most, sizeof(*test));
	out->test = test;
	bad |= load_has(l, has, test, &out->tests);
	bad |= load_equals(l, equals, test, &out->tests);
	if (bad == 0 && out->tests == 0)
		return load_error(l, node, "must have at least one path in \"has\" or \"equals\"");
	return bad;
}

static int
load_when(struct import_map *m, struct expr_loader *l)
{
	const struct json_node *when = load_required(l, m->plan->document.config, "when");
	int bad = 0;
	if (!when)
		return -1;
	if (when->kind == JSON_ARRAY && when->count == 0)
		return load_error(l, when, "must have at least one alternative");
	const bool many = when->kind == JSON_ARRAY;
	m->cases = arena_zalloc(l->arena, many ? when->count : 1, sizeof(*m->cases));
	for (const struct json_node *c = many ? when->child : when; c; c = many ? c->next : NULL)
		bad |= load_case(l, c, &m->cases[m->ncases++]);
	return bad;
}

/* ---- the other members ---------------------------------------------------------------------- */

static int
load_each(struct import_map *m, struct expr_loader *l, const struct json_node *node)
{
	int bad = 0;
	if (!node)
		return 0;
	const bool many = node->kind == JSON_ARRAY;
	m->each = arena_zalloc(l->arena, many ? node->count + 1 : 1, sizeof(*m->each));
	for (const struct json_node *c = many ? node->child : node; c; c = many ? c->next : NULL) {
		const bool path = c->kind == JSON_STRING && c->text.n > 0;
		if (!path || c->text.p[0] == '*' || memchr(c->text.p, '[', c->text.n))
			bad |= load_error(l, c,
			    "must be a path such as \"data.spans\" that begins with a key; * means "
			    "the elements of an array");
		m->each[m->eaches++] = c->text;
	}
	return bad;
}

static int
load_children(struct import_map *m, struct expr_loader *l, const struct json_node *node)
{
	const bool many = node && node->kind == JSON_ARRAY;
	int bad = 0;
	if (!node)
		return 0;
	if (many && node->count == 0)
		return load_error(l, node, "must have at least one path");
	struct text *path =
	    arena_zalloc(l->arena, m->attributes + (many ? node->count : 1), sizeof(*path));
	for (size_t i = 0; i < m->attributes; i++)
		path[i] = m->path[i];
	m->path = path;
	for (const struct json_node *c = many ? node->child : node; c; c = many ? c->next : NULL)
		bad |= load_path(l, c, &path[m->attributes + m->children++]);
	return bad;
}

static int
load_kinds(struct import_map *m, struct expr_loader *l, const struct json_node *node)
{
	int bad = 0;
	if (!node)
		return 0;
	if (node->kind != JSON_OBJECT)
		return load_error(l, node, "must be an object of words and kinds");
	m->word = arena_zalloc(l->arena, node->count, sizeof(*m->word));
	for (const struct json_node *c = node->child; c; c = c->next) {
		const int kind = load_chosen(l, c, "kind", trace_kind_names, TRACE_KINDS);
		bad |= kind < 0 ? -1 : 0;
		m->word[m->words++] = (struct map_word){ c->key, (enum trace_kind)kind };
	}
	return bad;
}

static int
load_record(struct import_map *m, struct expr_loader *l, const struct json_node *config)
{
	static const struct text what[] = { TEXT("call"), TEXT("event") };
	if (!json_get(config, "record"))
		return 0;
	const int i = load_choice(l, config, "record", "record", what, LOAD_COUNT(what));
	m->event = i == 1;
	return i < 0 ? -1 : 0;
}

/* The settings of a plan that are about request events and decisions mean nothing here. */
static int
check_runtime(struct expr_loader *l, const struct json_node *runtime)
{
	static const struct text other[] = { TEXT("dedup_ttl_seconds"),
		TEXT("entity_state_ttl_seconds"), TEXT("session_state_ttl_seconds"),
		TEXT("window_state_ttl_seconds"), TEXT("session_bucket_minutes"),
		TEXT("entity_identity_fields"), TEXT("default_decision"), TEXT("envelope"),
		TEXT("lateness_seconds"), TEXT("dedup_lines"), TEXT("line") };
	int bad = 0;
	for (const struct json_node *c = runtime ? runtime->child : NULL; c; c = c->next)
		if (text_eq(c->key, TEXT("each")))
			bad |= load_error(l, c, "a map has \"each\" beside its fields");
		else if (text_among(c->key, other, LOAD_COUNT(other)) < LOAD_COUNT(other))
			bad |= load_error(l, c, "means nothing in a map");
	return bad;
}

static int
load_rest(void *context, struct expr_loader *l, struct plan *p)
{
	struct import_map *m = context;
	const struct json_node *config = p->document.config;
	m->plan = p;
	int bad = check_runtime(l, json_get(config, "runtime"));
	bad |= load_record(m, l, config);
	bad |= load_field_names(m, l);
	bad |= load_when(m, l);
	bad |= load_each(m, l, json_get(config, "each"));
	bad |= load_children(m, l, json_get(config, "children"));
	bad |= load_kinds(m, l, json_get(config, "kinds"));
	bad |= load_bool(l, config, "join", &m->join);
	if (m->event && (m->join || m->children > 0))
		bad |= load_error(l, config, "a map of events has neither join nor children");
	return bad;
}

/* The paths of the field `output`, unless an expression makes it or they lead to many values. */
static void
add_outputs(struct import_map *m)
{
	const size_t field = m->field[MAP_OUTPUT], n = m->attributes + m->children;
	if (field == FIELD_UNKNOWN || m->plan->field[field].expr)
		return;
	const struct origins *from = &m->plan->field[field].path;
	struct text *path = arena_zalloc(&m->plan->arena, n + from->n, sizeof(*path));
	if (n > 0)
		memcpy(path, m->path, n * sizeof(*path));
	for (size_t i = 0; i < from->n; i++)
		if (from->origin[i].steps == 0)
			path[n + m->outputs++] = from->origin[i].path;
	m->path = path;
}

/* The paths of children, compared as a picker compares them. */
static struct json_paths *
paths_below(const struct import_map *m)
{
	const struct runtime *r = &m->plan->runtime;
	if (m->children == 0)
		return NULL;
	struct json_paths *p = json_paths_new(r->flatten_objects, r->normalize_field_names);
	for (size_t i = 0; i < m->children; i++)
		json_paths_dotted(p, m->path[m->attributes + i]);
	return p;
}

struct import_map *
map_load(struct text text, struct text name, const char *dir, struct errs *all)
{
	static const struct text members[] = { TEXT("when"), TEXT("each"), TEXT("children"),
		TEXT("join"), TEXT("record"), TEXT("kinds") };
	struct import_map *m = mem_zalloc(1, sizeof(*m));
	struct plan_more more = { .member = members,
		.members = LOAD_COUNT(members),
		.defaults = runtime_defaults(),
		.load = load_rest,
		.context = m };
	/* many tools write UTC without saying so */
	more.defaults.times.zoned = true;
	m->plan = plan_load_more(text, dir, &more, all);
	if (!m->plan) {
		free(m);
		return NULL;
	}
	m->name = arena_text(&m->plan->arena, name);
	add_outputs(m);
	m->below = paths_below(m);
	return m;
}

void
map_free(struct import_map *m)
{
	json_paths_free(m->below);
	plan_free(m->plan);
	free(m);
}

struct picker *
map_picker(const struct import_map *m)
{
	return picker_new(m->plan, m->path, m->attributes + m->children + m->outputs);
}
