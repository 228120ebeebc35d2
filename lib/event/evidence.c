/* SPDX-License-Identifier: MIT */
#include "event/evidence.h"

#include "json/write.h"
#include "report/text_put.h"

static void
put_flip(struct buf *b, const struct evidence *e)
{
	if (e->flip.kind == VALUE_ABSENT) {
		json_add_null(b);
		return;
	}
	json_begin(b, '{');
	json_name(b, "observed");
	value_put(b, &e->flip);
	json_name(b, "distance");
	value_put(b, &e->distance);
	json_member_string(b, "decision", outcome_names[e->decision]);
	json_end(b, '}');
}

void
event_put_evidence(struct buf *b, const struct evidence *e)
{
	json_begin(b, '{');
	json_member_string(b, "rule_id", e->rule_id);
	json_member_string_or_null(b, "reason", e->reason);
	json_member_string(b, "expression", e->expression);
	json_name(b, "observed");
	value_put(b, &e->observed);
	json_member_string(b, "operator", e->op);
	json_member_raw_or_null(b, "value", e->value);
	json_member_bool(b, "holds", e->holds);
	json_name(b, "flip");
	put_flip(b, e);
	json_end(b, '}');
}

enum { EXPRESSION_MOST = 120, VALUE_MOST = 48 }; /* columns */

/* How people write an operator; absent: the expression says it. */
static struct text
operator_for_people(struct text op)
{
	static const struct {
		struct text op, text;
	} signs[] = {
		{ TEXT("Eq"), TEXT("=") },
		{ TEXT("Ne"), TEXT("!=") },
		{ TEXT("Lt"), TEXT("<") },
		{ TEXT("Le"), TEXT("<=") },
		{ TEXT("Gt"), TEXT(">") },
		{ TEXT("Ge"), TEXT(">=") },
		{ TEXT("Contains"), TEXT("contains") },
		{ TEXT("In"), TEXT("in") },
		{ TEXT("Like"), TEXT("like") },
		{ TEXT("Between"), TEXT("between") },
		{ TEXT("Matches"), TEXT("matches") },
		{ TEXT("Exists"), TEXT_ABSENT },
	};
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (text_eq(op, signs[i].op))
			return signs[i].text;
	return op;
}

static void
put_observed(struct buf *b, const struct value *v)
{
	struct buf json = { 0 };
	if (v->kind == VALUE_ABSENT) {
		BUF_LIT(b, "absent");
		return;
	}
	value_put(&json, v);
	text_put_readable(b, buf_as_text(&json), VALUE_MOST);
	buf_free(&json);
}

void
event_put_evidence_text(struct buf *b, const struct evidence *e)
{
	const struct text op = operator_for_people(e->op);
	text_put_readable(b, e->expression, EXPRESSION_MOST);
	BUF_LIT(b, ": ");
	put_observed(b, &e->observed);
	if (op.p) {
		buf_text(b, e->holds ? TEXT(" ") : TEXT(", not "));
		buf_text(b, op);
	}
	if (op.p && e->value.p) {
		buf_char(b, ' ');
		text_put_readable(b, e->value, VALUE_MOST);
	}
	if (e->flip.kind == VALUE_ABSENT)
		return;
	BUF_LIT(b, " (");
	buf_text(b, outcome_names[e->decision]);
	BUF_LIT(b, " at ");
	put_observed(b, &e->flip);
	buf_char(b, ')');
}
