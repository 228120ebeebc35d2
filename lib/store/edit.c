/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>

#include "audit/action.h"
#include "base/number.h"
#include "base/sha256.h"
#include "json/write.h"
#include "store/transaction.h"
#include "store/diff.h"
#include "store/proof.h"
#include "store/version.h"
#include "time/stamp.h"

#define DELETED "deleted" /* holds the highest number that was ever deleted */
#define CHANGES_MAX 64    /* at most this many changes are listed in an audit entry */
#define NOTE_MAX 1024     /* bytes of a summary or a path in an audit entry */
#define VALUE_MAX 256     /* bytes of a value in an audit entry */

/* One change of one version. */
struct edit {
	struct store *store;
	enum store_kind kind;
	const struct store_author *by;
	struct version version; /* before the change */
	bool differs;           /* its file differs from the history */
	struct transaction transaction;
	struct buf document, other, detail, target, action;
};

static void
begin(struct edit *w, struct store *s, enum store_kind kind, const struct store_author *by)
{
	*w = (struct edit){ .store = s, .kind = kind, .by = by };
}

static void
end(struct edit *w)
{
	buf_free(&w->document);
	buf_free(&w->other);
	buf_free(&w->detail);
	buf_free(&w->target);
	buf_free(&w->action);
}

static struct text
kind_name(const struct edit *w)
{
	return store_kind_names[w->kind];
}

/* ---- documents ------------------------------------------------------------------------------ */

static void
put_document(struct buf *b, struct text tenant, const struct version *v, enum status status,
    struct text config)
{
	json_begin(b, '{');
	json_member_string(b, "tenant_id", tenant);
	json_member_u64(b, "version", v->number);
	json_member_string(b, "status", status_names[status]);
	json_name(b, "config");
	json_put_compact(b, config);
	json_member_string(b, "created_at", v->created_at);
	BUF_LIT(b, "}\n");
}

static void
add_step(struct edit *w, uint64_t number, struct text content)
{
	struct transaction_step *step = transaction_add(&w->transaction, w->kind, content);
	snprintf(step->name, sizeof(step->name), "%" PRIu64 ".json", number);
}

/* ---- what the audit entry says -------------------------------------------------------------- */

static void
put_hash(struct buf *b, const char *name, struct text document)
{
	unsigned char digest[32];
	char hex[64];
	sha256(document.p, document.n, digest);
	sha256_hex(digest, sizeof(digest), hex);
	json_member_string(b, name, (struct text){ hex, sizeof(hex) });
}

/* {"version":1,"summary":"…","sha256":"…" */
static void
begin_detail(struct edit *w, struct text document, struct text summary)
{
	json_begin(&w->detail, '{');
	json_member_u64(&w->detail, "version", w->version.number);
	json_member_string_or_null(
	    &w->detail, "summary", summary.n > NOTE_MAX ? TEXT("...") : summary);
	put_hash(&w->detail, "sha256", document);
}

/* Notes what was found in place of the document in the history; the change replaces it. */
static void
put_found(struct edit *w)
{
	if (!w->differs)
		return;
	if (w->version.text.p)
		put_hash(&w->detail, "found_sha256", w->version.text);
	else
		json_member_null(&w->detail, "found_sha256");
}

/* Returns the value if it is short and cannot be mistaken for the end of an audit entry. */
static struct text
told(struct text value)
{
	if (value.p && (value.n > VALUE_MAX || text_contains(value, TEXT("\"entry_hash\""))))
		return TEXT("\"...\"");
	return value;
}

static void
put_changes(struct buf *b, const struct difference *d, size_t n)
{
	json_member_begin(b, "changes", '[');
	for (size_t i = 0; i < n && i < CHANGES_MAX; i++) {
		struct difference one = d[i];
		one.path = one.path.n > NOTE_MAX ? TEXT("...") : one.path;
		one.before = told(one.before);
		one.after = told(one.after);
		diff_put_json(b, &one);
	}
	json_end(b, ']');
	if (n > CHANGES_MAX)
		json_member_u64(b, "changes_not_told", n - CHANGES_MAX);
}

static void
put_status_change(struct edit *w, enum status from, enum status to)
{
	char before[16], after[16];
	const struct difference d = { DIFFERENCE_CHANGED, TEXT("status"),
		{ before,
		    (size_t)snprintf(before, sizeof(before), "\"%s\"", status_names[from].p) },
		{ after, (size_t)snprintf(after, sizeof(after), "\"%s\"", status_names[to].p) } };
	put_changes(&w->detail, &d, 1);
}

static int
commit(struct edit *w, const char *verb, struct err *e)
{
	struct transaction *t = &w->transaction;
	json_end(&w->detail, '}');
	buf_printf(&w->target, "%s/%" PRIu64, kind_name(w).p, w->version.number);
	buf_printf(&w->action, "%s.%s", kind_name(w).p, verb);
	t->actor = w->by->actor;
	t->now_ns = w->by->now_ns;
	t->entry.action = buf_as_text(&w->action);
	t->entry.target = buf_as_text(&w->target);
	t->entry.detail = buf_as_text(&w->detail);
	return transaction_commit(w->store, t, e);
}

/* ---- the changes ---------------------------------------------------------------------------- */

static int
read_deleted(struct edit *w, uint64_t *number, struct err *e)
{
	struct folder *f = &w->store->kind[w->kind];
	struct buf b = { 0 };
	int found = file_read(f, DELETED, &b, e);
	*number = 0;
	if (b.n > 0 && b.p[b.n - 1] == '\n')
		b.n--;
	if (found > 0 && number_u64(buf_as_text(&b), number) < 0)
		found = err_set(e, "%s/%s: not a number", f->path, DELETED);
	buf_free(&b);
	return found < 0 ? -1 : 0;
}

/* Finds the number after all that exist or ever existed. */
static int
next_number(struct edit *w, uint64_t *number, struct err *e)
{
	uint64_t *have;
	uint64_t highest;
	ssize_t n = version_numbers(w->store, w->kind, &w->store->arena, &have, e);
	if (n < 0 || read_deleted(w, number, e) < 0 ||
	    proof_highest(w->store, w->kind, &highest, e) < 0)
		return -1;
	if (n > 0 && have[n - 1] > *number)
		*number = have[n - 1];
	if (highest > *number) /* files were removed by hand */
		*number = highest;
	if (*number >= INT64_MAX)
		return err_set(e, "%s: no number is left", w->store->kind[w->kind].path);
	++*number;
	return 0;
}

/* Checks that the new document can be read again: it is a level deeper than its config was. */
static int
read_back(struct edit *w, struct document *d, struct err *e)
{
	struct err why;
	if (w->document.n > FILE_MAX)
		return err_set(e, "longer than %zu MiB", FILE_MAX >> 20);
	if (document_read(&w->store->arena, arena_text(&w->store->arena, buf_as_text(&w->document)),
		d, &why) < 0)
		return err_set(e, "cannot be stored: %s", why.text);
	return 0;
}

static struct text
summary_of(const struct document *d)
{
	const struct json_node *summary = json_get(d->config, "summary");
	return summary && summary->kind == JSON_STRING ? summary->text : TEXT_ABSENT;
}

int
version_create(struct store *s, enum store_kind kind, struct text config,
    const struct store_author *by, uint64_t *number, struct err *e)
{
	struct edit w;
	struct document d;
	char at[STAMP_MAX];
	int ret = -1;
	begin(&w, s, kind, by);
	w.version.created_at = (struct text){ at, stamp_put(by->now_ns, at) };
	if (next_number(&w, &w.version.number, e) < 0)
		goto out;
	put_document(&w.document, s->tenant, &w.version, STATUS_DRAFT, config);
	if (read_back(&w, &d, e) < 0)
		goto out;
	add_step(&w, w.version.number, buf_as_text(&w.document));
	begin_detail(&w, buf_as_text(&w.document), summary_of(&d));
	ret = commit(&w, ACTION_CREATE, e);
	*number = w.version.number;
out:
	end(&w);
	return ret;
}

static int
check_status(
    const struct edit *w, enum status status, enum status must, const char *what, struct err *e)
{
	if (status == must)
		return 0;
	return err_set(e, "%s: version %" PRIu64 " is %s; only %s can be %s",
	    w->store->kind[w->kind].path, w->version.number,
	    status == STATUS_DRAFT ? "a Draft" : status_names[status].p,
	    must == STATUS_DRAFT ? "a Draft" : "the Active one", what);
}

/*
 * Takes a version that is a Draft according to the history but whose file was changed or lost.  It
 * may be replaced or deleted all the same, and the entry records what was found.  Returns 1 for
 * such a version, with its config if that can be read; 0 if the file is right or it is not a Draft;
 * -1 and fills *e.
 */
static int
take_changed(struct edit *w, uint64_t number, struct err *e)
{
	struct version *v = &w->version;
	struct store *s = w->store;
	const struct proof *p;
	struct err why;
	const int found = proof_find(s, w->kind, number, &p, e);
	if (found <= 0 || p->deleted || p->status != STATUS_DRAFT)
		return found < 0 ? -1 : 0;
	const int there = version_find(s, w->kind, number, &s->arena, v, e);
	if (there < 0 || (there > 0 && proof_has(p, v->text)))
		return there < 0 ? -1 : 0;
	if (there > 0)
		version_parse(s, &s->arena, v, &why);
	w->differs = true;
	return 1;
}

/* Takes the Draft that is to be replaced or deleted. */
static int
take_draft(struct edit *w, uint64_t number, const char *what, struct err *e)
{
	const int changed = take_changed(w, number, e);
	if (changed != 0)
		return changed < 0 ? -1 : 0;
	if (version_read(w->store, w->kind, number, &w->store->arena, &w->version, e) < 0)
		return -1;
	return check_status(w, w->version.status, STATUS_DRAFT, what, e);
}

int
version_update(struct store *s, enum store_kind kind, uint64_t number, struct text config,
    const struct store_author *by, struct err *e)
{
	struct edit w;
	struct document d;
	struct difference *difference;
	size_t differences;
	char at[STAMP_MAX];
	int ret = -1;
	begin(&w, s, kind, by);
	if (take_draft(&w, number, "changed", e) < 0)
		goto out;
	if (!w.version.created_at.p) /* the file is lost */
		w.version.created_at = (struct text){ at, stamp_put(by->now_ns, at) };
	put_document(&w.document, s->tenant, &w.version, STATUS_DRAFT, config);
	if (read_back(&w, &d, e) < 0)
		goto out;
	add_step(&w, number, buf_as_text(&w.document));
	begin_detail(&w, buf_as_text(&w.document), summary_of(&d));
	put_found(&w);
	if (w.version.config) {
		differences = diff_configs(&s->arena, w.version.config, d.config, &difference);
		put_changes(&w.detail, difference, differences);
	}
	ret = commit(&w, ACTION_UPDATE, e);
out:
	end(&w);
	return ret;
}

int
version_delete(struct store *s, enum store_kind kind, uint64_t number,
    const struct store_author *by, struct err *e)
{
	struct edit w;
	uint64_t deleted;
	struct transaction_step *step;
	int ret = -1;
	begin(&w, s, kind, by);
	if (take_draft(&w, number, "deleted", e) < 0 || read_deleted(&w, &deleted, e) < 0)
		goto out;
	buf_printf(&w.other, "%" PRIu64 "\n", deleted > number ? deleted : number);
	add_step(&w, number, TEXT_ABSENT);
	step = transaction_add(&w.transaction, kind, buf_as_text(&w.other));
	snprintf(step->name, sizeof(step->name), DELETED);
	begin_detail(&w, w.version.text, w.version.summary);
	put_found(&w);
	ret = commit(&w, ACTION_DELETE, e);
out:
	end(&w);
	return ret;
}

/* Adds a step that gives the version another status. */
static void
restate(struct edit *w, struct buf *document, const struct version *v, enum status status)
{
	put_document(document, w->store->tenant, v, status, v->config->json);
	add_step(w, v->number, buf_as_text(document));
}

static void
put_retired(struct edit *w, const struct version *former)
{
	if (!former) {
		json_member_null(&w->detail, "retired_version");
		return;
	}
	json_member_u64(&w->detail, "retired_version", former->number);
	put_hash(&w->detail, "retired_sha256", buf_as_text(&w->other));
}

int
version_activate(struct store *s, enum store_kind kind, uint64_t number,
    const struct store_author *by, struct err *e)
{
	struct edit w;
	struct version former;
	int found, ret = -1;
	begin(&w, s, kind, by);
	if (version_read(s, kind, number, &s->arena, &w.version, e) < 0)
		goto out;
	if (w.version.status == STATUS_ACTIVE) {
		err_set(e, "%s: version %" PRIu64 " is already Active", s->kind[kind].path, number);
		goto out;
	}
	found = version_active(s, kind, &s->arena, &former, e);
	if (found < 0)
		goto out;
	restate(&w, &w.document, &w.version, STATUS_ACTIVE);
	if (found)
		restate(&w, &w.other, &former, STATUS_RETIRED);
	begin_detail(&w, buf_as_text(&w.document), w.version.summary);
	put_retired(&w, found ? &former : NULL);
	put_status_change(&w, w.version.status, STATUS_ACTIVE);
	ret = commit(&w, ACTION_ACTIVATE, e);
out:
	end(&w);
	return ret;
}

int
version_retire(struct store *s, enum store_kind kind, uint64_t number,
    const struct store_author *by, struct err *e)
{
	struct edit w;
	int ret = -1;
	begin(&w, s, kind, by);
	if (version_read(s, kind, number, &s->arena, &w.version, e) == 0 &&
	    check_status(&w, w.version.status, STATUS_ACTIVE, "retired", e) == 0) {
		restate(&w, &w.document, &w.version, STATUS_RETIRED);
		begin_detail(&w, buf_as_text(&w.document), w.version.summary);
		put_status_change(&w, STATUS_ACTIVE, STATUS_RETIRED);
		ret = commit(&w, ACTION_RETIRE, e);
	}
	end(&w);
	return ret;
}
