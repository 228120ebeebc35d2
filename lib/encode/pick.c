/* SPDX-License-Identifier: MIT */
#include "encode/pick.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "encode/normalize.h"
#include "encode/parse.h"
#include "encode/record.h"
#include "encode/unwrap.h"
#include "expr/expr.h"

/* The index of an object of that many entries is not kept: few are that long. */
#define INDEX_KEPT ((size_t)4 << 20)

struct picker {
	const struct plan *plan;
	struct slots slots;
	struct json_walker *walker;
	struct json_index index;
	struct unwrap unwrap;
	struct record record;
	struct json_text json;
	unsigned *other; /* slots */
	size_t others;
	struct value *value; /* by field, for expressions */
	struct pick *pick;
	struct json_value *found;
};

struct picker *
picker_new(const struct plan *plan, const struct text *path, size_t paths)
{
	struct picker *p = mem_zalloc(1, sizeof(*p));
	p->plan = plan;
	slots_init(&p->slots, plan);
	p->other = mem_zalloc(paths + 1, sizeof(*p->other));
	p->found = mem_zalloc(paths + 1, sizeof(*p->found));
	p->others = paths;
	for (size_t i = 0; i < paths; i++)
		p->other[i] = json_paths_dotted(p->slots.paths, path[i]);
	p->walker = json_walker_new(p->slots.paths);
	p->unwrap.slot = p->slots.json_string;
	p->unwrap.paths = plan->runtime.layout.json_strings;
	p->record.plan = plan;
	p->record.slots = &p->slots;
	json_text_init(&p->json);
	p->value = mem_zalloc(plan->count + 1, sizeof(*p->value));
	p->pick = mem_zalloc(plan->count + 1, sizeof(*p->pick));
	return p;
}

void
picker_free(struct picker *p)
{
	if (!p)
		return;
	json_walker_free(p->walker);
	json_index_free(&p->index);
	unwrap_free(&p->unwrap);
	slots_free(&p->slots);
	record_free(&p->record);
	json_text_free(&p->json);
	free(p->other);
	free(p->found);
	free(p->value);
	free(p->pick);
	free(p);
}

/* Walks the object. */
static void
walk(struct picker *p, struct text object, struct json_line *line, struct picked *out)
{
	struct json_pos pos = { 0 };
	json_walk(p->walker, object.p, object.n, &p->index, &pos, line);
	assert(line->kind == JSON_OBJECT);
	*out = (struct picked){ .text = object.p, .index = &p->index };
	p->record.named.unwrap = NULL;
}

/* Unwraps its strings. */
static void
unwrap(struct picker *p, struct text object, struct arena *a, struct json_line *line,
    struct picked *out)
{
	struct text blame;
	switch (unwrap_record(&p->unwrap, p->walker, line, a, &blame)) {
	case UNWRAP_NOTHING: return;
	case UNWRAP_TOO_DEEP: walk(p, object, line, out); return;
	case UNWRAP_DONE: break;
	}
	out->text = p->unwrap.record.p;
	out->index = &p->unwrap.index;
	p->record.named.unwrap = &p->unwrap;
}

/* The field before the i-th whose value an expression has chosen, or i. */
static size_t
chosen_of(const struct picker *p, size_t i, const struct value *v)
{
	for (size_t k = 0; v->text.n > 0 && k < i; k++)
		/* all that are true have the same text */
		if (p->value[k].kind != VALUE_ABSENT && p->value[k].kind != VALUE_BOOL &&
		    p->value[k].text.p == v->text.p && p->value[k].text.n == v->text.n)
			return k;
	return i;
}

static void
pick_field(struct picker *p, size_t i, struct arena *a, const struct env *env)
{
	const struct plan_field *f = &p->plan->field[i];
	struct pick *const pick = &p->pick[i];
	*pick = (struct pick){ .from = record_where(&p->record, i) };
	pick->text = f->expr ? expr_eval(f->expr, env) : record_select(&p->record, i);
	const size_t chosen = f->expr ? chosen_of(p, i, &pick->text) : i;
	if (chosen < i)
		pick->from = p->pick[chosen].from;
	/* expressions make texts of all values */
	if (chosen < i && f->parser == TYPE_JSON && f->normalizers == 0 &&
	    p->plan->field[chosen].parser == TYPE_JSON) {
		pick->text = p->pick[chosen].value;
		pick->value = p->value[i] = pick->text;
		return;
	}
	for (size_t n = 0; n < f->normalizers; n++)
		normalize(&f->normalizer[n], &pick->text, a);
	const struct stamp_reader *times = &p->plan->runtime.times;
	if (pick->text.kind == VALUE_ABSENT)
		pick->value = VALUE_NONE;
	else if (parse_value(f->parser, &pick->text, &p->json, times, a, &pick->value) < 0)
		pick->value = f->parser == TYPE_JSON ? pick->text : VALUE_NONE;
	p->value[i] = pick->value;
}

/* Walks the object, and then what it becomes. */
static void
open_object(struct picker *p, struct text object, struct arena *a, struct json_line *line,
    struct picked *out)
{
	if (p->index.cap > INDEX_KEPT)
		json_index_free(&p->index);
	json_index_build(&p->index, object.p, object.n, JSON_DOCUMENT);
	walk(p, object, line, out);
	if (p->unwrap.paths > 0)
		unwrap(p, object, a, line, out);
}

struct text
picker_unwrapped(struct picker *p, struct text object, struct arena *a)
{
	struct json_line line;
	struct picked picked;
	if (p->unwrap.paths == 0)
		return object;
	open_object(p, object, a, &line, &picked);
	return picked.text == object.p ? object : p->unwrap.record;
}

void
picker_read(struct picker *p, struct text object, struct arena *a, struct picked *out)
{
	struct json_line line;
	const struct env env = { .field = p->value, .scratch = a };
	p->record.named.scratch = a;
	open_object(p, object, a, &line, out);
	record_begin(&p->record, out->text, out->index, line.slot);
	for (size_t i = 0; i < p->plan->count; i++)
		pick_field(p, i, a, &env);
	for (size_t i = 0; i < p->others; i++)
		p->found[i] = line.slot[p->other[i]];
	out->object = line.value;
	out->field = p->pick;
	out->other = p->found;
}
