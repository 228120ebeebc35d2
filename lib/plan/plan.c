/* SPDX-License-Identifier: MIT */
#include "plan/plan.h"

#include <stdlib.h>

#include "base/mem.h"
#include "expr/load.h"
#include "json/arrays.h"
#include "plan/load.h"

/* Finds the sections of the config.  Those that it does not have become NULL. */
static int
find_sections(
    struct expr_loader *l, const struct json_node *config, const struct json_node **section)
{
	int bad = 0;
	for (size_t i = 0; i < SECTIONS; i++) {
		section[i] = NULL;
		if (i != SECTION_FIELDS && json_get(config, section_names[i]) == NULL)
			continue;
		section[i] = load_array(l, config, section_names[i]);
		if (section[i] == NULL)
			bad = -1;
	}
	return bad;
}

/* An invalid field still gets its name, so that references to it are not reported as well. */
static int
load_fields(struct expr_loader *l, const struct json_node *config, struct plan *p)
{
	const struct json_node *section[SECTIONS];
	size_t most = 0;
	int bad = find_sections(l, config, section);
	for (size_t i = 0; i < SECTIONS; i++)
		most += section[i] != NULL ? section[i]->count : 0;
	p->field = arena_zalloc(&p->arena, most, sizeof(*p->field));
	for (size_t i = 0; i < SECTIONS; i++) {
		const struct json_node *c = section[i] != NULL ? section[i]->child : NULL;
		for (; c != NULL; c = c->next) {
			struct plan_field *f = &p->field[p->count++];
			bad |= load_field(l, (enum section)i, c, f);
			if (f->name.p != NULL)
				fields_add(&p->fields, f->name, f->parser);
		}
	}
	return bad;
}

/* A name that no field has would leave every event without an entity, so it is an error. */
static int
find_identity(struct expr_loader *l, const struct json_node *runtime, struct plan *p)
{
	const struct json_node *names =
	    runtime != NULL ? json_get(runtime, "entity_identity_fields") : NULL;
	int bad = 0;

	p->identity = arena_zalloc(&p->arena, p->runtime.identities, sizeof(*p->identity));
	for (const struct json_node *c = names != NULL ? names->child : NULL; c != NULL;
	     c = c->next) {
		p->identity[c->index] = fields_find(&p->fields, c->text);
		if (p->identity[c->index] == FIELD_UNKNOWN)
			bad |= load_error(l, c, "the plan has no field %s%s",
			    load_quoted(l->arena, c->text).p,
			    load_suggestion(l->arena, c->text, p->fields.name, p->fields.n).p);
	}
	return bad;
}

/* A plan has actions; a document that is more than a plan has other members instead. */
static int
check_members(struct expr_loader *l, const struct json_node *config, const struct plan_more *more)
{
	static const struct text members[] = { TEXT("summary"), TEXT("runtime"), TEXT("fields"),
		TEXT("derived_fields"), TEXT("actions"), TEXT("lists") };
	size_t n = 0;
	if (!more)
		return load_members(l, config, members, LOAD_COUNT(members));
	struct text *all =
	    arena_zalloc(l->arena, LOAD_COUNT(members) + more->members, sizeof(*all));
	for (size_t i = 0; i < LOAD_COUNT(members); i++)
		if (!text_eq(members[i], TEXT("actions")))
			all[n++] = members[i];
	for (size_t i = 0; i < more->members; i++)
		all[n++] = more->member[i];
	return load_members(l, config, all, n);
}

static int
load_config(struct expr_loader *l, struct plan *p, const char *dir, const struct plan_more *more)
{
	const struct json_node *config = p->document.config, *runtime = json_get(config, "runtime");
	if (json_get(config, "rules") != NULL && json_get(config, "fields") == NULL)
		return load_error(l, config,
		    "this is a rule set, not an encoding plan; pass it to --rules of esper-decide or esper-replay");
	int bad = check_members(l, config, more);

	if (config->kind != JSON_OBJECT)
		return -1;
	bad |= load_note(l, config, "summary", &p->summary);
	int named = runtime != NULL ? load_runtime(l, runtime, &p->runtime) : 0;
	bad |= lists_load(p->lists, l, json_get(config, "lists"), dir);
	named |= load_fields(l, config, p);
	if (more)
		bad |= more->load(more->context, l, p);
	/* after an error in runtime or a field, names may be missing without being wrong */
	return bad | named | (named == 0 ? find_identity(l, runtime, p) : 0);
}

struct plan *
plan_load_more(struct text text, const char *dir, const struct plan_more *more, struct errs *all)
{
	struct plan *p = mem_zalloc(1, sizeof(*p));
	struct err latest;
	struct expr_loader l = {
		.arena = &p->arena, .fields = &p->fields, .err = &latest, .all = all
	};
	p->text = arena_text(&p->arena, text);
	p->runtime = more ? more->defaults : runtime_defaults();
	p->lists = l.lists = lists_new();
	int bad = document_load(&l, p->text, &p->document);
	if (p->document.config == NULL || (bad | load_config(&l, p, dir, more)) < 0) {
		plan_free(p);
		return NULL;
	}
	const struct layout *layout = &p->runtime.layout;
	if (layout->eaches > 0)
		p->arrays = json_arrays_new_whole(layout->each, layout->eaches,
		    p->runtime.flatten_objects, p->runtime.normalize_field_names);
	p->schema = event_schema_new(&p->arena, p->fields.name, p->fields.n);
	return p;
}

struct plan *
plan_load_all(struct text text, const char *dir, struct errs *all)
{
	return plan_load_more(text, dir, NULL, all);
}

struct plan *
plan_load(struct text text, const char *dir, struct err *e)
{
	struct errs all = { 0 };
	struct plan *p = plan_load_all(text, dir, &all);
	if (p == NULL)
		errs_first(&all, e);
	return p;
}

void
plan_free(struct plan *p)
{
	if (p == NULL)
		return;
	lists_free(p->lists);
	json_arrays_free(p->arrays);
	fields_free(&p->fields);
	arena_free(&p->arena);
	free(p);
}
