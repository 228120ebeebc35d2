/* SPDX-License-Identifier: MIT */
#include "state/dump.h"

#include "base/sha256.h"
#include "json/write.h"
#include "time/stamp.h"

static void
put_times(struct buf *b, const char *name, const struct fact *f)
{
	json_member_begin(b, name, '[');
	for (size_t i = 0; i < f->times; i++)
		stamp_put_json(b, f->at_ns[i]);
	json_end(b, ']');
}

static void
put_texts(struct buf *b, const char *name, const struct text *t, size_t n)
{
	json_member_begin(b, name, '[');
	for (size_t i = 0; i < n; i++)
		json_add_string(b, t[i]);
	json_end(b, ']');
}

static void
put_dedup(struct buf *b, const struct fact *f)
{
	char hex[CONTENT_HEX];
	json_member_string_or_null(b, "event_id", f->id);
	sha256_hex(f->content_digest, CONTENT_BYTES, hex);
	json_member_string(b, "content", (struct text){ hex, CONTENT_HEX });
	json_name(b, "first_seen_at");
	stamp_put_json(b, f->first_ns);
	json_member_string(b, "decision", outcome_names[f->verdict.outcome]);
	json_member_string_or_null(b, "decided_by", f->verdict.decided_by);
	put_texts(b, "matched_rules", f->verdict.matched, f->verdict.nmatched);
	put_texts(b, "shadow_rules", f->verdict.shadow, f->verdict.nshadow);
}

static void
put_unit(struct buf *b, const struct fact *f)
{
	if (f->kind == FACT_ENTITY) {
		json_member_string_or_null(b, "entity_id", f->id);
		json_member_string_or_null(b, "source_id", f->of);
	} else {
		json_member_string_or_null(b, "session_id", f->id);
		json_member_string_or_null(b, "entity_id", f->of);
	}
	json_member_u64(b, "event_count", f->events);
	json_member_u64(b, "decision_count", f->decisions);
	json_name(b, "first_seen_at");
	stamp_put_json(b, f->first_ns);
	json_name(b, "last_seen_at");
	stamp_put_json(b, f->last_ns);
}

static void
put_values(struct buf *b, const struct fact *f)
{
	if (f->takes == TAKES_NOTHING)
		return;
	json_member_begin(b, "values", '[');
	for (size_t i = 0; i < f->times; i++) {
		if (f->takes == TAKES_TEXT) {
			json_add_string(b, f->item[i].text);
			continue;
		}
		char digits[FIXED_MAX];
		const size_t n = fixed_put(f->item[i].number, digits);
		json_add_raw(b, (struct text){ digits, n });
	}
	json_end(b, ']');
}

static void
put_window(struct buf *b, const struct fact *f)
{
	put_texts(b, "key", f->key, f->keys);
	json_member_raw(b, "series", f->series);
	put_times(b, "observed_at", f);
	put_values(b, f);
}

static void
put_watermark(struct buf *b, const struct fact *f)
{
	json_name(b, "watermark");
	if (f->times == WATERMARK_RANK)
		stamp_put_json(b, f->at_ns[0]);
	else
		json_add_null(b);
	put_times(b, "latest", f);
}

void
dump_put(struct buf *b, const struct fact *f)
{
	json_begin(b, '{');
	json_member_string(b, "kind", fact_kind_names[f->kind]);
	json_member_string_or_null(b, "tenant_id", f->tenant_id);
	switch (f->kind) {
	case FACT_DEDUP: put_dedup(b, f); break;
	case FACT_WATERMARK: put_watermark(b, f); break;
	case FACT_WINDOW: put_window(b, f); break;
	case FACT_ENTITY:
	case FACT_SESSION: put_unit(b, f); break;
	}
	BUF_LIT(b, "}\n");
}
