/* SPDX-License-Identifier: MIT */
#include "event/decision.h"

#include "event/put.h"

const struct text outcome_names[OUTCOMES] = {
	[OUTCOME_ALLOW] = TEXT("Allow"),
	[OUTCOME_OBSERVE] = TEXT("Observe"),
	[OUTCOME_CHALLENGE] = TEXT("Challenge"),
	[OUTCOME_BLOCK] = TEXT("Block"),
};

static void
put_rules(struct buf *b, const struct text *rule, size_t n)
{
	buf_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(b, ',');
		json_put_string(b, rule[i]);
	}
	buf_char(b, ']');
}

static void
put_verdict(struct buf *b, const struct verdict *v)
{
	BUF_LIT(b, ",\"decision\":\"");
	buf_text(b, outcome_names[v->outcome]);
	BUF_LIT(b, "\",\"decided_by\":");
	json_put_string_or_null(b, v->decided_by);
	BUF_LIT(b, ",\"matched_rules\":");
	put_rules(b, v->matched, v->nmatched);
	BUF_LIT(b, ",\"shadow_rules\":");
	put_rules(b, v->shadow, v->nshadow);
}

void
event_put_decision(struct buf *b, const struct event *ev, const struct event_schema *s,
    uint64_t rule_version, const struct decision *d)
{
	struct put o = put_begin(b, event_head_room(ev) + ev->head.n + ev->ids.n);

	if (ev->head.p)
		put_bytes(&o, ev->head.p, ev->head.n);
	else
		event_put_head(&o, ev);
	PUT_LIT(&o, ",\"rule_version\":");
	put_u64(&o, rule_version);
	if (ev->ids.p)
		put_bytes(&o, ev->ids.p, ev->ids.n);
	else
		event_put_ids(&o, ev);
	put_end(&o);
	put_verdict(b, d->verdict);
	BUF_LIT(b, ",\"duplicate_of\":");
	value_put(b, d->duplicate ? &ev->event_id : &VALUE_NONE);
	BUF_LIT(b, ",\"fields\":");
	if (ev->fields_json.p != NULL)
		buf_text(b, ev->fields_json);
	else
		event_put_fields(b, ev->field, s);
	if (d->evidence.p) {
		BUF_LIT(b, ",\"evidence\":");
		buf_text(b, d->evidence);
	}
	BUF_LIT(b, "}\n");
}
