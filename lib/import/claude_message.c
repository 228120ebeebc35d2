/* SPDX-License-Identifier: MIT */
#include "import/claude.h"

#include <string.h>

#include "json/write.h"
#include "trace/members.h"

/* ---- content -------------------------------------------------------------------------------- */

static bool
is_string(const struct json_value *v, struct text t)
{
	return v->kind == JSON_STRING && text_eq((struct text){ v->p, v->n }, t);
}

static void
descend(struct claude_at *at, struct import_object *o, const struct json_value *v)
{
	import_descend(o, at->in->names, at->in->arena, &at->in->object, v);
}

struct text
claude_text_of(struct claude_at *at, const struct json_value *content)
{
	struct import_object all;
	if (content->kind == JSON_STRING)
		return import_text(at->in->arena, content);
	struct buf *b = &at->state->scratch;
	b->n = 0;
	descend(at, &all, content);
	for (size_t i = 0; content->kind == JSON_ARRAY && i < all.members; i++) {
		struct import_object block;
		descend(at, &block, &all.member[i].value);
		const struct json_value type = import_get(&block, KEY_TYPE);
		const struct text text = import_get_string(at->in->arena, &block, KEY_TEXT);
		if (!is_string(&type, TEXT("text")) || !text.p)
			continue;
		buf_text(b, b->n > 0 ? TEXT("\n") : TEXT(""));
		buf_text(b, text);
	}
	return b->n > 0 ? arena_text(at->in->arena, buf_as_text(b)) : TEXT_ABSENT;
}

/* ---- usage ---------------------------------------------------------------------------------- */

static int64_t
tokens_of(const struct import_object *o, enum import_key key)
{
	int64_t n;
	const struct json_value v = import_get(o, key);
	return v.kind == JSON_NUMBER && import_i64(&v, &n) == 0 && n >= 0 ? n : -1;
}

static int64_t
sum(int64_t a, int64_t b)
{
	return a < 0 || b < 0 ? a : a > INT64_MAX - b ? INT64_MAX : a + b;
}

/* Each line of an answer has its whole usage, or as much as was known of it.  That with the most
 * output counts. */
static void
take_usage(struct claude_call *llm, const int64_t usage[TRACE_USAGES])
{
	int64_t *has = llm->copy_of ? llm->copy_of->usage : llm->usage;
	const bool better = usage[TRACE_OUTPUT_TOKENS] >= has[TRACE_OUTPUT_TOKENS];
	for (size_t i = 0; i < TRACE_USAGES; i++)
		if (usage[i] >= 0 && (better || has[i] < 0))
			has[i] = usage[i];
}

static const enum import_key usage_keys[] = { KEY_INPUT_TOKENS, KEY_OUTPUT_TOKENS,
	KEY_CACHE_READ_TOKENS, KEY_CACHE_WRITE_TOKENS };
enum { USAGE_KEYS = sizeof(usage_keys) / sizeof(*usage_keys) };

/* Returns what is left of the usage, as an object, or an absent text. */
static struct text
read_usage(struct claude_at *at, struct claude_call *llm, const struct json_value *v)
{
	struct import_object o;
	struct buf *b = &at->state->scratch;
	descend(at, &o, v);
	if (v->kind != JSON_OBJECT)
		return TEXT_ABSENT;
	int64_t n[USAGE_KEYS];
	for (size_t i = 0; i < USAGE_KEYS; i++)
		n[i] = tokens_of(&o, usage_keys[i]);
	const int64_t usage[TRACE_USAGES] = { sum(sum(n[0], n[2]), n[3]), n[1], n[2], n[3], -1 };
	take_usage(llm, usage);
	b->n = 0;
	json_begin(b, '{');
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		size_t k = 0;
		while (k < USAGE_KEYS && (usage_keys[k] != m->id || n[k] < 0))
			k++;
		if (k < USAGE_KEYS || m->value.kind == JSON_NULL)
			continue;
		json_name_text(b, m->key);
		import_put_json(b, &m->value);
	}
	json_end(b, '}');
	return b->n > 2 ? arena_text(at->in->arena, buf_as_text(b)) : TEXT_ABSENT;
}

/* Lines of 2024 have tokens, a cost and a duration of their own. */
static void
read_old(struct claude_at *at, struct claude_call *llm)
{
	const struct import_object *o = &at->in->object;
	const struct json_value cost = import_get(o, KEY_CC_COST_USD),
				duration = import_get(o, KEY_CC_DURATION_MS);
	const int64_t usage[TRACE_USAGES] = { tokens_of(o, KEY_CC_INPUT_TOKENS),
		tokens_of(o, KEY_CC_OUTPUT_TOKENS), -1, -1, -1 };
	int64_t ns;
	if (usage[TRACE_INPUT_TOKENS] >= 0 && usage[TRACE_OUTPUT_TOKENS] >= 0) {
		take_usage(llm, usage);
		at->took_tokens = true;
	}
	if (cost.kind == JSON_NUMBER) {
		struct claude_call *owner = llm->copy_of ? llm->copy_of : llm;
		owner->cost_usd = claude_keep(at->state, import_json(at->in->arena, &cost));
		at->took_cost = true;
	}
	if (duration.kind == JSON_NUMBER && import_ns(&duration, 1000000, &ns) == 0 && ns >= 0) {
		llm->duration_ns = ns;
		at->took_duration = true;
	}
}

/* ---- what the model answers ----------------------------------------------------------------- */

static struct claude_call *
answer_of(struct claude_at *at, struct text id)
{
	struct claude *c = at->state;
	struct claude_call *llm = import_ids_find(&c->messages, claude_id(c, at->session, id));
	if (llm)
		return llm;
	const struct text key = claude_keep(c, claude_id(c, at->session, id));
	const struct text own = { key.p + at->session->id.n + 1, id.n };
	llm = claude_call_new(c, CLAUDE_LLM, at->session, at->agent, own);
	import_ids_add(&c->messages, key, llm);
	llm->before = at->line ? at->line->parent : at->agent->last;
	llm->before_ns = at->line ? at->line->before_ns : TRACE_NO_TIME;
	llm->copy_of = import_ids_find(&c->all_messages, own);
	if (!llm->copy_of)
		import_ids_add(&c->all_messages, own, llm);
	return llm;
}

/* Was the block in another line of this answer? */
static bool
is_repeated(struct claude_at *at, const struct claude_call *llm, struct text block)
{
	struct claude *c = at->state;
	const struct {
		const struct claude_call *llm;
		uint64_t hash;
	} key = { llm, siphash(c->key, block.p, block.n) };
	const struct text t = { (const char *)&key, sizeof(key) };
	const struct claude_line *line = import_ids_find(&c->blocks, t);
	if (!line)
		import_ids_add(&c->blocks, claude_keep(c, t), at->line);
	return line && line != at->line;
}

static bool
same_request(const struct claude_call *tool, struct text name, struct text input)
{
	return text_eq(tool->name, name) && text_eq(claude_part_text(&tool->input), input);
}

/* The prompt of a tool that starts an agent, as a key; until the next call. */
static void
add_prompt(struct claude_at *at, struct claude_call *tool)
{
	struct claude *c = at->state;
	const struct text prompt = trace_member_of(claude_part_text(&tool->input), TEXT("prompt"));
	if (prompt.n < 2 || prompt.p[0] != '"')
		return;
	const struct text key = claude_id(c, at->session, prompt);
	struct claude_call *first = import_ids_find(&c->prompts, key);
	if (!first) {
		import_ids_add(&c->prompts, claude_keep(c, key), tool);
		tool->first_free = tool->last_same = tool;
		return;
	}
	first->last_same->same_prompt = tool;
	first->last_same = tool;
}

static void
add_tool(
    struct claude_at *at, struct claude_call *llm, struct import_object *block, struct text json)
{
	struct claude *c = at->state;
	const struct text id = import_get_id(at->in->arena, block, KEY_ID),
			  name = import_get_string(at->in->arena, block, KEY_NAME),
			  input = import_get_json(at->in->arena, block, KEY_INPUT);
	if (!id.p)
		return;
	struct claude_call *has = import_ids_find(&c->tools, claude_id(c, at->session, id)),
			   *tool = has;
	if (has && has->llm && same_request(has, name, input) && has->llm == llm)
		return;
	if (!has || has->llm) {
		tool = claude_call_new(
		    c, CLAUDE_TOOL, at->session, at->agent, has ? has->id : claude_keep(c, id));
		if (has)
			import_ids_replace(&c->tools, claude_id(c, at->session, id), tool);
		else
			import_ids_add(
			    &c->tools, claude_keep(c, claude_id(c, at->session, id)), tool);
		tool->again = has != NULL;
	}
	tool->llm = llm;
	tool->name = claude_keep(c, name);
	if (input.p >= json.p && input.p < json.p + json.n)
		tool->input = (struct claude_part){ llm->last_block->json,
			(size_t)(input.p - json.p), input.n };
	else
		tool->input = claude_share(at->in, input);
	tool->start_ns = at->at_ns;
	add_prompt(at, tool);
}

static void
add_block(struct claude_at *at, struct claude_call *llm, const struct json_value *v)
{
	struct import_object block;
	const struct text json = import_json(at->in->arena, v);
	if (is_repeated(at, llm, json))
		return;
	struct claude_block *t = arena_alloc(&at->state->arena, sizeof(*t));
	*t = (struct claude_block){ NULL, import_store(at->in, json) };
	if (llm->last_block)
		llm->last_block->next = t;
	else
		llm->block = t;
	llm->last_block = t;
	descend(at, &block, v);
	const struct json_value type = import_get(&block, KEY_TYPE);
	if (is_string(&type, TEXT("tool_use")))
		add_tool(at, llm, &block, json);
}

static void
add_content(struct claude_at *at, struct claude_call *llm, const struct json_value *content)
{
	struct import_object all;
	if (content->kind != JSON_ARRAY && content->kind != JSON_NONE &&
	    content->kind != JSON_NULL) {
		add_block(at, llm, content);
		return;
	}
	descend(at, &all, content);
	for (size_t i = 0; i < all.members; i++)
		add_block(at, llm, &all.member[i].value);
}

static void
take_model(struct claude_at *at, struct claude_call *llm, const struct import_object *message)
{
	const struct json_value v = import_get(message, KEY_MODEL);
	const struct text model = import_get_string(at->in->arena, message, KEY_MODEL);
	if (model.n > 0 && !llm->model.p && !claude_is_no_model(&v))
		llm->model = claude_keep(at->state, model);
}

/* An error of the service is recorded as an answer. */
static void
take_error(struct claude_at *at, struct claude_call *llm, const struct json_value *content)
{
	const struct import_object *o = &at->in->object;
	if (import_get(o, KEY_IS_API_ERROR).kind != JSON_TRUE)
		return;
	llm->failed = true;
	llm->error_type = claude_keep(at->state, import_get_string(at->in->arena, o, KEY_ERROR));
	llm->error_message = claude_keep(at->state, claude_text_of(at, content));
}

void
claude_assistant(struct claude_at *at)
{
	struct import_object message;
	const struct import_object *o = &at->in->object;
	const struct json_value v = import_get(o, KEY_MESSAGE);
	descend(at, &message, &v);
	struct text id = import_get_id(at->in->arena, &message, KEY_ID);
	if (!id.p)
		id = import_get_id(at->in->arena, o, KEY_UUID);
	if (v.kind != JSON_OBJECT || !id.p) {
		claude_log(at, claude_text_of(at, &v), TEXT_ABSENT, NULL);
		return;
	}
	struct claude_call *llm = answer_of(at, id);
	const struct json_value content = import_get(&message, KEY_CONTENT),
				usage = import_get(&message, KEY_USAGE);
	at->took_type = at->took_message = at->took_content = true;
	at->line->llm = llm;
	llm->ended = true;
	claude_lasts(llm, at->at_ns);
	take_model(at, llm, &message);
	add_content(at, llm, &content);
	take_error(at, llm, &content);
	read_old(at, llm);
	const struct text rest = read_usage(at, llm, &usage);
	claude_add_attributes(at->state, llm, claude_rest(at, &message, rest));
}

/* ---- pieces of an answer -------------------------------------------------------------------- */

static void
begin_streaming(struct claude_at *at, const struct import_object *event)
{
	struct import_object message;
	const struct json_value v = import_get(event, KEY_MESSAGE);
	descend(at, &message, &v);
	const struct text id = import_get_id(at->in->arena, &message, KEY_ID);
	at->agent->streamed = id.p ? answer_of(at, id) : NULL;
	if (!id.p)
		return;
	const struct json_value usage = import_get(&message, KEY_USAGE);
	take_model(at, at->agent->streamed, &message);
	read_usage(at, at->agent->streamed, &usage);
}

void
claude_stream(struct claude_at *at)
{
	static const struct text known[] = { TEXT("message_start"), TEXT("message_delta"),
		TEXT("content_block_delta"), TEXT("content_block_start"),
		TEXT("content_block_stop"), TEXT("message_stop"), TEXT("ping") };
	struct import_object event, delta;
	const struct json_value v = import_get(&at->in->object, KEY_EVENT);
	descend(at, &event, &v);
	const struct text type = import_get_string(at->in->arena, &event, KEY_TYPE);
	const size_t which = text_among(type, known, sizeof(known) / sizeof(*known));
	const struct json_value usage = import_get(&event, KEY_USAGE),
				change = import_get(&event, KEY_DELTA);
	descend(at, &delta, &change);
	if (which == sizeof(known) / sizeof(*known)) {
		claude_log(at, type, TEXT_ABSENT, NULL);
		return;
	}
	if (which == 0)
		begin_streaming(at, &event);
	struct claude_call *llm = at->agent->streamed;
	if (llm && which == 1)
		read_usage(at, llm, &usage);
	if (llm && which == 2)
		buf_text(&llm->streaming, import_get_string(at->in->arena, &delta, KEY_TEXT));
}

/* ---- what the user says --------------------------------------------------------------------- */

static struct claude_call *
result_of(struct claude_at *at, struct text id, struct text output)
{
	struct claude *c = at->state;
	struct claude_call *has = import_ids_find(&c->tools, claude_id(c, at->session, id));
	if (has && !has->ended)
		return has;
	if (has && has->result_hash == siphash(c->key, output.p, output.n))
		return NULL;
	struct claude_call *tool = claude_call_new(
	    c, CLAUDE_TOOL, at->session, at->agent, has ? has->id : claude_keep(c, id));
	tool->again = has != NULL;
	if (!has)
		import_ids_add(&c->tools, claude_keep(c, claude_id(c, at->session, id)), tool);
	return tool;
}

static void
append_result(struct claude_call *llm, struct claude_line *line)
{
	if (line->listed)
		return;
	line->listed = true;
	if (llm->last_result)
		llm->last_result->next = line;
	else
		llm->result = line;
	llm->last_result = line;
}

/* What the recorder knows of a result beside its text. */
static void
take_details(struct claude_at *at, struct claude_call *tool, struct text output)
{
	const struct import_object *o = &at->in->object;
	const struct text details = import_get_json(at->in->arena, o,
	    import_has(o, KEY_STREAM_RESULT) ? KEY_STREAM_RESULT : KEY_TOOL_USE_RESULT);
	at->took_result = text_eq(details, output);
	const struct text agent = trace_member_of(details, TEXT("agentId"));
	if (agent.n <= 2 || agent.p[0] != '"')
		return;
	struct claude_call *started =
	    claude_agent_of(at->session, at->state, (struct text){ agent.p + 1, agent.n - 2 });
	if (!started->tool)
		started->tool = tool;
}

/* Results are large, and the message that they are a part of is in the model.  Nearly all are
 * spelled there as they are written. */
static struct claude_part
keep_part(struct claude_at *at, const struct json_value *v, struct text part)
{
	const struct text message = trace_text_of(at->line->message);
	const char *const from = v->kind == JSON_STRING ? v->p - 1 : v->p;
	if (at->message && from >= at->message && from < at->message + message.n) {
		const size_t offset = (size_t)(from - at->message);
		if (part.n <= message.n - offset && memcmp(message.p + offset, part.p, part.n) == 0)
			return (struct claude_part){ at->line->message, offset, part.n };
	}
	return claude_share(at->in, part);
}

/* The attributes of a tool need not be kept: they go into the model at once, unless the id is that
 * of another tool, too, whose attributes they would become. */
static void
put_attributes(struct claude_at *at, struct claude_call *tool, struct text attributes)
{
	if (tool->again) {
		claude_add_attributes(at->state, tool, attributes);
		return;
	}
	struct trace_record *r = import_add(at->in);
	r->what = TRACE_EVENT;
	r->kind = TRACE_TOOL;
	r->trace_id = tool->session->id;
	r->call_id = tool->id;
	r->attributes = attributes;
}

/* Returns whether the block is a result. */
static bool
take_result(struct claude_at *at, const struct import_object *block)
{
	const struct json_value type = import_get(block, KEY_TYPE),
				content = import_get(block, KEY_CONTENT);
	const struct text id = import_get_id(at->in->arena, block, KEY_TOOL_USE_ID),
			  output = import_json(at->in->arena, &content);
	if (!is_string(&type, TEXT("tool_result")) || !id.p)
		return false;
	struct claude_call *tool = result_of(at, id, output);
	at->took_message = true;
	if (!tool)
		return true;
	tool->ended = true;
	tool->end_ns = at->at_ns;
	tool->result_hash = siphash(at->state->key, output.p, output.n);
	tool->output = keep_part(at, &content, output);
	tool->failed = import_get(block, KEY_IS_ERROR).kind == JSON_TRUE;
	if (tool->failed)
		tool->error_message = claude_keep(at->state, claude_text_of(at, &content));
	if (tool->failed && content.kind == JSON_STRING)
		tool->output = (struct claude_part){ 0 };
	take_details(at, tool, output);
	if (tool->llm && tool->agent == at->agent)
		append_result(tool->llm, at->line);
	at->took_type = true;
	put_attributes(at, tool, claude_rest(at, NULL, TEXT_ABSENT));
	at->took_type = false;
	at->took_result = true;
	return true;
}

/* Returns whether all blocks are results.  *plain: all others are texts. */
static bool
take_results(struct claude_at *at, const struct json_value *content, bool *plain)
{
	struct import_object all;
	bool results = content->kind == JSON_ARRAY;
	*plain = content->kind == JSON_ARRAY || content->kind == JSON_STRING;
	descend(at, &all, content);
	for (size_t i = 0; content->kind == JSON_ARRAY && i < all.members; i++) {
		struct import_object block;
		descend(at, &block, &all.member[i].value);
		const struct json_value type = import_get(&block, KEY_TYPE);
		const bool result = take_result(at, &block);
		results &= result;
		*plain &= result || is_string(&type, TEXT("text"));
	}
	return results && all.members > 0;
}

void
claude_user(struct claude_at *at)
{
	struct import_object message;
	const struct json_value v = import_get(&at->in->object, KEY_MESSAGE);
	descend(at, &message, &v);
	if (v.kind != JSON_OBJECT) {
		at->took_message = v.kind == JSON_STRING;
		claude_log(at, claude_text_of(at, &v), TEXT_ABSENT, NULL);
		return;
	}
	const struct json_value content = import_get(&message, KEY_CONTENT);
	at->took_message = true;
	const struct text json = import_json(at->in->arena, &v);
	at->line->message = import_store(at->in, json);
	at->message = json.p == v.p ? v.p : NULL;
	if (at->agent->lines == 1)
		at->agent->prompt = claude_keep(at->state, claude_text_of(at, &content));
	bool plain;
	const bool results = take_results(at, &content, &plain);
	at->took_content = plain;
	if (!results)
		claude_log(at, claude_text_of(at, &content), TEXT_ABSENT, &message);
}
