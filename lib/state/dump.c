/* SPDX-License-Identifier: MIT */
#include "state/dump.h"

#include "base/sha256.h"
#include "json/write.h"
#include "time/stamp.h"

static void
put_time(struct buf *b, int64_t at_ns)
{
	char text[STAMP_MAX];
	json_add_string(b, (struct text){ text, stamp_put(at_ns, text) });
}

static void
put_times(struct buf *b, const char *name, const struct entry *e)
{
	json_member_begin(b, name, '[');
	for (size_t i = 0; i < e->times; i++)
		put_time(b, e->at_ns[i]);
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
put_dedup(struct buf *b, const struct entry *e)
{
	char hex[CONTENT_HEX];
	json_member_string_or_null(b, "event_id", e->id);
	sha256_hex(e->content_digest, CONTENT_BYTES, hex);
	json_member_string(b, "content", (struct text){ hex, CONTENT_HEX });
	json_name(b, "first_seen_at");
	put_time(b, e->first_ns);
	json_member_string(b, "decision", outcome_names[e->verdict.outcome]);
	json_member_string_or_null(b, "decided_by", e->verdict.decided_by);
	put_texts(b, "matched_rules", e->verdict.matched, e->verdict.nmatched);
	put_texts(b, "shadow_rules", e->verdict.shadow, e->verdict.nshadow);
}

static void
put_unit(struct buf *b, const struct entry *e)
{
	if (e->kind == ENTRY_ENTITY) {
		json_member_string_or_null(b, "entity_id", e->id);
		json_member_string_or_null(b, "source_id", e->of);
	} else {
		json_member_string_or_null(b, "session_id", e->id);
		json_member_string_or_null(b, "entity_id", e->of);
	}
	json_member_u64(b, "event_count", e->events);
	json_member_u64(b, "decision_count", e->decisions);
	json_name(b, "first_seen_at");
	put_time(b, e->first_ns);
	json_name(b, "last_seen_at");
	put_time(b, e->last_ns);
}

static void
put_values(struct buf *b, const struct entry *e)
{
	if (e->takes == TAKES_NOTHING)
		return;
	json_member_begin(b, "values", '[');
	for (size_t i = 0; i < e->times; i++) {
		if (e->takes == TAKES_TEXT) {
			json_add_string(b, e->item[i].text);
			continue;
		}
		char digits[WIDE_MAX];
		const size_t n = wide_put(e->item[i].number, digits);
		json_add_raw(b, (struct text){ digits, n });
	}
	json_end(b, ']');
}

static void
put_window(struct buf *b, const struct entry *e)
{
	put_texts(b, "key", e->key, e->keys);
	json_member_raw(b, "series", e->series);
	put_times(b, "observed_at", e);
	put_values(b, e);
}

static void
put_watermark(struct buf *b, const struct entry *e)
{
	json_name(b, "watermark");
	if (e->times == WATERMARK_RANK)
		put_time(b, e->at_ns[0]);
	else
		json_add_null(b);
	put_times(b, "latest", e);
}

void
dump_put(struct buf *b, const struct entry *e)
{
	json_begin(b, '{');
	json_member_string(b, "kind", entry_kind_names[e->kind]);
	json_member_string_or_null(b, "tenant_id", e->tenant_id);
	switch (e->kind) {
	case ENTRY_DEDUP: put_dedup(b, e); break;
	case ENTRY_WATERMARK: put_watermark(b, e); break;
	case ENTRY_WINDOW: put_window(b, e); break;
	case ENTRY_ENTITY:
	case ENTRY_SESSION: put_unit(b, e); break;
	}
	BUF_LIT(b, "}\n");
}
