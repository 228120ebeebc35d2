/* SPDX-License-Identifier: MIT */
#include "audit/chain.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/number.h"
#include "json/tree.h"
#include "json/write.h"
#include "report/color.h"
#include "time/stamp.h"

/* Starts the next finding about a line. */
static void
begin(struct buf *why)
{
	if (why->n > 0)
		BUF_LIT(why, "; ");
}

static void
put_differs(struct buf *why, const char *name, struct text expected, struct text found)
{
	begin(why);
	buf_printf(why, "%s: expected %.*s, found ", name, (int)expected.n, expected.p);
	buf_text(why, found);
}

/* Checks the tenant and the id of the entry. */
static void
judge_tenant(struct chain *c, const struct audit_line *entry, struct buf *why)
{
	struct buf id = { 0 };
	if (!c->tenant[0] && entry->tenant_id.n < sizeof(c->tenant))
		memcpy(c->tenant, entry->tenant_id.p, entry->tenant_id.n);
	if (!text_eq(text_of(c->tenant), entry->tenant_id)) {
		c->foreign = true;
		put_differs(why, "tenant_id", text_of(c->tenant), entry->tenant_id);
	}
	buf_text(&id, entry->tenant_id);
	buf_char(&id, '-');
	buf_u64(&id, entry->seq);
	if (!text_eq(buf_as_text(&id), entry->id)) {
		c->broken = true;
		put_differs(why, "audit_entry_id", buf_as_text(&id), entry->id);
	}
	buf_free(&id);
}

/* Checks that the entry's hash is that of its bytes. */
static void
judge_hash(struct chain *c, const struct audit_line *entry, struct buf *why)
{
	char hash[AUDIT_HASH];
	if (!entry->exact) {
		c->broken = true;
		begin(why);
		BUF_LIT(why,
		    "not spelled as an entry: it must have its members in their order, and nothing "
		    "else");
		return;
	}
	audit_hash(entry, hash);
	if (memcmp(hash, entry->entry_hash.p, AUDIT_HASH) == 0)
		return;
	c->broken = true;
	put_differs(why, "the line was changed: entry_hash", (struct text){ hash, AUDIT_HASH },
	    entry->entry_hash);
}

/* Checks that the entry follows the line before. */
static void
judge_link(struct chain *c, const struct audit_line *entry, struct buf *why)
{
	const bool first = c->entries == 0;
	const struct text before = { first ? audit_zeros : c->hash, AUDIT_HASH };
	const uint64_t expected = first ? 1 : c->seq + 1;
	if (c->unlinked || (first && c->anywhere))
		return;
	if (entry->seq != expected) {
		c->gaps = true;
		begin(why);
		buf_printf(why, "seq: expected %" PRIu64 ", found %" PRIu64, expected, entry->seq);
	}
	if (!text_eq(entry->prev_hash, before)) {
		c->broken = true;
		put_differs(why, "prev_hash", before, entry->prev_hash);
	}
}

static void
judge_time(struct chain *c, const struct audit_line *entry, struct buf *why)
{
	char stamp[STAMP_MAX];
	if (c->entries == 0 || entry->recorded_at_ns >= c->at_ns)
		return;
	c->backward = true;
	begin(why);
	buf_printf(why, "recorded_at: %.*s is earlier than ", (int)entry->recorded_at.n,
	    entry->recorded_at.p);
	buf_put(why, stamp, stamp_put(c->at_ns, stamp));
	BUF_LIT(why, " before it");
}

static void
look_for_head(struct chain *c)
{
	if (c->head_found)
		c->entries_since++;
	if (!c->head_wanted || (c->head_seq > 0 && c->head_seq != c->seq))
		return;
	if (memcmp(c->head, c->hash, AUDIT_HASH) == 0) {
		c->head_found = true;
		c->entries_since = 0;
	}
}

static int
take_entry(struct chain *c, const struct audit_line *entry, struct buf *why)
{
	const size_t before = why->n;
	judge_tenant(c, entry, why);
	judge_link(c, entry, why);
	judge_hash(c, entry, why);
	judge_time(c, entry, why);
	if (c->entries++ == 0)
		c->first_seq = entry->seq;
	c->seq = entry->seq;
	c->at_ns = entry->recorded_at_ns;
	c->unlinked = entry->entry_hash.n != AUDIT_HASH;
	memset(c->hash, '?', AUDIT_HASH);
	if (!c->unlinked)
		memcpy(c->hash, entry->entry_hash.p, AUDIT_HASH);
	look_for_head(c);
	if (why->n == before)
		return 0;
	c->faults++;
	return -1;
}

/* No entry is linked to a torn line; the entry that repairs it is linked to the one before it. */
static int
take_torn(struct chain *c, size_t n, struct buf *why)
{
	c->faults++;
	c->torn = true;
	buf_printf(why,
	    "torn: the last %zu bytes have no newline; the next append repairs this "
	    "(audit.repair)",
	    n);
	return -1;
}

void
chain_take_bad(struct chain *c, struct text error, struct buf *why)
{
	c->faults++;
	c->broken = true;
	c->unjudged = true;
	c->unlinked = true;
	buf_text(why, error);
}

int
chain_take(struct chain *c, const struct audit_found *found, struct buf *why)
{
	if (found->torn > 0)
		return take_torn(c, found->torn, why);
	if (found->result == EVENT_OK)
		return take_entry(c, found->entry, why);
	if (found->result == EVENT_REJECTED && found->why->field.p) {
		buf_text(why, found->why->field);
		BUF_LIT(why, ": ");
	}
	chain_take_bad(
	    c, found->result == EVENT_BLANK ? TEXT("an empty line") : found->why->error, why);
	return -1;
}

/* An empty chain needs no search: its head is known. */
static bool
head_is_start(const struct chain *c)
{
	return memcmp(c->head, audit_zeros, AUDIT_HASH) == 0;
}

static bool
has_head(const struct chain *c)
{
	return c->head_found || head_is_start(c);
}

bool
chain_is_good(const struct chain *c)
{
	return c->faults == 0 && !c->unread && c->ndiffering == 0 && !c->documents_unknown &&
	       (!c->head_wanted || has_head(c));
}

bool
chain_is_empty(const struct chain *c)
{
	return c->entries == 0 && c->faults == 0 && !c->unread;
}

/* ---- the verdicts --------------------------------------------------------------------------- */

static const char *
chain_verdict(const struct chain *c)
{
	if (c->broken)
		return "broken";
	return c->unread ? "not_known" : "intact";
}

/* A chain alone cannot show whether its end was cut off. */
static const char *
end_verdict(const struct chain *c)
{
	if (!c->head_wanted)
		return "not_known";
	if (!has_head(c))
		return c->unread ? "not_known" : "missing";
	if (c->broken || c->unread || c->torn)
		return "not_known";
	return (c->head_found ? c->entries_since : c->entries) == 0 ? "confirmed" : "grown";
}

/* The verdict on something that is good only if everything was seen. */
static const char *
verdict(bool bad, bool unknown, const char *no, const char *yes)
{
	if (bad)
		return no;
	return unknown ? "not_known" : yes;
}

/* A line that is not an entry leaves open what would be said about every entry. */
static const char *
sequence_verdict(const struct chain *c)
{
	return verdict(c->gaps, c->unread || c->unjudged, "gaps", "whole");
}

static const char *
time_verdict(const struct chain *c)
{
	return verdict(c->backward, c->unread || c->unjudged, "backward", "forward");
}

static const char *
tenant_verdict(const struct chain *c)
{
	return verdict(c->foreign, c->unread || c->unjudged, "foreign", "same");
}

static const char *
last_line_verdict(const struct chain *c)
{
	return verdict(c->torn, c->unread, "torn", "whole");
}

/* A damaged history proves nothing. */
static const char *
documents_verdict(const struct chain *c)
{
	return verdict(c->ndiffering > 0,
	    c->documents_unknown || c->unread || c->broken || c->foreign || c->gaps, "differ",
	    "same");
}

static void
put_member(struct buf *b, const char *name, const char *value)
{
	json_member_string(b, name, text_of(value));
}

static void
put_documents(struct buf *b, const struct chain *c)
{
	if (!c->documents_wanted)
		return;
	put_member(b, "documents", documents_verdict(c));
	json_member_begin(b, "differing", '[');
	for (size_t i = 0; i < c->ndiffering; i++) {
		json_begin(b, '{');
		json_member_string(b, "file", c->differing[i].file);
		json_member_string(b, "error", c->differing[i].error);
		json_end(b, '}');
	}
	json_end(b, ']');
}

static void
put_fault(struct buf *b, const struct chain_fault *fault)
{
	if (fault->line == 0) {
		json_add_null(b);
		return;
	}
	json_begin(b, '{');
	json_member_string_or_null(b, "file", fault->file);
	json_member_u64(b, "line", fault->line);
	json_member_string(b, "error", fault->error);
	json_end(b, '}');
}

void
chain_put_head(struct buf *b, const struct chain *c)
{
	json_begin(b, '{');
	json_member_u64(b, "seq", c->seq);
	json_member_string(
	    b, "entry_hash", (struct text){ c->entries > 0 ? c->hash : audit_zeros, AUDIT_HASH });
	json_end(b, '}');
}

void
chain_put_json(struct buf *b, const struct chain *c, const struct chain_fault *fault)
{
	json_begin(b, '{');
	json_member_string_or_null(b, "tenant_id", c->tenant[0] ? text_of(c->tenant) : TEXT_ABSENT);
	json_member_u64(b, "entries", c->entries);
	put_member(b, "chain", chain_verdict(c));
	put_member(b, "sequence", sequence_verdict(c));
	put_member(b, "time", time_verdict(c));
	put_member(b, "tenant", tenant_verdict(c));
	put_member(b, "last_line", last_line_verdict(c));
	put_member(b, "end", end_verdict(c));
	put_documents(b, c);
	json_member_u64(b, "faults", c->faults);
	json_name(b, "first_fault");
	put_fault(b, fault);
	json_name(b, "head");
	chain_put_head(b, c);
	BUF_LIT(b, "}\n");
}

static enum color
verdict_color(const char *verdict)
{
	static const char *const good[] = { "intact", "confirmed", "grown", "whole", "forward",
		"same" };
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		if (strcmp(verdict, good[i]) == 0)
			return COLOR_GOOD;
	return strcmp(verdict, "not_known") == 0 ? COLOR_OPEN : COLOR_BAD;
}

static void
put_line(struct buf *b, const char *name, const char *value, bool color)
{
	buf_printf(b, "%-10s ", name);
	const size_t from = b->n;
	buf_printf(b, "%s", strcmp(value, "not_known") == 0 ? "not known" : value);
	color_since(b, from, color, verdict_color(value));
}

static void
put_end_text(struct buf *b, const struct chain *c, bool color)
{
	put_line(b, "end", end_verdict(c), color);
	if (!c->head_wanted)
		BUF_LIT(b, ": no head was given (--expect-head)");
	else if (strcmp(end_verdict(c), "grown") == 0)
		buf_printf(b, ": the head is there, and %" PRIu64 " entries since",
		    c->head_found ? c->entries_since : c->entries);
	else if (strcmp(end_verdict(c), "missing") == 0)
		BUF_LIT(b, ": no entry has the expected hash");
	buf_char(b, '\n');
}

static void
put_documents_text(struct buf *b, const struct chain *c, bool color)
{
	const char *was = documents_verdict(c);
	if (!c->documents_wanted)
		return;
	put_line(b, "documents", was, color);
	if (c->ndiffering > 0)
		buf_printf(b, ": %zu of %" PRIu64 " versions differ from the history",
		    c->ndiffering, c->documents_seen);
	else if (strcmp(was, "same") == 0)
		buf_printf(b, ": %" PRIu64 " %s", c->documents_seen,
		    c->documents_seen == 1 ? "version" : "versions");
	buf_char(b, '\n');
	for (size_t i = 0; i < c->ndiffering; i++) {
		BUF_LIT(b, "  ");
		buf_visible(b, c->differing[i].file);
		buf_char(b, '\n');
	}
}

void
chain_put_text(struct buf *b, const struct chain *c, bool color)
{
	put_line(b, "chain", chain_verdict(c), color);
	buf_printf(b, ": %" PRIu64 " %s", c->entries, c->entries == 1 ? "entry" : "entries");
	if (c->tenant[0] && !c->foreign) {
		BUF_LIT(b, " of ");
		buf_visible(b, text_of(c->tenant));
	}
	if (c->entries > 0)
		buf_printf(b, ", %" PRIu64 " to %" PRIu64, c->first_seq, c->seq);
	buf_char(b, '\n');
	put_line(b, "sequence", sequence_verdict(c), color);
	buf_char(b, '\n');
	put_line(b, "time", time_verdict(c), color);
	buf_char(b, '\n');
	put_line(b, "tenant", tenant_verdict(c), color);
	buf_char(b, '\n');
	put_line(b, "last line", last_line_verdict(c), color);
	buf_char(b, '\n');
	put_end_text(b, c, color);
	put_documents_text(b, c, color);
}

/* ---- heads ---------------------------------------------------------------------------------- */

static int
set_hash(struct chain *c, struct text hash)
{
	if (hash.n != AUDIT_HASH)
		return -1;
	for (size_t i = 0; i < hash.n; i++) {
		if (ascii_hex(hash.p[i]) < 0)
			return -1;
		c->head[i] = ascii_lower(hash.p[i]);
	}
	c->head_wanted = true;
	return 0;
}

int
chain_want_head(struct chain *c, struct text head, struct err *e)
{
	struct arena a = { 0 };
	int result = -1;
	while (head.n > 0 && strchr(" \t\r\n", head.p[head.n - 1]))
		head.n--;
	if (set_hash(c, head) == 0)
		return 0;
	const struct json_node *root = json_tree(&a, head, e), *seq = json_get(root, "seq"),
			       *hash = json_get(root, "entry_hash");
	if (hash && hash->kind == JSON_STRING && set_hash(c, hash->text) == 0 &&
	    (!seq || number_u64(seq->text, &c->head_seq) == 0))
		result = 0;
	else
		err_set(e, "neither a hash of %d hexadecimal digits nor what --head prints: '%.*s'",
		    AUDIT_HASH, (int)(head.n < 200 ? head.n : 200), head.p);
	arena_free(&a);
	return result;
}
