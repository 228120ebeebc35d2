/* SPDX-License-Identifier: MIT */
#include "plan/plan.h"

#include "expr/load.h"
#include "plan/load.h"

const struct text normalizer_names[NORMALIZERS] = {
	[NORMALIZE_TRIM] = TEXT("Trim"),
	[NORMALIZE_LOWERCASE] = TEXT("Lowercase"),
	[NORMALIZE_UPPERCASE] = TEXT("Uppercase"),
	[NORMALIZE_COLLAPSE_WHITESPACE] = TEXT("CollapseWhitespace"),
	[NORMALIZE_SPLIT] = TEXT("Split"),
	[NORMALIZE_REPLACE] = TEXT("Replace"),
	[NORMALIZE_EXTRACT] = TEXT("Extract"),
	[NORMALIZE_BASE64] = TEXT("Base64"),
};

static int
load_split(struct expr_loader *l, const struct json_node *node, struct normalizer *n)
{
	static const struct text members[] = { TEXT("kind"), TEXT("separator"), TEXT("index") };
	int bad = load_members(l, node, members, LOAD_COUNT(members));
	bad |= load_name(l, node, "separator", &n->from);
	return bad | load_integer(l, node, "index", INT64_MIN, INT64_MAX, &n->index);
}

static int
load_replace(struct expr_loader *l, const struct json_node *node, struct normalizer *n)
{
	static const struct text members[] = { TEXT("kind"), TEXT("from"), TEXT("to") };
	int bad = load_members(l, node, members, LOAD_COUNT(members));
	bad |= load_name(l, node, "from", &n->from);
	n->to = TEXT("");
	return json_get(node, "to") == NULL ? bad : bad | load_text(l, node, "to", &n->to);
}

static int
load_extract(struct expr_loader *l, const struct json_node *node, struct normalizer *n)
{
	static const struct text members[] = { TEXT("kind"), TEXT("pattern"), TEXT("group") };
	int64_t group = 0;
	int bad = load_members(l, node, members, LOAD_COUNT(members));
	const bool good = load_required(l, node, "group") != NULL &&
			  load_integer(l, node, "group", 0, PATTERN_BYTES, &group) == 0;
	n->pattern = load_regex(l, node, good ? (unsigned)group : PATTERN_NO_GROUP, false);
	return good && n->pattern != NULL ? bad : -1;
}

static int
load_base64(struct expr_loader *l, const struct json_node *node, struct normalizer *n)
{
	static const struct text members[] = { TEXT("kind"), TEXT("to") };
	static const struct text forms[] = { TEXT("text"), TEXT("hex") };
	const int bad = load_members(l, node, members, LOAD_COUNT(members));
	const int form = load_choice(l, node, "to", "form", forms, LOAD_COUNT(forms));
	n->hex = form == 1;
	return form < 0 ? -1 : bad;
}

static int
load_by_name(struct expr_loader *l, const struct json_node *node, struct normalizer *n)
{
	int kind = load_chosen(l, node, "normalizer", normalizer_names, NORMALIZERS);
	if (kind < 0)
		return -1;
	n->kind = (enum normalizer_kind)kind;
	switch (n->kind) {
	case NORMALIZE_SPLIT:
		return load_error(l, node,
		    "must be an object: {\"kind\":\"Split\",\"separator\":\",\",\"index\":0}");
	case NORMALIZE_REPLACE:
		return load_error(l, node,
		    "must be an object: {\"kind\":\"Replace\",\"from\":\"+\",\"to\":\"\"}");
	case NORMALIZE_EXTRACT:
		return load_error(l, node,
		    "must be an object: {\"kind\":\"Extract\",\"pattern\":\"^([^@]+)@\",\"group\":1}");
	case NORMALIZE_BASE64:
		return load_error(
		    l, node, "must be an object: {\"kind\":\"Base64\",\"to\":\"text\"}");
	case NORMALIZE_TRIM:
	case NORMALIZE_LOWERCASE:
	case NORMALIZE_UPPERCASE:
	case NORMALIZE_COLLAPSE_WHITESPACE: break;
	}
	return 0;
}

int
load_normalizer(struct expr_loader *l, const struct json_node *node, struct normalizer *n)
{
	static const struct text members[] = { TEXT("kind") };
	int kind;
	if (node->kind == JSON_STRING)
		return load_by_name(l, node, n);
	if (node->kind != JSON_OBJECT)
		return load_error(l, node, "must be a string or an object");
	kind = load_choice(l, node, "kind", "normalizer", normalizer_names, NORMALIZERS);
	if (kind < 0)
		return -1;
	n->kind = (enum normalizer_kind)kind;
	switch (n->kind) {
	case NORMALIZE_SPLIT: return load_split(l, node, n);
	case NORMALIZE_REPLACE: return load_replace(l, node, n);
	case NORMALIZE_EXTRACT: return load_extract(l, node, n);
	case NORMALIZE_BASE64: return load_base64(l, node, n);
	case NORMALIZE_TRIM:
	case NORMALIZE_LOWERCASE:
	case NORMALIZE_UPPERCASE:
	case NORMALIZE_COLLAPSE_WHITESPACE: break;
	}
	return load_members(l, node, members, 1);
}
