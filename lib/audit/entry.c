/* SPDX-License-Identifier: MIT */
#include "audit/entry.h"

#include <stdlib.h>
#include <string.h>

#include "audit/lock.h"
#include "base/arena.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "json/paths.h"
#include "json/tree.h"
#include "json/write.h"
#include "report/color.h"
#include "time/stamp.h"

#define HASH_NAME "entry_hash"
#define HASH_BEGIN ",\"" HASH_NAME "\":\""

const char audit_zeros[AUDIT_HASH + 1] =
    "0000000000000000000000000000000000000000000000000000000000000000";

/* Times always have milliseconds. */
static void
put_time(struct buf *b, int64_t at_ns)
{
	char stamp[STAMP_MAX];
	size_t n = stamp_put(stamp_whole_ms(at_ns), stamp);
	buf_char(b, '"');
	buf_put(b, stamp, n - 1);
	buf_text(b, memchr(stamp, '.', n) ? TEXT("Z\"") : TEXT(".000Z\""));
}

void
audit_put_entry(struct buf *b, const struct audit_entry *entry, uint64_t seq,
    const char prev_hash[AUDIT_HASH], char hash[AUDIT_HASH])
{
	const size_t start = b->n;
	unsigned char digest[32];
	json_begin(b, '{');
	json_name(b, "audit_entry_id");
	buf_char(b, '"');
	buf_text(b, entry->tenant_id);
	buf_char(b, '-');
	buf_u64(b, seq);
	buf_char(b, '"');
	json_member_string_or_null(b, "tenant_id", entry->tenant_id);
	json_member_u64(b, "seq", seq);
	json_member_string_or_null(b, "actor", entry->actor);
	json_member_string_or_null(b, "action", entry->action);
	json_member_string_or_null(b, "target", entry->target);
	json_member_raw(b, "detail", entry->detail.p ? entry->detail : TEXT("{}"));
	json_name(b, "recorded_at");
	put_time(b, entry->recorded_at_ns);
	json_member_string(b, "prev_hash", (struct text){ prev_hash, AUDIT_HASH });
	sha256(b->p + start, b->n - start, digest);
	sha256_hex(digest, sizeof(digest), hash);
	BUF_LIT(b, HASH_BEGIN);
	buf_put(b, hash, AUDIT_HASH);
	BUF_LIT(b, "\"}\n");
}

/* ---- details -------------------------------------------------------------------------------- */

/* Returns the length of the string that begins at p in valid JSON, with its quotes. */
static size_t
string_length(const char *p)
{
	size_t i = 1;
	while (p[i] != '"')
		i += p[i] == '\\' ? 2 : 1;
	return i + 1;
}

static bool
is_hash_name(struct text inside)
{
	char plain[6 * sizeof(HASH_NAME)]; /* room for the longest spelling */
	if (inside.n < sizeof(HASH_NAME) - 1 || inside.n > sizeof(plain))
		return false;
	size_t n = json_unescape(inside, plain);
	return text_eq((struct text){ plain, n }, TEXT(HASH_NAME));
}

/*
 * No member may be called entry_hash, so that `,"entry_hash"` has only one meaning.  The same text
 * as an element of an array is spelled with an escape.
 */
static int
put_detail(struct buf *out, struct text json, struct err *e)
{
	size_t done = 0;
	for (size_t i = 0; i < json.n;) {
		const bool string = json.p[i] == '"';
		const size_t n = string ? string_length(json.p + i) : 1;
		const struct text inside = { json.p + i + 1, string ? n - 2 : 0 };
		if (string && is_hash_name(inside)) {
			if (i + n < json.n && json.p[i + n] == ':')
				return err_set(
				    e, "a detail must not have a member '" HASH_NAME "'");
			buf_put(out, json.p + done, i - done);
			BUF_LIT(out, "\"entry\\u005fhash\"");
			done = i + n;
		}
		i += n;
	}
	buf_put(out, json.p + done, json.n - done);
	return 0;
}

int
audit_detail(struct text json, struct buf *out, struct err *e)
{
	struct arena a = { 0 };
	struct buf compact = { 0 };
	const struct json_node *root = json_tree(&a, json, e);
	int result = -1;
	if (root && root->kind != JSON_OBJECT)
		err_set(e, "a detail must be a JSON object");
	if (root && root->kind == JSON_OBJECT) {
		json_put_compact(&compact, root->json);
		result = put_detail(out, buf_as_text(&compact), e);
	}
	buf_free(&compact);
	arena_free(&a);
	return result;
}

static int
check_text(const char *name, struct text t, struct err *e)
{
	if (t.n == 0)
		return err_set(e, "no %s", name);
	if (utf8_valid(t.p, t.n) != t.n)
		return err_set(e, "%s is not UTF-8", name);
	return 0;
}

int
audit_entry_check(const struct audit_entry *entry, struct err *e)
{
	const struct text target = entry->target;
	if (audit_tenant_check(entry->tenant_id, e) < 0)
		return -1;
	if (check_text("actor", entry->actor, e) < 0 || check_text("action", entry->action, e) < 0)
		return -1;
	if (target.p && target.n > 0 && check_text("target", target, e) < 0)
		return -1;
	return 0;
}

/* ---- reading -------------------------------------------------------------------------------- */

enum member {
	ID,
	TENANT_ID,
	SEQ,
	ACTOR,
	ACTION,
	TARGET,
	DETAIL,
	RECORDED_AT,
	PREV_HASH,
	ENTRY_HASH,
	MEMBERS
};

static const struct text member_names[MEMBERS] = {
	[ID] = TEXT("audit_entry_id"),
	[TENANT_ID] = TEXT("tenant_id"),
	[SEQ] = TEXT("seq"),
	[ACTOR] = TEXT("actor"),
	[ACTION] = TEXT("action"),
	[TARGET] = TEXT("target"),
	[DETAIL] = TEXT("detail"),
	[RECORDED_AT] = TEXT("recorded_at"),
	[PREV_HASH] = TEXT("prev_hash"),
	[ENTRY_HASH] = TEXT("entry_hash"),
};

struct audit_reader {
	struct json_paths *paths;
	struct json_walker *walker;
	struct arena arena; /* unescaped texts of one line */
	struct json_index index;
};

struct audit_reader *
audit_reader_new(void)
{
	struct audit_reader *r = mem_zalloc(1, sizeof(*r));
	r->paths = json_paths_new(false, false);
	for (size_t i = 0; i < MEMBERS; i++) {
		const struct json_step step = { member_names[i], JSON_EXACT };
		json_paths_add(r->paths, &step, 1);
	}
	r->walker = json_walker_new(r->paths);
	return r;
}

void
audit_reader_free(struct audit_reader *r)
{
	if (!r)
		return;
	json_walker_free(r->walker);
	json_paths_free(r->paths);
	json_index_free(&r->index);
	arena_free(&r->arena);
	free(r);
}

static struct text
string_of(struct arena *a, const struct json_value *v)
{
	struct text t = { v->p, v->n };
	return v->escaped ? json_unescaped(a, t) : t;
}

static int
blame(struct reject *why, enum member member, struct text error)
{
	const bool missing = !error.p;
	*why = (struct reject){ missing ? REJECT_MISSING_REQUIRED_FIELD : REJECT_INVALID_FIELD,
		member_names[member],
		missing ? TEXT("not an audit entry: the member is absent") : error, 0 };
	return -1;
}

/* Reads all members that are strings.  Only target may be null. */
static int
read_strings(struct audit_reader *r, const struct json_value *slot, struct audit_line *entry,
    struct reject *why)
{
	struct text *to[MEMBERS] = { [ID] = &entry->id,
		[TENANT_ID] = &entry->tenant_id,
		[ACTOR] = &entry->actor,
		[ACTION] = &entry->action,
		[TARGET] = &entry->target,
		[RECORDED_AT] = &entry->recorded_at,
		[PREV_HASH] = &entry->prev_hash,
		[ENTRY_HASH] = &entry->entry_hash };
	for (unsigned i = 0; i < MEMBERS; i++) {
		if (slot[i].kind == JSON_NONE)
			return blame(why, i, TEXT_ABSENT);
		if (!to[i])
			continue;
		if (slot[i].kind == JSON_STRING)
			*to[i] = string_of(&r->arena, &slot[i]);
		else if (i == TARGET && slot[i].kind == JSON_NULL)
			*to[i] = TEXT_ABSENT;
		else
			return blame(why, i, TEXT("not a string"));
	}
	return 0;
}

static int
read_members(struct audit_reader *r, const struct json_value *slot, struct audit_line *entry,
    struct reject *why)
{
	arena_reset(&r->arena);
	if (read_strings(r, slot, entry, why) < 0)
		return -1;
	if (slot[SEQ].kind != JSON_NUMBER || slot[SEQ].p[0] == '-' ||
	    number_u64((struct text){ slot[SEQ].p, slot[SEQ].n }, &entry->seq) < 0)
		return blame(why, SEQ, TEXT("not a whole number"));
	if (slot[DETAIL].kind != JSON_OBJECT)
		return blame(why, DETAIL, TEXT("not an object"));
	entry->detail = (struct text){ slot[DETAIL].p, slot[DETAIL].n };
	if (stamp_rfc3339(entry->recorded_at, &entry->recorded_at_ns) < 0)
		return blame(why, RECORDED_AT, TEXT("not a time"));
	return 0;
}

/*
 * Returns whether the line has the members of an entry and not one byte more.  Each member must
 * come right after the one before.
 */
static bool
is_exact(const struct json_line *line, const struct json_value *slot)
{
	const char *p = line->p, *end = line->p + line->n;
	for (unsigned i = 0; i < MEMBERS; i++) {
		const struct text name = member_names[i];
		const bool string = slot[i].kind == JSON_STRING;
		if ((size_t)(end - p) < name.n + 5 || p[0] != (i > 0 ? ',' : '{') || p[1] != '"' ||
		    memcmp(p + 2, name.p, name.n) != 0 || p[name.n + 2] != '"' ||
		    p[name.n + 3] != ':')
			return false;
		p += name.n + 4;
		if (slot[i].hits != 1 || slot[i].p != p + string)
			return false;
		p = slot[i].p + slot[i].n + string;
	}
	return slot[ENTRY_HASH].n == AUDIT_HASH && slot[PREV_HASH].n == AUDIT_HASH &&
	       end - p == 1 && *p == '}';
}

enum event_result
audit_read(struct audit_reader *r, const char *text, size_t n, const struct json_index *ix,
    struct json_pos *pos, struct audit_line *entry, struct json_line *line, struct reject *why)
{
	if (!json_walk(r->walker, text, n, ix, pos, line))
		return EVENT_END;
	if (line->kind == JSON_NONE && line->fault.code == JSON_OK)
		return EVENT_BLANK;
	if (line->kind != JSON_OBJECT) {
		reject_of_line(&r->arena, line, why);
		return EVENT_REJECTED;
	}
	if (read_members(r, line->slot, entry, why) < 0)
		return EVENT_REJECTED;
	entry->exact = is_exact(line, line->slot);
	if (entry->exact)
		entry->hashed =
		    (struct text){ line->p, line->n - (sizeof(HASH_BEGIN) - 1) - AUDIT_HASH - 2 };
	return EVENT_OK;
}

enum event_result
audit_read_line(struct audit_reader *r, struct text t, struct audit_line *entry)
{
	struct json_pos pos = { 0 };
	struct json_line line;
	struct reject why;
	if (t.n > JSON_BLOCK_MAX)
		return EVENT_REJECTED;
	json_index_build(&r->index, t.p, t.n, JSON_LINES);
	return audit_read(r, t.p, t.n, &r->index, &pos, entry, &line, &why);
}

void
audit_hash(const struct audit_line *entry, char hash[AUDIT_HASH])
{
	unsigned char digest[32];
	sha256(entry->hashed.p, entry->hashed.n, digest);
	sha256_hex(digest, sizeof(digest), hash);
}

void
audit_put_text(struct buf *b, const struct audit_line *entry, bool color)
{
	const struct text target = entry->target.p ? entry->target : TEXT("-");
	const struct text part[] = { entry->recorded_at, entry->tenant_id, entry->actor,
		entry->action, target };
	for (size_t i = 0; i < sizeof(part) / sizeof(*part); i++) {
		const size_t from = b->n;
		buf_visible(b, part[i]);
		color_since(b, from, color && i == 3, COLOR_NAME);
		BUF_LIT(b, "  ");
		if (i == 1) {
			buf_u64(b, entry->seq);
			BUF_LIT(b, "  ");
		}
	}
	buf_visible(b, entry->detail);
	buf_char(b, '\n');
}
