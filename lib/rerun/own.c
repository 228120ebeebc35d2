/* SPDX-License-Identifier: MIT */
#include "rerun/own.h"

#include "llm/chain.h"
#include "trace/members.h"

struct text
rerun_after_of(const struct trace_call *c)
{
	return trace_text_of(c->more ? c->more->after : NULL);
}

static size_t
count(struct text list)
{
	struct trace_members it = trace_members(list);
	struct text key, value;
	size_t n = 0;
	while (trace_member(&it, &key, &value))
		n++;
	return n;
}

size_t
rerun_count_messages(struct text request)
{
	const struct text list = llm_messages_of(request);
	return list.p ? count(list) : 0;
}

/* Appends the elements of an array but those from number `from` up to `to`, with its brackets. */
static void
put_without(struct buf *b, struct text list, size_t from, size_t to)
{
	struct trace_members it = trace_members(list);
	struct text key, value;
	bool any = false;
	buf_char(b, '[');
	for (size_t i = 0; trace_member(&it, &key, &value); i++) {
		if (i >= from && i < to)
			continue;
		if (any)
			buf_char(b, ',');
		buf_text(b, value);
		any = true;
	}
	buf_char(b, ']');
}

void
rerun_put_own_request(struct buf *b, const struct trace_call *c, struct text request, bool first)
{
	const struct text all = llm_messages_of(request),
			  own = llm_messages_of(trace_text_of(c->input));
	const size_t n = all.p ? count(all) : 0, kept = own.p ? count(own) : SIZE_MAX;
	if (!rerun_after_of(c).p || kept >= n) {
		buf_text(b, request);
		return;
	}
	buf_put(b, request.p, (size_t)(all.p - request.p));
	put_without(b, all, first ? 1 : 0, n - kept);
	buf_put(b, all.p + all.n, (size_t)(request.p + request.n - (all.p + all.n)));
}
