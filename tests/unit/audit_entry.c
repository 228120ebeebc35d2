/* SPDX-License-Identifier: MIT */
/* audit: what is an entry, which details are taken, how one is appended. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "audit/audit.h"
#include "audit/chain.h"
#include "audit/entry.h"
#include "audit/held.h"
#include "audit/lock.h"

#include "tests/unit/unit.h"

static void
test_details(void)
{
	static const struct {
		const char *json, *written; /* NULL: refused */
	} rows[] = {
		{ " { } ", "{}" },
		{ "{\"a\": [1, {\"b\" :null}]}", "{\"a\":[1,{\"b\":null}]}" },
		{ "{\"a\":\"entry_hash\"}", "{\"a\":\"entry\\u005fhash\"}" },
		{ "[1]", NULL },
		{ "{\"a\":1", NULL },
		{ "{\"entry_hash\":1}", NULL },
		{ "{\"entry_has\\u0068\":1}", NULL },
		{ "{\"a\":{\"b\":[{\"entry_hash\" :1}]}}", NULL },
		{ "{\"a\":{\"c\":1,\"entry_hash\":1},\"a\":2}", NULL },
		{ "{\"a\":\"\\\",\\\"entry_hash\\\":\"}", "{\"a\":\"\\\",\\\"entry_hash\\\":\"}" },
		{ "{\"entry_hash2\":1,\"entry-hash\":2}", "{\"entry_hash2\":1,\"entry-hash\":2}" },
	};
	struct buf b = { 0 };
	struct err e;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unit_row(rows[i].json);
		b.n = 0;
		CHECK((audit_detail(text_of(rows[i].json), &b, &e) == 0) == !!rows[i].written);
		if (rows[i].written)
			CHECK(text_eq(buf_as_text(&b), text_of(rows[i].written)));
	}
	buf_free(&b);
}

static const struct audit_entry sample = { .tenant_id = { "t", 1 },
	.actor = { "a\"b", 3 },
	.action = { "x", 1 },
	.recorded_at_ns = 1999999 };

/* Only the bytes that audit_put_entry writes are an exact entry. */
static void
test_exact(void)
{
	static const char *const inserted[] = { " ", "\t", ",", "\"a\":1,", "\r" };
	struct audit_reader *r = audit_reader_new();
	struct buf b = { 0 }, changed = { 0 };
	struct audit_line entry;
	char hash[AUDIT_HASH], again[AUDIT_HASH];
	size_t exact = 0;
	unit_row("exact");
	audit_put_entry(&b, &sample, 7, audit_zeros, hash);
	b.n--; /* the newline */
	CHECK(audit_read_line(r, buf_as_text(&b), &entry) == EVENT_OK && entry.exact);
	CHECK(entry.seq == 7 && text_eq(entry.actor, sample.actor) && !entry.target.p);
	CHECK(text_eq(entry.recorded_at, TEXT("1970-01-01T00:00:00.001Z")));
	audit_hash(&entry, again);
	CHECK(memcmp(hash, again, AUDIT_HASH) == 0);
	for (size_t i = 0; i < sizeof(inserted) / sizeof(*inserted); i++) {
		for (size_t at = 0; at <= b.n; at++) {
			changed.n = 0;
			buf_put(&changed, b.p, at);
			buf_text(&changed, text_of(inserted[i]));
			buf_put(&changed, b.p + at, b.n - at);
			if (audit_read_line(r, buf_as_text(&changed), &entry) != EVENT_OK ||
			    !entry.exact)
				continue;
			audit_hash(&entry, again);
			exact += memcmp(entry.entry_hash.p, again, AUDIT_HASH) == 0;
		}
	}
	CHECK(exact == 0);
	buf_free(&b);
	buf_free(&changed);
	audit_reader_free(r);
}

static void
test_tenants(void)
{
	static const char *const good[] = { "a", "A.b-c_9", "9", "_", "-",
		"0123456789012345678901234567890123456789012345678901234567890123" };
	static const char *const bad[] = { "", ".", "..", ".a", "a/b", "a b", "\xc3\xa9",
		"01234567890123456789012345678901234567890123456789012345678901234" };
	struct err e;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		unit_row(good[i]);
		CHECK(audit_tenant_check(text_of(good[i]), &e) == 0);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		unit_row(bad[i]);
		CHECK(audit_tenant_check(text_of(bad[i]), &e) < 0);
	}
	CHECK(audit_tenant_check((struct text){ "a\0b", 3 }, &e) < 0);
}

/* Entries longer than what is read of a file's end at first; times that run backwards. */
static void
test_append(void)
{
	char folder[] = "/tmp/esper-audit-XXXXXX", path[64];
	struct audit_entry entry = sample;
	struct audit_written w;
	struct buf detail = { 0 };
	struct err e;
	unit_row("append");
	CHECK(mkdtemp(folder) != NULL);
	snprintf(path, sizeof(path), "%s/audit.jsonl", folder);
	buf_printf(&detail, "{\"x\":\"%0300000d\"}", 1);
	for (unsigned i = 0; i < 6; i++) {
		entry.detail = i % 2 ? buf_as_text(&detail) : TEXT_ABSENT;
		CHECK(audit_append(path, &entry, &e) == 0);
	}
	entry.recorded_at_ns -= AUDIT_WAIT_NS; /* becomes the last one's */
	CHECK(audit_write(path, &entry, &w, &e) == 0);
	CHECK(text_contains(buf_as_text(&w.line), TEXT("\"seq\":7,")));
	CHECK(text_contains(buf_as_text(&w.line), TEXT("\"1970-01-01T00:00:00.001Z\"")));
	buf_free(&w.line);
	entry.recorded_at_ns -= 1000000; /* too far */
	CHECK(audit_write(path, &entry, &w, &e) == 0);
	CHECK(text_contains(buf_as_text(&w.line), TEXT("\"1969-12-31T23:59:00.000Z\"")));
	buf_free(&w.line);
	entry.tenant_id = TEXT("u");
	CHECK(audit_append(path, &entry, &e) < 0);
	entry.tenant_id = TEXT("../t");
	CHECK(audit_append(path, &entry, &e) < 0);
	entry = sample;
	entry.actor = TEXT("\xff");
	CHECK(audit_append(path, &entry, &e) < 0);
	unlink(path);
	CHECK(rmdir(folder) == 0); /* nothing else was left there */
	CHECK(audit_append(path, &sample, &e) < 0);
	buf_free(&detail);
}

static void
test_held(void)
{
	static const char letters[] = "abcdefg";
	struct held h = { .limit = 3 }, none = { 0 };
	unit_row("held");
	for (size_t i = 0; i < 7; i++)
		CHECK(held_add(&h, (struct text){ letters + i, 1 }) == (i < 3));
	CHECK(h.n == 3);
	for (size_t i = 0; i < 3; i++)
		CHECK(*held_back(&h, i).p == letters[6 - i]);
	CHECK(!held_add(&none, TEXT("a")) && none.n == 0);
	held_free(&h);
	held_free(&none);
}

int
main(void)
{
	test_details();
	test_exact();
	test_tenants();
	test_append();
	test_held();
	return unit_end();
}
