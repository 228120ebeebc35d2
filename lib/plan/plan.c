/* SPDX-License-Identifier: MIT */
#include "plan/plan.h"

#include <stdlib.h>

#include "base/mem.h"
#include "expr/load.h"
#include "plan/load.h"

/* The sections of the config, NULL for those that it does not have. */
static int
find_sections(
    struct expr_loader *l, const struct json_node *config, const struct json_node **section)
{
	for (size_t i = 0; i < SECTIONS; i++) {
		section[i] = NULL;
		if (i != SECTION_FIELDS && json_get(config, section_names[i]) == NULL)
			continue;
		section[i] = load_array(l, config, section_names[i]);
		if (section[i] == NULL)
			return -1;
	}
	return 0;
}

static int
load_fields(struct expr_loader *l, const struct json_node *config, struct plan *p)
{
	const struct json_node *section[SECTIONS];
	size_t most = 0;

	if (find_sections(l, config, section) < 0)
		return -1;
	for (size_t i = 0; i < SECTIONS; i++)
		most += section[i] != NULL ? section[i]->count : 0;
	p->field = arena_zalloc(&p->arena, most, sizeof(*p->field));
	for (size_t i = 0; i < SECTIONS; i++) {
		const struct json_node *c = section[i] != NULL ? section[i]->child : NULL;

		for (; c != NULL; c = c->next) {
			struct plan_field *f = &p->field[p->count++];

			if (load_field(l, (enum section)i, c, f) < 0)
				return -1;
			fields_add(&p->fields, f->name, f->parser);
		}
	}
	return 0;
}

static void
find_identity(struct plan *p)
{
	const struct runtime *r = &p->runtime;

	p->identity = arena_zalloc(&p->arena, r->identities, sizeof(*p->identity));
	for (size_t i = 0; i < r->identities; i++)
		p->identity[i] = fields_find(&p->fields, r->identity[i]);
}

static int
load_config(struct plan *p, const struct json_node *config, const char *dir, struct err *e)
{
	static const struct text members[] = { TEXT("summary"), TEXT("runtime"), TEXT("fields"),
		TEXT("derived_fields"), TEXT("actions"), TEXT("lists") };
	struct expr_loader l = { .arena = &p->arena, .fields = &p->fields, .err = e };
	const struct json_node *runtime = json_get(config, "runtime");

	if (json_get(config, "rules") != NULL && json_get(config, "fields") == NULL)
		return load_error(&l, config,
		    "this is a rule set and not an encoding plan; rule sets go to --rules (esper-decide, esper-replay)");
	if (load_members(&l, config, members, LOAD_COUNT(members)) < 0)
		return -1;
	if (load_note(&l, config, "summary", &p->summary) < 0)
		return -1;
	p->runtime = runtime_defaults();
	if (runtime != NULL && load_runtime(&l, runtime, &p->runtime) < 0)
		return -1;
	p->lists = l.lists = lists_load(json_get(config, "lists"), dir, e);
	if (p->lists == NULL)
		return -1;
	return load_fields(&l, config, p);
}

struct plan *
plan_load(struct text text, const char *dir, struct err *e)
{
	struct plan *p = mem_zalloc(1, sizeof(*p));

	p->text = arena_text(&p->arena, text);
	if (document_read(&p->arena, p->text, &p->document, e) < 0 ||
	    load_config(p, p->document.config, dir, e) < 0) {
		plan_free(p);
		return NULL;
	}
	find_identity(p);
	p->schema = event_schema_new(&p->arena, p->fields.name, p->fields.n);
	return p;
}

void
plan_free(struct plan *p)
{
	if (p == NULL)
		return;
	lists_free(p->lists);
	fields_free(&p->fields);
	arena_free(&p->arena);
	free(p);
}
