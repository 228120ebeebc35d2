/* SPDX-License-Identifier: MIT */
#include "import/answer.h"
#include "import/inspect.h"
#include "json/write.h"

/*
 * The model events of inspect_ai: requests to a model.  The request is put together from the
 * event's own members, as inspect_ai means it; what went to the vendor stays in the attribute
 * `call`.
 */
static void
add_members(struct inspect_sample *s, struct buf *b, const struct json_value *v)
{
	struct import_object o;
	import_descend(&o, s->in->names, s->in->arena, &s->in->object, v);
	for (size_t i = 0; v->kind == JSON_OBJECT && i < o.members; i++) {
		if (o.member[i].value.kind == JSON_NULL)
			continue;
		json_name_text(b, o.member[i].key);
		json_add_raw(b, inspect_json(s, &o.member[i].value));
	}
}

/* {model, messages, tools, tool_choice, temperature, …}: absent if no messages are known. */
static struct text
request_of(struct inspect_sample *s, const struct import_object *o, struct text model)
{
	const struct text messages = inspect_messages(s, o);
	const struct json_value tools = inspect_get(o, "tools"),
				choice = inspect_get(o, "tool_choice"),
				config = inspect_get(o, "config");
	struct buf b = { 0 };
	if (!messages.p)
		return TEXT_ABSENT;
	json_begin(&b, '{');
	json_member_string_or_null(&b, "model", model);
	json_member_raw(&b, "messages", messages);
	if (tools.kind == JSON_ARRAY && tools.n > 2) {
		json_member_raw(&b, "tools", inspect_json(s, &tools));
		if (choice.kind != JSON_NONE && choice.kind != JSON_NULL)
			json_member_raw(&b, "tool_choice", inspect_json(s, &choice));
	}
	add_members(s, &b, &config);
	json_end(&b, '}');
	const struct text own = arena_text(s->in->arena, buf_as_text(&b));
	buf_free(&b);
	return own;
}

static int64_t
count_of(const struct import_object *usage, const char *name)
{
	const struct json_value v = inspect_get(usage, name);
	int64_t n;
	return import_i64(&v, &n) == 0 && n >= 0 ? n : -1;
}

static int64_t
sum_of(int64_t a, int64_t b)
{
	if (b < 0)
		return a;
	return a > INT64_MAX - b ? INT64_MAX : a + b;
}

/* Cached tokens are beside the input. */
static void
read_usage(struct inspect_sample *s, struct trace_more *more, const struct json_value *v)
{
	struct import_object u;
	import_descend(&u, s->in->names, s->in->arena, &s->in->object, v);
	const int64_t input = count_of(&u, "input_tokens"), output = count_of(&u, "output_tokens"),
		      cached = count_of(&u, "input_tokens_cache_read"),
		      written = count_of(&u, "input_tokens_cache_write");
	const struct json_value cost = inspect_get(&u, "total_cost");
	more->usage[TRACE_INPUT_TOKENS] =
	    input < 0 ? input : sum_of(sum_of(input, cached), written);
	more->usage[TRACE_OUTPUT_TOKENS] = output;
	more->usage[TRACE_CACHE_READ_TOKENS] = cached;
	more->usage[TRACE_CACHE_WRITE_TOKENS] = written;
	more->usage[TRACE_REASONING_TOKENS] = count_of(&u, "reasoning_tokens");
	if (cost.kind == JSON_NUMBER)
		more->cost_usd = import_json(s->in->arena, &cost);
}

/* Is a text all that the model answered: one choice without tool calls or parts? */
static bool
is_text_alone(struct inspect_sample *s, const struct json_value *choices, struct text *stop)
{
	struct import_object list, choice, message;
	import_descend(&list, s->in->names, s->in->arena, &s->in->object, choices);
	if (choices->kind != JSON_ARRAY || list.members != 1)
		return false;
	import_descend(&choice, s->in->names, s->in->arena, &list, &list.member[0].value);
	const struct json_value said = inspect_get(&choice, "message");
	import_descend(&message, s->in->names, s->in->arena, &list, &said);
	const struct json_value calls = inspect_get(&message, "tool_calls");
	*stop = inspect_string(s, &choice, "stop_reason");
	return inspect_get(&message, "content").kind == JSON_STRING && calls.kind <= JSON_NULL;
}

/* Reads the output; what is not the answer and not the usage stays an attribute. */
static void
read_output(struct inspect_sample *s, struct import_attributes *as, struct trace_record *r,
    const struct json_value *v)
{
	static const char *const taken[] = { "{usage", "[choices", "\"error" };
	struct import_object output;
	struct text stop = TEXT_ABSENT;
	struct buf b = { 0 };
	bool calls;
	import_descend(&output, s->in->names, s->in->arena, &s->in->object, v);
	const struct json_value choices = inspect_get(&output, "choices"),
				usage = inspect_get(&output, "usage");
	if (usage.kind == JSON_OBJECT)
		read_usage(s, import_more(s->in, r), &usage);
	inspect_fail(s, r, TEXT_ABSENT, inspect_string(s, &output, "error"));
	if (s->in->lean)
		return;
	const struct text json = inspect_json(s, &choices);
	if (json.p && import_answer(&b, json, &calls))
		r->output = arena_text(s->in->arena, buf_as_text(&b));
	buf_free(&b);
	if (r->output.p && is_text_alone(s, &choices, &stop))
		import_attributes_add_string(s->in, as, TEXT("stop_reason"), stop);
	else if (choices.kind == JSON_ARRAY && choices.n > 2)
		import_attributes_add(s->in, as, TEXT("choices"), json);
	const size_t n = sizeof(taken) / sizeof(*taken);
	struct import_attributes rest = { 0 };
	inspect_rest(s, &rest, &output, taken, n);
	for (size_t i = 0; i < rest.n; i++) {
		struct buf name = { 0 };
		buf_text(&name, TEXT("output."));
		buf_text(&name, rest.at[i].key);
		import_attributes_add(
		    s->in, as, arena_text(s->in->arena, buf_as_text(&name)), rest.at[i].value);
		buf_free(&name);
	}
}

/* Names of models begin with the one that provides them: openai/gpt-4o. */
static struct text
vendor_of(struct text model)
{
	const char *slash = model.p ? memchr(model.p, '/', model.n) : NULL;
	return slash && slash > model.p ? (struct text){ model.p, (size_t)(slash - model.p) }
					: TEXT_ABSENT;
}

void
inspect_model(struct inspect_sample *s, const struct inspect_event *e)
{
	/* the last four are in the request, and the last one only with tools */
	static const char *const taken[] = { "\"uuid", "\"model", "{output", "\"error", "input",
		"{config", "[tools", "tool_choice" };
	const struct import_object *o = &e->object;
	struct import_attributes as = { 0 };
	struct trace_record *r = inspect_call(s, e, inspect_string(s, o, "uuid"));
	struct trace_more *more = import_more(s->in, r);
	const struct text model = inspect_string(s, o, "model");
	const struct json_value output = inspect_get(o, "output"),
				refs = inspect_get(o, "input_refs"), list = inspect_get(o, "tools");
	const bool tools = list.kind == JSON_ARRAY && list.n > 2;
	r->kind = TRACE_LLM;
	r->name = model;
	more->llm = true;
	more->model = model;
	more->vendor = vendor_of(model);
	inspect_fail(s, r, TEXT_ABSENT, inspect_string(s, o, "error"));
	r->input = s->in->lean ? TEXT_ABSENT : request_of(s, o, model);
	read_output(s, &as, r, &output);
	if (s->in->lean)
		return;
	const size_t all = sizeof(taken) / sizeof(*taken);
	inspect_event_rest(s, &as, e, taken, !r->input.p ? all - 4 : tools ? all : all - 1);
	struct import_attribute *ranges = import_attributes_find(&as, TEXT("input_refs"));
	if (r->input.p && refs.kind == JSON_ARRAY && ranges)
		ranges->taken = true;
	r->attributes = import_attributes_done(s->in, &as);
}
