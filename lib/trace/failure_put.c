/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"
#include "trace/failure_path.h"

/* ---- variables ------------------------------------------------------------------------------ */

struct named {
	struct trace_variable variable;
	size_t number;
};

static int
by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	const int order =
	    text_cmp(trace_text_of(x->variable.name), trace_text_of(y->variable.name));
	return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

static int
by_number(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	return (x->number > y->number) - (x->number < y->number);
}

/* The variables of a call as the members of an object. */
static void
put_variables(struct buf *b, const struct trace_variable *v, size_t n)
{
	json_begin(b, '{');
	for (size_t i = 0; i < n; i++) {
		json_name_text(b, trace_text_of(v[i].name));
		json_add_raw_or_null(b, trace_text_of(v[i].value));
	}
	json_end(b, '}');
}

/* Those of the origin and of its callers in one object; of a name, the nearest. */
static void
put_all_variables(struct buf *b, const struct trace_model *m, const struct root_cause *r)
{
	struct named *all = NULL;
	size_t n = 0, cap = 0, kept = 0;
	uint32_t child = TRACE_NONE;
	for (uint32_t call = r->call; call != TRACE_NONE; call = m->call[call].parent) {
		struct trace_variable *v = NULL;
		const size_t more = trace_values_before(m, r, call, child, &v);
		all = mem_grow(all, &cap, n + more + 1, sizeof(*all));
		for (size_t i = 0; i < more; i++, n++)
			all[n] = (struct named){ v[i], n };
		free(v);
		child = call;
	}
	if (n > 0)
		qsort(all, n, sizeof(*all), by_name);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || all[i].variable.name != all[i - 1].variable.name)
			all[kept++] = all[i];
	if (kept > 0)
		qsort(all, kept, sizeof(*all), by_number);
	json_begin(b, '{');
	for (size_t i = 0; i < kept; i++) {
		json_name_text(b, trace_text_of(all[i].variable.name));
		json_add_raw_or_null(b, trace_text_of(all[i].variable.value));
	}
	json_end(b, '}');
	free(all);
}

/* ---- calls ---------------------------------------------------------------------------------- */

static void
add_name(struct buf *b, struct text name)
{
	if (name.p)
		json_add_string(b, name);
	else
		json_add_null(b);
}

static void
put_origin(
    struct buf *b, const struct trace_model *m, const struct root_cause *r, uint64_t position)
{
	const struct trace_call *c = &m->call[r->call];
	json_member_begin(b, "origin", '{');
	json_member_string_or_null(b, "call_id", trace_text_of(c->id));
	json_member_string_or_null(b, "name", trace_text_of(c->name));
	json_member_string_or_null(b, "error_type", trace_text_of(r->type));
	json_member_string_or_null(b, "message", trace_text_of(r->message));
	json_member_string_or_null(b, "where", trace_text_of(r->where));
	json_member_u64(b, "position", position);
	json_end(b, '}');
}

static void
put_path(struct buf *b, const struct trace_model *m, uint32_t origin)
{
	uint32_t *call = NULL;
	size_t n = 0, cap = 0;
	for (uint32_t k = origin; k != TRACE_NONE; k = m->call[k].parent) {
		call = mem_grow(call, &cap, n + 1, sizeof(*call));
		call[n++] = k;
	}
	json_member_begin(b, "path", '[');
	while (n > 0)
		add_name(b, trace_text_of(m->call[call[--n]].name));
	json_end(b, ']');
	free(call);
}

static void
put_stack(struct buf *b, const struct trace_model *m, const struct root_cause *r)
{
	uint32_t child = TRACE_NONE;
	json_member_begin(b, "stack", '[');
	for (uint32_t k = r->call; k != TRACE_NONE; k = m->call[k].parent) {
		const struct trace_call *c = &m->call[k];
		struct trace_variable *v = NULL;
		const size_t n = trace_values_before(m, r, k, child, &v);
		json_begin(b, '{');
		json_member_string_or_null(b, "call_id", trace_text_of(c->id));
		json_member_string_or_null(b, "name", trace_text_of(c->name));
		json_member_string_or_null(b, "service", trace_text_of(c->service));
		json_member_raw_or_null(b, "input", trace_text_of(c->input));
		json_name(b, "variables");
		put_variables(b, v, n);
		json_end(b, '}');
		free(v);
		child = k;
	}
	json_end(b, ']');
}

/* ---- how it went on ------------------------------------------------------------------------- */

static void
put_hint(struct buf *b, const struct trace_model *m, const struct root_cause *r)
{
	struct buf hint = { 0 };
	const bool has = trace_hint(&hint, m, r);
	json_member_string_or_null(b, "hint", has ? buf_as_text(&hint) : TEXT_ABSENT);
	buf_free(&hint);
}

static void
put_services(struct buf *b, const struct trace_model *m, uint32_t origin)
{
	const struct trace_text *service = NULL;
	json_member_begin(b, "services", '[');
	while (trace_next_service(m, &origin, &service))
		json_add_string(b, trace_text_of(service));
	json_end(b, ']');
}

static void
put_retries(struct buf *b, const struct trace_model *m, const struct root_cause *r)
{
	struct trace_retries retries;
	json_name(b, "retries");
	if (!trace_find_retries(m, r, &retries)) {
		json_add_null(b);
		return;
	}
	json_begin(b, '{');
	json_member_string_or_null(b, "name", trace_text_of(m->call[retries.call].name));
	json_member_u64(b, "attempts", retries.attempts);
	json_member_u64(b, "failed", retries.failed);
	json_member_bool(b, "worked", retries.worked);
	json_end(b, '}');
}

void
trace_put_root_cause(
    struct buf *b, const struct trace_model *m, const struct root_cause *r, uint64_t position)
{
	const struct trace_call *c = &m->call[r->call];
	json_begin(b, '{');
	json_member_string_or_null(b, "trace_id", trace_text_of(m->trace[c->trace].id));
	put_origin(b, m, r, position);
	put_path(b, m, r->call);
	json_member_begin(b, "passed_on_by", '[');
	uint32_t k = r->call;
	while ((k = trace_passed_on_by(m, k)) != TRACE_NONE)
		add_name(b, trace_text_of(m->call[k].name));
	json_end(b, ']');
	json_member_bool(b, "handled", r->handled);
	json_name(b, "variables");
	put_all_variables(b, m, r);
	put_hint(b, m, r);
	put_services(b, m, r->call);
	put_retries(b, m, r);
	put_stack(b, m, r);
	json_end(b, '}');
	buf_char(b, '\n');
}
