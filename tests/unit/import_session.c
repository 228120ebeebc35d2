/* SPDX-License-Identifier: MIT */
#include "import/session.h"
#include "import/shares.h"

#include <stdlib.h>

#include "base/mem.h"
#include "trace/model.h"
#include "tests/unit/unit.h"

/*
 * A format whose records are {"id":"s","name":"n"}: the sessions by id, each a call that has as
 * many letters of output as records.  {} is a record that names no session.
 */
struct counting {
	struct buf heard; /* what was called */
	unsigned records;
};

static void *
begin(struct siphash_key key)
{
	(void)key;
	struct counting *c = mem_zalloc(1, sizeof(*c));
	buf_char(&c->heard, '(');
	return c;
}

static void
input(void *state, struct import_in *in)
{
	struct counting *c = state;
	buf_printf(&c->heard, "%u:", in->input);
	CHECK(in->object.members == 0);
}

static void
line(void *state, struct import_in *in)
{
	struct counting *c = state;
	const struct text id = import_get_id(in->arena, &in->object, KEY_ID);
	buf_text(&c->heard, id.p ? id : TEXT("?"));
	if (!id.p)
		return;
	c->records++;
	struct trace_record *r = import_add(in);
	r->what = TRACE_CALL;
	r->kind = TRACE_AGENT;
	r->joins = true;
	r->trace_id = r->call_id = id;
	r->name = import_get_string(in->arena, &in->object, KEY_NAME);
	r->duration_ns = c->records;
	import_line_is(in, id);
}

static void
end(void *state, struct import_in *in)
{
	struct counting *c = state;
	buf_char(&c->heard, ')');
	struct trace_record *r = import_add(in);
	r->what = TRACE_CALL;
	r->trace_id = TEXT("b");
	r->call_id = arena_text(in->arena, buf_as_text(&c->heard));
	r->parent_id = TEXT("b");
}

static void
end_state(void *state)
{
	struct counting *c = state;
	buf_free(&c->heard);
	free(c);
}

static const struct import_session_format format = { begin, input, line, end, end_state };

static void
add(struct import_sessions *s, unsigned number, const char *raw, uint8_t marks)
{
	const struct import_kept kept = {
		.format = &format, .raw = text_of(raw), .marks = marks, .records = 1
	};
	import_sessions_line(s, &kept, number, NULL);
}

static const struct trace_call *
call_of(const struct trace_model *m, const char *id)
{
	for (size_t i = 0; i < m->calls; i++)
		if (text_eq(trace_text_of(m->call[i].id), text_of(id)))
			return &m->call[i];
	return NULL;
}

/* Records reach the format in order, and those without a session belong to the next of its input,
 * else to the one before. */
static void
check_order(void)
{
	struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
	struct import_shares shares = { .readers = 1 };
	struct import_sessions *s = import_sessions_new(m, &shares);
	add(s, 0, "{}", TRACE_MARK_PATTERN);
	add(s, 0, "{\"id\":\"a\",\"name\":\"first\"}", 0);
	add(s, 0, "{\n \"id\": \"b\" }", 0);
	add(s, 0, "{}", 0);
	add(s, 2, "{}", 0);
	add(s, 2, "{}", 0);
	add(s, 3, "{\"id\":\"a\"}", 0);
	CHECK(import_sessions_end(s, NULL) == 2);
	import_sessions_free(s);
	free(shares.share);
	trace_build(m);
	trace_count(m);
	const struct trace_call *a = call_of(m, "a"), *b = call_of(m, "b");
	CHECK(a && a->records == 3 && a->marks == TRACE_MARK_PATTERN && a->duration_ns == 3);
	CHECK(a && a->kind == TRACE_AGENT);
	CHECK(a && text_eq(trace_text_of(a->name), TEXT("first")));
	CHECK(b && b->records == 2 && b->marks == 0);
	CHECK(call_of(m, "(0:?ab?2:??3:a)") != NULL);
	CHECK(m->calls == 3 && m->traces == 2);
	trace_model_free(m);
}

/* Without records there is nothing to begin or end. */
static void
check_none(void)
{
	struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
	struct import_shares shares = { .readers = 1 };
	struct import_sessions *s = import_sessions_new(m, &shares);
	CHECK(import_sessions_end(s, NULL) == 0);
	import_sessions_free(s);
	free(shares.share);
	CHECK(m->calls == 0);
	trace_model_free(m);
}

int
main(void)
{
	check_order();
	check_none();
	return unit_end();
}
