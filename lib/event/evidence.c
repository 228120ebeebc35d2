/* SPDX-License-Identifier: MIT */
#include "event/evidence.h"

#include "json/write.h"

static void
put_flip(struct buf *b, const struct evidence *e)
{
	if (e->flip.kind == VALUE_ABSENT) {
		BUF_LIT(b, "null");
		return;
	}
	BUF_LIT(b, "{\"observed\":");
	value_put(b, &e->flip);
	BUF_LIT(b, ",\"distance\":");
	value_put(b, &e->distance);
	BUF_LIT(b, ",\"decision\":");
	json_put_string(b, outcome_names[e->decision]);
	buf_char(b, '}');
}

void
event_put_evidence(struct buf *b, const struct evidence *e)
{
	BUF_LIT(b, "{\"rule_id\":");
	json_put_string(b, e->rule_id);
	BUF_LIT(b, ",\"reason\":");
	json_put_string_or_null(b, e->reason);
	BUF_LIT(b, ",\"expression\":");
	json_put_string(b, e->expression);
	BUF_LIT(b, ",\"observed\":");
	value_put(b, &e->observed);
	BUF_LIT(b, ",\"operator\":");
	json_put_string(b, e->op);
	BUF_LIT(b, ",\"value\":");
	buf_text(b, e->value.p ? e->value : TEXT("null"));
	BUF_LIT(b, ",\"holds\":");
	buf_text(b, e->holds ? TEXT("true") : TEXT("false"));
	BUF_LIT(b, ",\"flip\":");
	put_flip(b, e);
	buf_char(b, '}');
}
