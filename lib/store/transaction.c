/* SPDX-License-Identifier: MIT */
#include "store/transaction.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include "json/read.h"
#include "json/tree.h"
#include "json/write.h"
#include "store/history.h"
#include "store/job.h"
#include "store/proof.h"
#include "time/stamp.h"

#define ANNOUNCED "change.json"
#define FRESH ".new" /* ends the name of a file that does not have its own name yet */
#define NAME_ROOM 48

/* Identifies the entries in the history, and says from where on they can be found. */
struct mark {
	struct text entry, then; /* then absent: there is only one */
	uint64_t after;
};

struct transaction_step *
transaction_add(struct transaction *t, enum store_kind kind, struct text content)
{
	struct transaction_step *step = &t->step[t->steps++];
	assert(t->steps <= TRANSACTION_STEPS);
	*step = (struct transaction_step){ .kind = kind, .content = content };
	return step;
}

static void
fresh_name(char out[NAME_ROOM], const char *name)
{
	struct text own = text_of(name);
	assert(own.n + sizeof(FRESH) <= NAME_ROOM);
	memcpy(out, own.p, own.n);
	memcpy(out + own.n, FRESH, sizeof(FRESH));
}

static char *
path_in(const struct folder *f, const char *name)
{
	struct buf b = { 0 };
	buf_printf(&b, "%s/%s", f->path, name);
	buf_char(&b, 0);
	return b.p;
}

/* ---- the announcement ----------------------------------------------------------------------- */

/* Writes the members that an entry and an announcement share. */
static void
put_members(struct buf *b, struct text actor, const struct transaction_entry *entry)
{
	json_member_string(b, "actor", actor);
	json_member_string(b, "action", entry->action);
	json_member_string(b, "target", entry->target);
	json_member_raw(b, "detail", entry->detail);
	json_name(b, "recorded_at");
}

/* Writes the part of the audit entry's line that identifies this transaction, spelled as in the
 * history.  The time is not in it, because it may be moved up to that of the last entry. */
static void
put_entry(struct buf *b, struct text actor, const struct transaction_entry *entry)
{
	buf_char(b, ','); /* separates it from the members before */
	put_members(b, actor, entry);
}

/* Writes what is needed to append the second entry if it is missing. */
static void
put_then(struct buf *b, const struct transaction *t)
{
	json_member_begin(b, "then", '{');
	put_members(b, t->actor, &t->then);
	stamp_put_json(b, t->now_ns);
	json_end(b, '}');
}

/* Writes {"entry":"…","after":1234,"steps":[{"kind":"encoding","name":"2.json","keep":true},…]}.
 * The entry is searched for in the history from byte `after` on. */
static void
put_announcement(struct buf *b, const struct transaction *t, const struct mark *mark)
{
	json_begin(b, '{');
	json_member_string(b, "entry", mark->entry);
	json_member_u64(b, "after", mark->after);
	if (mark->then.p)
		put_then(b, t);
	json_member_begin(b, "steps", '[');
	for (size_t i = 0; i < t->steps; i++) {
		const struct transaction_step *step = &t->step[i];
		json_begin(b, '{');
		json_member_string(b, "kind", store_kind_names[step->kind]);
		json_member_string(b, "name", text_of(step->name));
		json_member_bool(b, "keep", step->content.p != NULL);
		json_end(b, '}');
	}
	BUF_LIT(b, "]}\n");
}

static int
announce(const struct store *s, const struct transaction *t, const struct mark *mark, struct err *e)
{
	struct buf b = { 0 };
	put_announcement(&b, t, mark);
	int ret = file_make(&s->folder, ANNOUNCED FRESH, buf_as_text(&b), e);
	buf_free(&b);
	if (ret < 0)
		return -1;
	if (file_rename(&s->folder, ANNOUNCED FRESH, ANNOUNCED, e) < 0)
		return -1;
	return folder_sync(&s->folder, e);
}

/* ---- doing and undoing ---------------------------------------------------------------------- */

static int
make_file(struct store *s, const struct transaction_step *step, const char *fresh, struct err *e)
{
	const struct folder *f = &s->kind[step->kind];
	if (!step->from[0])
		return file_make(f, fresh, step->content, e);
	const int there = file_rename(f, step->from, fresh, e);
	return there == 0  ? err_set(e, "%s/%s: the file is gone", f->path, step->from)
	       : there < 0 ? -1
			   : 0;
}

static int
make_files(struct store *s, const struct transaction *t, struct err *e)
{
	for (size_t i = 0; i < t->steps; i++) {
		const struct transaction_step *step = &t->step[i];
		char fresh[NAME_ROOM];
		if (!step->content.p)
			continue;
		fresh_name(fresh, step->name);
		if (store_need_folder(s, step->kind, e) < 0 || make_file(s, step, fresh, e) < 0 ||
		    folder_sync(&s->kind[step->kind], e) < 0)
			return -1;
	}
	return 0;
}

/* Removes everything, as if the transaction had never begun. */
static int
undo(const struct store *s, const struct transaction *t, struct err *e)
{
	for (size_t i = 0; i < t->steps; i++) {
		char fresh[NAME_ROOM];
		fresh_name(fresh, t->step[i].name);
		if (file_remove(&s->kind[t->step[i].kind], fresh, e) < 0)
			return -1;
	}
	if (file_remove(&s->folder, ANNOUNCED FRESH, e) < 0 ||
	    file_remove(&s->folder, ANNOUNCED, e) < 0)
		return -1;
	return folder_sync(&s->folder, e);
}

/* Can be repeated after an interruption: files that have their names already stay. */
static int
finish(const struct store *s, const struct transaction *t, struct err *e)
{
	for (size_t i = 0; i < t->steps; i++) {
		const struct transaction_step *step = &t->step[i];
		const struct folder *f = &s->kind[step->kind];
		char fresh[NAME_ROOM];
		fresh_name(fresh, step->name);
		if (step->content.p ? file_rename(f, fresh, step->name, e) < 0
				    : file_remove(f, step->name, e) < 0)
			return -1;
		if (folder_sync(f, e) < 0)
			return -1;
	}
	if (file_remove(&s->folder, ANNOUNCED, e) < 0)
		return -1;
	return folder_sync(&s->folder, e);
}

static int
record(struct store *s, const struct transaction *t, const struct transaction_entry *what,
    struct err *e)
{
	const struct audit_entry entry = { .tenant_id = s->tenant,
		.actor = t->actor,
		.action = what->action,
		.target = what->target,
		.detail = what->detail,
		.recorded_at_ns = t->now_ns };
	struct audit_written w;
	char *path = path_in(&s->folder, HISTORY);
	int ret = audit_write(path, &entry, &w, e);
	s->repaired |= ret == 0 && w.repaired;
	buf_free(&w.line);
	free(path);
	return ret;
}

/* Appends the second entry unless it is there.  A failed append may have left it in the history. */
static int
record_then(struct store *s, const struct transaction *t, const struct mark *mark, struct err *e)
{
	struct err why;
	if (!mark->then.p)
		return 0;
	int recorded = history_has(&s->folder, mark->after, mark->then, e);
	if (recorded != 0)
		return recorded < 0 ? -1 : 0;
	if (record(s, t, &t->then, e) == 0)
		return 0;
	return history_has(&s->folder, mark->after, mark->then, &why) == 1 ? 0 : -1;
}

/* Finishes a transaction that is recorded, and undoes one that is not.  Returns 1 or 0 accordingly;
 * or -1 and fills *e, and leaves it to the next process that opens the tenant. */
static int
settle(struct store *s, const struct transaction *t, const struct mark *mark, struct err *e)
{
	int recorded = history_has(&s->folder, mark->after, mark->entry, e);
	if (recorded < 0)
		return -1;
	if (recorded == 0)
		return undo(s, t, e);
	return record_then(s, t, mark, e) < 0 || finish(s, t, e) < 0 ? -1 : 1;
}

static int
commit(struct store *s, const struct transaction *t, const struct mark *mark, struct err *e)
{
	struct err why;
	if (make_files(s, t, e) < 0 || announce(s, t, mark, e) < 0) {
		undo(s, t, &why); /* if this fails, the next process will do it */
		return -1;
	}
	/* a failed append may have left the entry in the history, if it could not be undone */
	if (record(s, t, &t->entry, e) < 0)
		return settle(s, t, mark, &why) == 1 ? 0 : -1;
	if (record_then(s, t, mark, &why) == 0 && finish(s, t, &why) == 0)
		return 0;
	return err_set(
	    e, "%s; the change is recorded, and the next command will finish it", why.text);
}

int
transaction_commit(struct store *s, const struct transaction *t, struct err *e)
{
	struct buf entry = { 0 }, then = { 0 };
	struct mark mark = { .then = TEXT_ABSENT };
	int ret = -1;
	proof_forget(s);
	put_entry(&entry, t->actor, &t->entry);
	mark.entry = buf_as_text(&entry);
	if (t->then.action.p) {
		put_entry(&then, t->actor, &t->then);
		mark.then = buf_as_text(&then);
	}
	/* an announcement that cannot be read would block the tenant */
	if (utf8_valid(entry.p, entry.n) < entry.n)
		err_set(e, "the name of the actor is not UTF-8");
	else if (history_end(&s->folder, &mark.after, e) == 0)
		ret = commit(s, t, &mark, e);
	buf_free(&entry);
	buf_free(&then);
	return ret;
}

/* ---- recovery ------------------------------------------------------------------------------- */

/* Returns whether a file in that folder can have this name. */
static bool
is_kind_file(enum store_kind kind, struct text name)
{
	const struct text end = TEXT(".json");
	struct text id = { name.p, name.n - end.n };
	uint64_t number;
	if (kind == STORE_STATE)
		return text_eq(name, TEXT(STATE_CURRENT));
	if (kind < STORE_KINDS && text_eq(name, TEXT("deleted")))
		return true;
	if (name.n <= end.n || name.n >= 30 || memcmp(name.p + id.n, end.p, end.n) != 0)
		return false;
	if (kind == STORE_JOBS)
		return job_number(id) > 0;
	return id.p[0] >= '1' && id.p[0] <= '9' && number_u64(id, &number) == 0;
}

static int
read_step(struct transaction *t, const struct json_node *node)
{
	struct step_record {
		enum store_kind kind;
		struct text name;
		bool keep;
	} r;
	static const struct json_row rows[] = {
		{ "kind", JSON_ROW_CHOICE, .offset = offsetof(struct step_record, kind),
		    .names = store_kind_names, .n = STORE_FOLDERS },
		{ "name", JSON_ROW_TEXT, .offset = offsetof(struct step_record, name) },
		{ "keep", JSON_ROW_BOOL, .offset = offsetof(struct step_record, keep) },
	};
	if (json_read(node, rows, sizeof(rows) / sizeof(*rows), &r) ||
	    t->steps == TRANSACTION_STEPS || !is_kind_file(r.kind, r.name))
		return -1;
	struct transaction_step *step = transaction_add(t, r.kind, r.keep ? TEXT("") : TEXT_ABSENT);
	memcpy(step->name, r.name.p, r.name.n);
	return 0;
}

static int
read_steps(struct transaction *t, const struct json_node *steps)
{
	for (const struct json_node *n = steps ? steps->child : NULL; n; n = n->next)
		if (read_step(t, n) < 0)
			return -1;
	return t->steps > 0 ? 0 : -1;
}

/* Reads the second entry, if there is one. */
static int
read_then(struct store *s, const struct json_node *then, struct transaction *t, struct mark *mark)
{
	struct then_record {
		struct text actor, action, target;
		const struct json_node *detail;
		int64_t recorded_at_ns;
	} r;
	static const struct json_row rows[] = {
		{ "actor", JSON_ROW_TEXT, .offset = offsetof(struct then_record, actor) },
		{ "action", JSON_ROW_TEXT, .offset = offsetof(struct then_record, action) },
		{ "target", JSON_ROW_TEXT, .offset = offsetof(struct then_record, target) },
		{ "detail", JSON_ROW_OBJECT, .offset = offsetof(struct then_record, detail) },
		{ "recorded_at", JSON_ROW_PARSED,
		    .offset = offsetof(struct then_record, recorded_at_ns),
		    .parse = stamp_rfc3339 },
	};
	struct buf b = { 0 };
	if (!then)
		return 0;
	if (json_read(then, rows, sizeof(rows) / sizeof(*rows), &r))
		return -1;
	t->actor = r.actor;
	t->now_ns = r.recorded_at_ns;
	t->then = (struct transaction_entry){ r.action, r.target, r.detail->json };
	put_entry(&b, t->actor, &t->then);
	mark->then = arena_text(&s->arena, buf_as_text(&b));
	buf_free(&b);
	return 0;
}

static int
read_announcement(
    struct store *s, struct text text, struct transaction *t, struct mark *mark, struct err *e)
{
	struct err why = { "this program did not write it", ERR_NOWHERE };
	const struct json_node *root = json_tree(&s->arena, text, &why),
			       *entry = json_get(root, "entry"), *after = json_get(root, "after");
	if (entry && entry->kind == JSON_STRING && entry->text.n > 0 && after &&
	    number_u64(after->text, &mark->after) == 0 &&
	    read_then(s, json_get(root, "then"), t, mark) == 0 &&
	    read_steps(t, json_get(root, "steps")) == 0) {
		mark->entry = entry->text;
		return 0;
	}
	return err_set(e, "%s/%s: %s", s->folder.path, ANNOUNCED, why.text);
}

bool
transaction_is_pending(const struct store *s)
{
	return folder_has(&s->folder, ANNOUNCED);
}

int
transaction_recover(struct store *s, struct err *e)
{
	struct transaction t = { 0 };
	struct buf b = { 0 };
	struct mark mark = { .then = TEXT_ABSENT };
	struct err why;
	int found = file_read(&s->folder, ANNOUNCED, &b, e), recorded;
	struct text text = arena_text(&s->arena, buf_as_text(&b));
	buf_free(&b);
	if (found <= 0)
		return found;
	if (read_announcement(s, text, &t, &mark, e) < 0)
		return -1;
	recorded = settle(s, &t, &mark, &why);
	if (recorded < 0)
		return err_set(e,
		    "%s/%s: a change was interrupted and can be neither finished nor undone: %s",
		    s->folder.path, ANNOUNCED, why.text);
	buf_printf(&s->note, "%s: an interrupted change of %s/%s was %s", s->folder.path,
	    store_kind_names[t.step[0].kind].p, t.step[0].name, recorded ? "finished" : "undone");
	buf_char(&s->note, 0);
	s->note.n--;
	return 0;
}

/* Returns whether this is the snapshot of a job that no process is running any more. */
static bool
is_abandoned(const struct store *s, enum store_kind kind, const char *name)
{
	const size_t n = strlen(name), end = sizeof(JOB_SNAPSHOT) - 1;
	char lock[48];
	if (kind != STORE_STATE || n <= end || n - end > 32 ||
	    strcmp(name + n - end, JOB_SNAPSHOT) != 0 ||
	    job_number((struct text){ name, n - end }) == 0)
		return false;
	snprintf(lock, sizeof(lock), "%.*s.lock", (int)(n - end), name);
	return !claim_is_held(&s->kind[STORE_JOBS], lock, NULL);
}

static bool
is_fresh(enum store_kind kind, const char *name)
{
	size_t n = strlen(name), end = sizeof(FRESH) - 1;
	return n > end && strcmp(name + n - end, FRESH) == 0 &&
	       is_kind_file(kind, (struct text){ name, n - end });
}

static int
sweep(const struct store *s, enum store_kind kind, struct err *e)
{
	const struct folder *f = &s->kind[kind];
	int fd = openat(f->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), ret = 0;
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;
	if (!dir)
		return err_set(e, "%s: %s", f->path, strerror(errno));
	while (ret == 0 && (entry = readdir(dir)) != NULL)
		if (is_fresh(kind, entry->d_name) || is_abandoned(s, kind, entry->d_name))
			ret = file_remove(f, entry->d_name, e);
	closedir(dir);
	return ret;
}

int
transaction_sweep(struct store *s, struct err *e)
{
	for (size_t i = 0; i < STORE_FOLDERS; i++)
		if (s->kind[i].fd >= 0 && sweep(s, (enum store_kind)i, e) < 0)
			return -1;
	return file_remove(&s->folder, ANNOUNCED FRESH, e);
}
