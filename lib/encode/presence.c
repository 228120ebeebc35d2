/* SPDX-License-Identifier: MIT */
#include "encode/presence.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "json/write.h"

void
presence_init(struct presence *p, size_t fields)
{
	*p = (struct presence){ .fields = fields };
	p->present = mem_zalloc(fields + 1, sizeof(*p->present));
	p->warnings = mem_zalloc(fields + 1, sizeof(*p->warnings));
	p->example = mem_zalloc(fields + 1, sizeof(*p->example));
}

void
presence_free(struct presence *p)
{
	for (size_t i = 0; p->example && i < p->fields; i++)
		free(p->example[i]);
	free(p->present);
	free(p->warnings);
	free(p->example);
	*p = (struct presence){ 0 };
}

void
presence_note(struct presence *p, const struct event *ev)
{
	const struct value *field = ev->field;
	uint64_t *present = p->present;
	for (size_t i = 0, n = p->fields; i < n; i++)
		present[i] += field[i].kind != VALUE_ABSENT;
	p->events++;
	p->entities += ev->entity_id.kind != VALUE_ABSENT;
}

static char *
copy(struct text t)
{
	char *s = mem_alloc(t.n + 1);
	memcpy(s, t.p, t.n);
	s[t.n] = '\0';
	return s;
}

void
presence_note_encoded(struct presence *p, const struct plan *plan, const struct event *ev)
{
	presence_note(p, ev);
	for (size_t i = 0, f = 0; i < ev->warnings; i++) {
		while (plan->field[f].name.p != ev->warning[i].field.p)
			f++;
		if (p->warnings[f]++ == 0)
			p->example[f] = copy(ev->warning[i].error);
	}
}

void
presence_join(struct presence *p, struct presence *from)
{
	for (size_t i = 0; i < p->fields; i++) {
		if (!p->example[i]) {
			p->example[i] = from->example[i];
			from->example[i] = NULL;
		}
		p->present[i] += from->present[i];
		p->warnings[i] += from->warnings[i];
	}
	p->events += from->events;
	p->entities += from->entities;
	presence_clear(from);
}

void
presence_clear(struct presence *p)
{
	for (size_t i = 0; i < p->fields; i++) {
		free(p->example[i]);
		p->example[i] = NULL;
		p->present[i] = p->warnings[i] = 0;
	}
	p->events = p->entities = 0;
}

void
presence_put_json(
    struct buf *b, const struct presence *p, const struct text *name, const char *entities)
{
	json_member_begin(b, "fields", '{');
	for (size_t i = 0; i < p->fields; i++) {
		json_name_text(b, name[i]);
		json_add_u64(b, p->present[i]);
	}
	json_end(b, '}');
	json_member_u64(b, entities, p->entities);
}

/* Adds what separates item k of n from the one before it. */
static void
put_comma(struct buf *b, size_t k, size_t n)
{
	if (k > 0)
		buf_text(b, k + 1 < n ? TEXT(", ") : TEXT(" or "));
}

/* Adds where a field's text comes from, and how many texts did not parse. */
static void
put_source(struct buf *b, const struct presence *p, const struct plan *plan, size_t i)
{
	const struct plan_field *f = &plan->field[i];
	BUF_LIT(b, " (");
	if (f->expr)
		BUF_LIT(b, "from an expression");
	else
		buf_text(b, selector_names[f->selector]);
	if (f->selector_arg.n > 0)
		buf_char(b, ' ');
	if (f->path.n > 0)
		origins_put(b, &f->path);
	else
		buf_text(b, f->selector_arg);
	if (p->warnings[i] > 0)
		buf_printf(b, "; %" PRIu64 " did not parse, first error: %s", p->warnings[i],
		    p->example[i]);
	buf_char(b, ')');
}

static void
put_identity(struct buf *b, const struct runtime *r)
{
	BUF_LIT(b, " (entity_identity_fields ");
	for (size_t i = 0; i < r->identities; i++) {
		if (i > 0)
			BUF_LIT(b, ", ");
		json_put_string(b, r->identity[i]);
	}
	buf_char(b, ')');
}

/* asked: NULL means all fields.  plan: the plan whose fields they are, or NULL. */
static bool
put_unseen(struct buf *b, const struct presence *p, const struct text *name, const bool *asked,
    bool entity, const struct plan *plan)
{
	size_t n = entity && p->entities == 0, k = 0;
	for (size_t i = 0; i < p->fields; i++)
		n += p->present[i] == 0 && (!asked || asked[i]);
	if (p->events == 0 || n == 0)
		return false;
	buf_printf(b, "no event (of %" PRIu64 ") has ", p->events);
	for (size_t i = 0; i < p->fields; i++) {
		if (p->present[i] > 0 || (asked && !asked[i]))
			continue;
		put_comma(b, k++, n);
		BUF_LIT(b, "the field ");
		json_put_string(b, name[i]);
		if (plan)
			put_source(b, p, plan, i);
	}
	if (k < n) {
		put_comma(b, k, n);
		BUF_LIT(b, "an entity");
		if (plan)
			put_identity(b, &plan->runtime);
	}
	return true;
}

bool
presence_put_unseen(struct buf *b, const struct presence *p, const struct text *name,
    const bool *asked, bool entity)
{
	return put_unseen(b, p, name, asked, entity, NULL);
}

bool
presence_put_missing(struct buf *b, const struct presence *p, const struct plan *plan)
{
	if (!put_unseen(b, p, plan->fields.name, NULL, plan->runtime.identities > 0, plan))
		return false;
	BUF_LIT(b, "; if the log has them, correct the plan");
	return true;
}
