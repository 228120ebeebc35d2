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
put_rule_lists(struct buf *b, const struct verdict *v)
{
	BUF_LIT(b, "\",\"decided_by\":");
	json_put_string_or_null(b, v->decided_by);
	BUF_LIT(b, ",\"matched_rules\":");
	put_rules(b, v->matched, v->nmatched);
	BUF_LIT(b, ",\"shadow_rules\":");
	put_rules(b, v->shadow, v->nshadow);
}

/* Most events match no rule, so that case is one constant. */
static void
put_verdict(struct put *o, const struct verdict *v)
{
	PUT_LIT(o, ",\"decision\":\"");
	put_bytes(o, outcome_names[v->outcome].p, outcome_names[v->outcome].n);
	if (!v->decided_by.p && v->nmatched == 0 && v->nshadow == 0) {
		PUT_LIT(o, "\",\"decided_by\":null,\"matched_rules\":[],\"shadow_rules\":[]");
		return;
	}
	put_end(o);
	put_rule_lists(o->b, v);
	*o = put_begin(o->b, o->room);
}

static void
put_fields(struct put *o, const struct event *ev, const struct event_schema *s)
{
	PUT_LIT(o, ",\"fields\":");
	if (ev->fields_json.p) {
		put_bytes(o, ev->fields_json.p, ev->fields_json.n);
		return;
	}
	put_end(o);
	event_put_fields(o->b, ev->field, s);
	*o = put_begin(o->b, o->room);
}

/* Enough for all that is written into one reserved stretch.  The other parts reserve their own. */
static size_t
decision_room(const struct event *ev)
{
	return event_head_room(ev) + ev->head.n + ev->ids.n + ev->fields_json.n +
	       put_value_room(&ev->event_id) + PUT_LITERALS;
}

void
event_put_decision(struct buf *b, const struct event *ev, const struct event_schema *s,
    uint64_t rule_version, const struct decision *d)
{
	struct put o = put_begin(b, decision_room(ev));
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
	put_verdict(&o, d->verdict);
	PUT_LIT(&o, ",\"duplicate_of\":");
	put_value(&o, d->duplicate ? &ev->event_id : &VALUE_NONE);
	put_fields(&o, ev, s);
	if (d->evidence.p) {
		PUT_LIT(&o, ",\"evidence\":");
		put_end(&o);
		buf_text(b, d->evidence);
		o = put_begin(b, 2);
	}
	PUT_LIT(&o, "}\n");
	put_end(&o);
}
