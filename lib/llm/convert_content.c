/* SPDX-License-Identifier: MIT */
#include "llm/convert_private.h"

#include "json/write.h"

/* What a part of a message is.  MEDIA and OTHER are never converted. */
enum shape { TEXT_PART, CALL_PART, RESULT_PART, THOUGHT, MEDIA, OTHER };

/* The types of parts, and the APIs whose form they are. */
static const struct {
	const char *type;
	enum shape shape;
	bool openai, anthropic;
} shapes[] = {
	{ "text", TEXT_PART, true, true },
	{ "input_text", TEXT_PART, false, false },
	{ "output_text", TEXT_PART, false, false },
	{ "summary_text", TEXT_PART, false, false },
	{ "refusal", TEXT_PART, true, false },
	{ "tool_use", CALL_PART, false, true },
	{ "tool_call", CALL_PART, false, false },
	{ "tool_result", RESULT_PART, false, true },
	{ "tool_call_response", RESULT_PART, false, false },
	{ "thinking", THOUGHT, false, true },
	{ "redacted_thinking", THOUGHT, false, true },
	{ "reasoning", THOUGHT, false, false },
	{ "image", MEDIA, false, true },
	{ "image_url", MEDIA, true, false },
	{ "input_image", MEDIA, false, false },
	{ "input_audio", MEDIA, true, false },
	{ "input_file", MEDIA, false, false },
	{ "audio", MEDIA, false, false },
	{ "video", MEDIA, false, false },
	{ "media", MEDIA, false, false },
	{ "file", MEDIA, true, false },
	{ "blob", MEDIA, false, false },
	{ "uri", MEDIA, false, false },
	{ "document", MEDIA, false, true },
	{ "container_upload", MEDIA, false, true },
	{ "search_result", OTHER, false, true },
	{ "server_tool_use", OTHER, false, true },
	{ "web_search_tool_result", OTHER, false, true },
};
enum { SHAPES = sizeof(shapes) / sizeof(*shapes) };

static size_t
row_of(struct text type)
{
	size_t i = 0;
	while (i < SHAPES && !text_eq(text_of(shapes[i].type), type))
		i++;
	return i;
}

static enum shape
shape_of(const struct json_node *part)
{
	const size_t i = row_of(convert_string(part, "type"));
	if (i < SHAPES)
		return shapes[i].shape;
	/* Gemini's parts have no type */
	if (json_get(part, "functionCall"))
		return CALL_PART;
	if (json_get(part, "functionResponse"))
		return RESULT_PART;
	if (json_get(part, "inlineData") || json_get(part, "fileData"))
		return MEDIA;
	if (!json_get(part, "type") && convert_string(part, "text").p)
		return TEXT_PART;
	return OTHER;
}

static bool
part_is_native(enum llm_api api, const struct json_node *part)
{
	const size_t i = row_of(convert_string(part, "type"));
	if (i == SHAPES || !(api == LLM_OPENAI ? shapes[i].openai : shapes[i].anthropic))
		return false;
	switch (shapes[i].shape) {
	case TEXT_PART: return convert_string(part, shapes[i].type).p;
	case CALL_PART: {
		const struct json_node *input = json_get(part, "input");
		return convert_string(part, "id").p && convert_string(part, "name").p && input &&
		       input->kind == JSON_OBJECT;
	}
	case RESULT_PART: {
		const struct json_node *content = json_get(part, "content");
		return convert_string(part, "tool_use_id").p &&
		       (!content || convert_content_is_native(api, content));
	}
	case THOUGHT: return convert_string(part, "signature").p || convert_string(part, "data").p;
	case MEDIA:
	case OTHER: return true;
	}
	return false;
}

bool
convert_content_is_native(enum llm_api api, const struct json_node *content)
{
	if (content->kind == JSON_STRING)
		return true;
	if (content->kind != JSON_ARRAY)
		return content->kind == JSON_NULL && api == LLM_OPENAI;
	for (const struct json_node *part = content->child; part; part = part->next)
		if (!part_is_native(api, part))
			return false;
	return true;
}

/* ---- reading -------------------------------------------------------------------------------- */

static int
refuse_part(struct convert *c, const struct json_node *part, enum shape shape)
{
	struct buf type = { 0 };
	const struct text name = convert_string(part, "type");
	const char *const what = shape == MEDIA ? "images and files are not converted"
						: "parts of this type are not converted";
	buf_visible(&type, (struct text){ name.p ? name.p : "", name.n < 60 ? name.n : 60 });
	convert_refuse(c, part, "%s for %.*s (type '%.*s')", what, (int)llm_api_titles[c->api].n,
	    llm_api_titles[c->api].p, (int)type.n, type.p);
	buf_free(&type);
	return -1;
}

static struct text
text_of_part(const struct json_node *part)
{
	static const char *const names[] = { "text", "content", "refusal" };
	struct text t = TEXT_ABSENT;
	for (size_t i = 0; i < 3 && !t.p; i++)
		t = convert_string(part, names[i]);
	return t;
}

static struct text
first_string(const struct json_node *object, const char *const *names, size_t n)
{
	struct text t = TEXT_ABSENT;
	for (size_t i = 0; i < n && !t.p; i++)
		t = convert_string(object, names[i]);
	return t;
}

static const struct json_node *
first_member(const struct json_node *object, const char *const *names, size_t n)
{
	const struct json_node *found = NULL;
	for (size_t i = 0; i < n && !found; i++)
		found = json_get(object, names[i]);
	return found;
}

static int
read_call(struct convert *c, struct chat_message *m, const struct json_node *part)
{
	static const char *const inputs[] = { "input", "arguments", "args" };
	const struct json_node *inner = json_get(part, "functionCall");
	const struct json_node *call = inner ? inner : part;
	return convert_add_call(c, m, part, convert_string(call, "id"),
	    convert_string(call, "name"), first_member(call, inputs, 3));
}

static int
read_result(struct convert *c, struct chat_message *m, const struct json_node *part)
{
	static const char *const contents[] = { "content", "response", "result", "output" };
	static const char *const ids[] = { "tool_use_id", "id" };
	const struct json_node *inner = json_get(part, "functionResponse");
	const struct json_node *result = inner ? inner : part;
	return convert_add_result(c, m, part, first_string(result, ids, 2),
	    convert_string(result, "name"), first_member(result, contents, 4));
}

static int
read_part(struct convert *c, struct chat_message *m, const struct json_node *part)
{
	if (part->kind == JSON_STRING) {
		convert_add_part(c, m, CHAT_TEXT, part)->text = part->text;
		return 0;
	}
	if (part->kind != JSON_OBJECT)
		return convert_refuse(c, part, "neither a text nor a part of a message");
	const enum shape shape = shape_of(part);
	switch (shape) {
	case TEXT_PART: {
		const struct text t = text_of_part(part);
		if (!t.p)
			return convert_refuse(c, part, "a part without its text");
		convert_add_part(c, m, CHAT_TEXT, part)->text = t;
		return 0;
	}
	case CALL_PART: return read_call(c, m, part);
	case RESULT_PART: return read_result(c, m, part);
	case THOUGHT: convert_note_left_out(c, convert_string(part, "type"), "a message"); return 0;
	case MEDIA:
	case OTHER: break;
	}
	return refuse_part(c, part, shape);
}

int
convert_content(struct convert *c, struct chat_message *m, const struct json_node *content)
{
	if (!content || content->kind == JSON_NULL)
		return 0;
	if (content->kind != JSON_ARRAY)
		return read_part(c, m, content);
	for (const struct json_node *part = content->child; part; part = part->next)
		if (read_part(c, m, part) < 0)
			return -1;
	return 0;
}

/* A result may be any JSON, but an image in it is refused like any other one. */
int
convert_content_text(struct convert *c, const struct json_node *content, struct buf *text)
{
	if (!content || content->kind == JSON_NULL)
		return 0;
	if (content->kind == JSON_STRING) {
		buf_text(text, content->text);
		return 0;
	}
	const bool parts = content->kind == JSON_ARRAY && content->child &&
			   content->child->kind == JSON_OBJECT &&
			   convert_string(content->child, "type").p;
	if (!parts) {
		json_put_compact(text, content->json);
		return 0;
	}
	for (const struct json_node *part = content->child; part; part = part->next) {
		const enum shape shape = part->kind == JSON_OBJECT ? shape_of(part) : OTHER;
		const struct text t = text_of_part(part);
		if (shape != TEXT_PART || !t.p)
			return refuse_part(c, part, shape);
		if (part != content->child)
			buf_char(text, '\n');
		buf_text(text, t);
	}
	return 0;
}
