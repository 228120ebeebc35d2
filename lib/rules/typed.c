/* SPDX-License-Identifier: MIT */
#include "rules/typed.h"

#include "base/casemap.h"
#include "base/fixed.h"
#include "base/utf8.h"

/* ---- the parser ----------------------------------------------------------------------------- */

static bool
is_text(const struct json_node *value)
{
	return value->kind == JSON_STRING;
}

static bool
is_numeric(const struct json_node *value)
{
	return value->kind == JSON_NUMBER || (is_text(value) && number_is_json(value->text));
}

/* Constant texts, one for each type. */
#define WHY_SECONDS(type, name, one, ...)                                                          \
	"the field is " one ", which compares as a number of seconds",
#define WHY_NATURAL(type, name, one, ...) "the field is " one ", which is never below 0",
#define WHY_BOOL(type, name, one, ...) "the field is " one ", which is true or false",
static const char *const why_seconds[] = { TYPE_ROWS(WHY_SECONDS) };
static const char *const why_natural[] = { TYPE_ROWS(WHY_NATURAL) };
static const char *const why_bool[] = { TYPE_ROWS(WHY_BOOL) };

/* For a field whose values are JSON numbers. */
static const char *
never_number(enum type type, enum op op, const struct json_node *value)
{
	number_wide ignored;
	const enum numbers numbers = types[type].numbers;
	if (!is_numeric(value) && (is_text(value) || op == OP_EQ))
		return numbers == NUMBERS_SECONDS ? why_seconds[type]
						  : "the field is a number, and the value is not";
	if (!is_numeric(value))
		return NULL;
	if (numbers == NUMBERS_NATURAL && (op == OP_EQ || op == OP_LT || op == OP_LE)) {
		const int sign = number_cmp(value->text, TEXT("0"));
		if (sign < 0 || (sign == 0 && op == OP_LT))
			return why_natural[type];
	}
	if (type_is_whole(type) && op == OP_EQ && !number_floor(value->text, 0, &ignored))
		return "the field is a whole number, and the value is not";
	if (numbers == NUMBERS_DECIMAL && op == OP_EQ && !fixed_read(value->text, &ignored))
		return "the field is a Decimal, and the value has too many digits for one";
	return NULL;
}

/* How a value is compared with the field. */
struct asked {
	enum op op;
	bool ignore_case;
};

static bool
is_same(struct text a, struct text b)
{
	return text_eq(a, b);
}

static const char *
never_bool(enum type type, const struct asked *asked, const struct json_node *value)
{
	bool (*same)(struct text a, struct text b) = asked->ignore_case ? text_eq_nocase : is_same;
	if (asked->op != OP_EQ || same(value->text, TEXT("true")) ||
	    same(value->text, TEXT("false")))
		return NULL;
	return why_bool[type];
}

/* ---- the normalizers ------------------------------------------------------------------------ */

/* Does the mapping change a character of the text? */
static bool
is_changed(uint32_t (*map)(uint32_t), struct text t)
{
	uint32_t cp;
	for (size_t i = 0; i < t.n;) {
		i += utf8_decode(t.p + i, t.n - i, &cp);
		if (map(cp) != cp)
			return true;
	}
	return false;
}

enum letters
typed_letters(const struct plan_field *field)
{
	enum letters letters = LETTERS_ANY;
	const struct type_row *type = &types[field->parser];
	if (type->json != VALUE_STRING || type->compare != AS_VALUES)
		return letters;
	for (size_t i = 0; i < field->normalizers; i++) {
		const struct normalizer *n = &field->normalizer[i];
		if (n->kind == NORMALIZE_LOWERCASE)
			letters = LETTERS_LOWER;
		else if (n->kind == NORMALIZE_UPPERCASE)
			letters = LETTERS_UPPER;
		else if (n->kind == NORMALIZE_BASE64)
			letters = n->hex ? LETTERS_LOWER : LETTERS_ANY;
		else if (n->kind == NORMALIZE_REPLACE && letters != LETTERS_ANY &&
			 is_changed(
			     letters == LETTERS_LOWER ? casemap_lower : casemap_upper, n->to))
			letters = LETTERS_ANY;
	}
	return letters;
}

static const char *
never_letters(enum letters letters, const struct json_node *value)
{
	if (!is_text(value))
		return NULL;
	if (letters == LETTERS_LOWER && is_changed(casemap_lower, value->text))
		return "the plan makes the field Lowercase, and the value is not";
	if (letters == LETTERS_UPPER && is_changed(casemap_upper, value->text))
		return "the plan makes the field Uppercase, and the value is not";
	return NULL;
}

/* ---- both ----------------------------------------------------------------------------------- */

static const char *
never(const struct rules *r, size_t field, const struct asked *asked, const struct json_node *value)
{
	const enum type type = r->fields.type[field];
	const bool letters = r->letters && asked->op == OP_EQ && !asked->ignore_case;
	const char *why = letters ? never_letters(r->letters[field], value) : NULL;
	if (why)
		return why;
	switch (types[type].json) {
	case VALUE_NUMBER: return never_number(type, asked->op, value);
	case VALUE_BOOL: return never_bool(type, asked, value);
	case VALUE_ABSENT:
	case VALUE_STRING: /* an invalid time or address is an error when the rules are loaded */
	case VALUE_JSON: break;
	}
	return NULL;
}

/* For several values: the reason for the first, if the field never has any of them. */
static const char *
never_any(
    const struct rules *r, size_t field, const struct asked *asked, const struct json_node *values)
{
	const char *first = NULL;
	for (const struct json_node *n = values->child; n; n = n->next) {
		const char *why = never(r, field, asked, n);
		if (!why)
			return NULL;
		first = first ? first : why;
	}
	return first;
}

/* FieldContains and FieldLike: for a part of the text, or for each of several patterns. */
static const char *
never_part(const struct rules *r, size_t field, const struct json_node *pred)
{
	const struct json_node *value = json_get(pred, "value"),
			       *patterns = json_get(pred, "patterns");
	const char *why = NULL;
	if (!r->letters)
		return NULL;
	if (!patterns)
		return never_letters(r->letters[field], value ? value : json_get(pred, "pattern"));
	for (const struct json_node *n = patterns->child; n; n = n->next)
		if (!(why = never_letters(r->letters[field], n)))
			return NULL;
	return why;
}

static bool
is_true(const struct json_node *pred, const char *key)
{
	const struct json_node *node = json_get(pred, key);
	return node && node->kind == JSON_TRUE;
}

static bool
is_kind(const struct json_node *kind, const char *name)
{
	return text_eq(kind->text, text_of(name));
}

const char *
typed_never(const struct rules *r, const struct json_node *pred)
{
	const struct json_node *kind = json_get(pred, "kind"), *name = json_get(pred, "field_name"),
			       *value = json_get(pred, "value"), *op = json_get(pred, "operator"),
			       *values = json_get(pred, "values");
	struct asked asked = { OP_EQ, is_true(pred, "ignore_case") };
	if (!kind || !name || !is_text(kind) || !is_text(name))
		return NULL;
	const size_t field = fields_find(&r->fields, name->text);
	if (field == FIELD_UNKNOWN)
		return NULL;
	if (is_kind(kind, "FieldEq") && value)
		return never(r, field, &asked, value);
	if (is_kind(kind, "FieldIn") && values)
		return never_any(r, field, &asked, values);
	if (is_kind(kind, "FieldContains") || is_kind(kind, "FieldLike"))
		return asked.ignore_case ? NULL : never_part(r, field, pred);
	if (!is_kind(kind, "FieldCmp") || !value || !op)
		return NULL;
	const size_t i = text_among(op->text, op_names, OPS);
	asked.op = (enum op)i;
	return i < OPS && i != OP_NE ? never(r, field, &asked, value) : NULL;
}
