/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/arena.h"
#include "import/import.h"
#include "json/tree.h"
#include "step/dap.h"
#include "step/dap_frame.h"
#include "tests/fuzz/fuzz.h"

/*
 * What a client sends to a debug adapter: a stream of messages, or lines of them, which begin with
 * a brace.  Whatever it is, each answer is a JSON object, they are numbered from 1, and each
 * request is answered once.
 */
#define CALL(id, parent, name, status, more)                                                       \
	"{\"trace_id\":\"t\",\"call_id\":\"" id "\",\"parent_id\":" parent ",\"name\":\"" name     \
	"\",\"kind\":\"function\",\"service\":null,\"start\":\"2026-01-01T00:00:00Z\","            \
	"\"duration_ns\":5,\"status\":\"" status "\"" more "}\n"

static const char calls[] = CALL("a", "null", "main", "error",
    ",\"error\":{\"type\":\"E\",\"message\":\"m\",\"where\":\"x/f.py:7\"},\"input\":{\"n\":1,"
    "\"list\":[1,[2,{\"k\":\"v\"}]]},\"attributes\":{\"file_info\":{\"files\":{\"x\\/f.py\":["
    "\"a\\nb\",2]}}},\"events\":[{\"at\":null,\"after\":0,\"type\":\"variable\",\"name\":\"v "
    "w\",\"value\":\"\\u001b[31m\\u0000\"},{\"at\":null,\"after\":1,\"type\":\"variable\","
    "\"name\":\"x\",\"value\":{\"y\":2}}],\"source\":{\"file\":\"x/f.py\",\"line\":3}")
    CALL("b", "\"a\"", "f", "ok", ",\"input\":[1,2],\"output\":null")
	CALL("c", "\"b\"", "\\u0000\\u202e", "open",
	    "") "{\"trace_id\":\"u\",\"call_id\":\"d\",\"parent_id\":null,\"name\":\"g\",\"kind\":"
		"\"llm\",\"service\":\"s\",\"start\":null,\"duration_ns\":null,\"status\":\"ok\","
		"\"input\":{\"n\":2}}\n";

static struct trace_model *
load(void)
{
	const struct siphash_key key = { 1, 2 };
	const struct import_options options = { 0 };
	struct import_maps *maps = import_maps_new();
	struct import_options all = options;
	all.maps = maps;
	struct import_reading *reading = import_reading_new(&all);
	struct import_part *part = import_part_new(maps);
	struct trace_model *m = trace_model_new(key);
	struct import *im = import_new(m, maps);
	struct json_index ix = { 0 };
	json_index_build(&ix, calls, sizeof(calls) - 1, JSON_LINES);
	const struct import_block block = { .p = calls, .n = sizeof(calls) - 1, .index = &ix };
	import_block(reading, part, &block, NULL, NULL);
	import_join(im, part, 0, 0);
	import_end(im);
	trace_build(m);
	json_index_free(&ix);
	import_part_free(part);
	import_reading_free(reading);
	import_free(im);
	import_maps_free(maps);
	return m;
}

struct client {
	struct dap *session;
	struct trace_model *model;
	struct arena arena;
	uint64_t sent, answered;
};

static void
hear(void *context, struct text message)
{
	struct client *c = context;
	struct err e;
	char number[24];
	const struct json_node *root = json_tree(&c->arena, message, &e);
	MUST(root && root->kind == JSON_OBJECT);
	const struct json_node *seq = json_get(root, "seq"), *type = json_get(root, "type");
	snprintf(number, sizeof(number), "%llu", (unsigned long long)++c->sent);
	MUST(seq && text_eq(seq->text, text_of(number)));
	MUST(type);
	c->answered += text_eq(type->text, TEXT("response"));
	arena_reset(&c->arena);
}

static const struct trace_model *
launch(void *context, const struct text *argument, size_t n, struct buf *said)
{
	const struct client *c = context;
	if (n > 2 || argument[n - 1].n == 0) {
		BUF_LIT(said, "program: wrong\nline\n");
		return NULL;
	}
	return c->model;
}

static bool
find_file(void *context, struct text recorded, bool anywhere, struct buf *path)
{
	(void)context;
	if (!anywhere || recorded.n % 2 == 0)
		return false;
	BUF_LIT(path, "/found");
	return true;
}

static bool
never(void *context)
{
	(void)context;
	return false;
}

static void
send_message(struct client *c, struct text message)
{
	const uint64_t answered = c->answered;
	dap_is_urgent(c->session, message, false);
	dap_take(c->session, message);
	MUST(c->answered - answered <= 1);
}

static void
send_lines(struct client *c, struct text t)
{
	while (t.n > 0 && !dap_is_over(c->session)) {
		const char *end = memchr(t.p, '\n', t.n);
		const size_t n = end ? (size_t)(end - t.p) : t.n;
		send_message(c, (struct text){ t.p, n });
		t.p += n + (end != NULL);
		t.n -= n + (end != NULL);
	}
}

static void
send_stream(struct client *c, struct text t)
{
	struct dap_frame f = { 0 };
	struct text message = TEXT_ABSENT;
	struct err e;
	dap_frame_add(&f, t.p, t.n);
	for (enum dap_framed what = DAP_FRAME_FAULT; what != DAP_FRAME_MORE;) {
		what = dap_frame_next(&f, &message, &e);
		if (what == DAP_FRAME_FAULT)
			dap_complain(c->session, text_of(e.text));
		else if (what == DAP_FRAME_MESSAGE)
			send_message(c, message);
	}
	dap_frame_is_torn(&f);
	dap_frame_free(&f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct trace_model *model;
	struct client c = { 0 };
	const struct dap_host host = { .context = &c,
		.send = hear,
		.launch = launch,
		.find_file = find_file,
		.interrupted = never };
	const struct text t = { (const char *)data, n };
	if (!model)
		model = load();
	c.model = model;
	c.session = dap_new(&host);
	if (n > 0 && t.p[0] == '{')
		send_lines(&c, t);
	else
		send_stream(&c, t);
	dap_free(c.session);
	arena_free(&c.arena);
	return 0;
}
