/* SPDX-License-Identifier: MIT */
#include "state/dump.h"

#include "base/sha256.h"
#include "json/write.h"
#include "time/stamp.h"

static const char *const kind_names[ENTRY_KINDS] = { "dedup", "entity", "session", "watermark",
	"window" };

static void
put_time(struct buf *b, int64_t at_ns)
{
	char text[STAMP_MAX];
	size_t n = stamp_put(at_ns, text);
	buf_char(b, '"');
	buf_put(b, text, n);
	buf_char(b, '"');
}

static void
put_times(struct buf *b, const char *name, const struct entry *e)
{
	json_put_name(b, false, name);
	for (size_t i = 0; i < e->times; i++) {
		buf_char(b, i == 0 ? '[' : ',');
		put_time(b, e->at_ns[i]);
	}
	buf_char(b, ']');
}

static void
put_texts(struct buf *b, const char *name, const struct text *t, size_t n)
{
	json_put_name(b, false, name);
	buf_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(b, ',');
		json_put_string(b, t[i]);
	}
	buf_char(b, ']');
}

static void
put_text(struct buf *b, const char *name, struct text t)
{
	json_put_name(b, false, name);
	json_put_string_or_null(b, t);
}

static void
put_dedup(struct buf *b, const struct entry *e)
{
	char hex[CONTENT_HEX];
	put_text(b, "event_id", e->id);
	sha256_hex(e->content_digest, CONTENT_BYTES, hex);
	put_text(b, "content", (struct text){ hex, CONTENT_HEX });
	json_put_name(b, false, "first_seen_at");
	put_time(b, e->first_ns);
	put_text(b, "decision", outcome_names[e->verdict.outcome]);
	put_text(b, "decided_by", e->verdict.decided_by);
	put_texts(b, "matched_rules", e->verdict.matched, e->verdict.nmatched);
	put_texts(b, "shadow_rules", e->verdict.shadow, e->verdict.nshadow);
}

static void
put_unit(struct buf *b, const struct entry *e)
{
	if (e->kind == ENTRY_ENTITY) {
		put_text(b, "entity_id", e->id);
		put_text(b, "source_id", e->of);
	} else {
		put_text(b, "session_id", e->id);
		put_text(b, "entity_id", e->of);
	}
	json_put_name(b, false, "event_count");
	buf_u64(b, e->events);
	json_put_name(b, false, "decision_count");
	buf_u64(b, e->decisions);
	json_put_name(b, false, "first_seen_at");
	put_time(b, e->first_ns);
	json_put_name(b, false, "last_seen_at");
	put_time(b, e->last_ns);
}

static void
put_values(struct buf *b, const struct entry *e)
{
	char digits[WIDE_MAX];
	if (e->content == CONTENT_NONE)
		return;
	json_put_name(b, false, "values");
	for (size_t i = 0; i < e->times; i++) {
		buf_char(b, i == 0 ? '[' : ',');
		if (e->content == CONTENT_TEXTS)
			json_put_string(b, e->item[i].text);
		else
			buf_put(b, digits, wide_put(e->item[i].number, digits));
	}
	buf_char(b, ']');
}

static void
put_window(struct buf *b, const struct entry *e)
{
	put_texts(b, "key", e->key, e->keys);
	json_put_name(b, false, "series");
	buf_text(b, e->series);
	put_times(b, "observed_at", e);
	put_values(b, e);
}

static void
put_watermark(struct buf *b, const struct entry *e)
{
	json_put_name(b, false, "watermark");
	if (e->times == WATERMARK_RANK)
		put_time(b, e->at_ns[0]);
	else
		BUF_LIT(b, "null");
	put_times(b, "latest", e);
}

void
dump_put(struct buf *b, const struct entry *e)
{
	buf_printf(b, "{\"kind\":\"%s\"", kind_names[e->kind]);
	put_text(b, "tenant_id", e->tenant_id);
	switch (e->kind) {
	case ENTRY_DEDUP: put_dedup(b, e); break;
	case ENTRY_WATERMARK: put_watermark(b, e); break;
	case ENTRY_WINDOW: put_window(b, e); break;
	default: put_unit(b, e);
	}
	BUF_LIT(b, "}\n");
}
