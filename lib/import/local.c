/* SPDX-License-Identifier: MIT */
#include "import/local.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/table.h"

/* Names and ids are stored once, so their addresses tell them. */
struct local_trace {
	const struct trace_text *name, *id;
	uint64_t document;
	uint32_t documents; /* of the first one of its name: how many there are */
};

struct local_call {
	const struct trace_text *id, *name;
	uint32_t trace;
};

struct import_local {
	struct trace_model *model;
	struct table traces; /* by name and document */
	struct local_trace *trace;
	size_t ntraces, trace_cap;
	struct table calls; /* by name and id */
	struct local_call *call;
	size_t ncalls, call_cap;
};

struct import_local *
import_local_new(struct trace_model *m)
{
	struct import_local *l = mem_zalloc(1, sizeof(*l));
	l->model = m;
	return l;
}

void
import_local_free(struct import_local *l)
{
	table_free(&l->traces);
	table_free(&l->calls);
	free(l->trace);
	free(l->call);
	free(l);
}

static uint32_t
hash_of(const struct trace_text *name, uint64_t other)
{
	uint64_t h =
	    ((uintptr_t)name ^ other * UINT64_C(0xff51afd7ed558ccd)) * UINT64_C(0x9e3779b97f4a7c15);
	return (uint32_t)(h >> 32);
}

struct wanted {
	const struct import_local *local;
	const struct trace_text *name, *id;
	uint64_t document;
};

static bool
is_trace(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct local_trace *t = &w->local->trace[ref - 1];
	return t->name == w->name && t->document == w->document;
}

static bool
is_call(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct local_call *c = &w->local->call[ref - 1];
	return c->name == w->name && c->id == w->id;
}

/* The first document of a name stands in the table a second time, as the document 0. */
enum { ANY_DOCUMENT = 0 };

static uint32_t
find_trace(const struct import_local *l, const struct trace_text *name, uint64_t document)
{
	const struct wanted w = { l, name, NULL, document };
	return table_find(&l->traces, hash_of(name, document), is_trace, &w);
}

static uint32_t
add_trace(struct import_local *l, const struct trace_text *name, uint64_t document)
{
	l->trace = mem_grow(l->trace, &l->trace_cap, l->ntraces + 1, sizeof(*l->trace));
	l->trace[l->ntraces++] = (struct local_trace){ name, name, document, 0 };
	table_add(&l->traces, hash_of(name, document), (uint32_t)l->ntraces);
	return (uint32_t)l->ntraces;
}

/* How many documents have had the name, with this one. */
static uint32_t
count_document(struct import_local *l, const struct trace_text *name)
{
	uint32_t all = find_trace(l, name, ANY_DOCUMENT);
	if (all == 0)
		all = add_trace(l, name, ANY_DOCUMENT);
	return ++l->trace[all - 1].documents;
}

static uint32_t
trace_in(struct import_local *l, const struct trace_text *name, uint64_t document)
{
	const uint32_t found = find_trace(l, name, document);
	if (found > 0)
		return found;
	const uint32_t number = count_document(l, name);
	const uint32_t added = add_trace(l, name, document);
	if (number > 1) {
		struct buf id = { 0 };
		buf_text(&id, trace_text_of(name));
		buf_char(&id, '~');
		buf_u64(&id, number);
		l->trace[added - 1].id = trace_intern(l->model, buf_as_text(&id));
		buf_free(&id);
	}
	return added;
}

struct text
import_local_trace(struct import_local *l, uint64_t document, const struct trace_record *r)
{
	const struct trace_text *name = trace_intern(l->model, r->trace_id),
				*id = trace_intern(l->model, r->call_id);
	const struct wanted w = { l, name, id, 0 };
	const uint32_t hash = hash_of(name, (uintptr_t)id);
	uint32_t found = table_find(&l->calls, hash, is_call, &w);
	if (found == 0) {
		/* document numbers begin with 0 */
		const uint32_t trace = trace_in(l, name, document + 1);
		l->call = mem_grow(l->call, &l->call_cap, l->ncalls + 1, sizeof(*l->call));
		l->call[l->ncalls++] = (struct local_call){ id, name, trace };
		found = (uint32_t)l->ncalls;
		table_add(&l->calls, hash, found);
	}
	return trace_text_of(l->trace[l->call[found - 1].trace - 1].id);
}
