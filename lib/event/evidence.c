/* SPDX-License-Identifier: MIT */
#include "event/evidence.h"

#include "json/write.h"

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
