/* SPDX-License-Identifier: MIT */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "audit/action.h"
#include "audit/lock.h"
#include "audit/tenants.h"
#include "store/transaction.h"
#include "store/proof.h"

#define LOCK ".lock" /* the file name of audit/lock.h */

const struct text store_kind_names[STORE_FOLDERS] = { [STORE_ENCODING] = TEXT(ACTION_ENCODING),
	[STORE_RULES] = TEXT(ACTION_RULES),
	[STORE_JOBS] = TEXT("jobs"),
	[STORE_STATE] = TEXT("state") };

static int
no_tenant(const struct store *s, const char *path, struct err *e)
{
	struct buf b = { 0 };
	buf_printf(&b, "%s: there is no such tenant", s->folder.path);
	tenants_put_hint(&b, path, s->tenant);
	buf_char(&b, 0);
	err_set(e, "%s", b.p);
	buf_free(&b);
	return -1;
}

static int
open_tenant(struct store *s, const char *path, enum store_access access, struct err *e)
{
	bool make = access == STORE_MAKE;
	int found = folder_open(&s->root, NULL, path, make, e);
	if (found == 0)
		return err_set(e, "%s: there is no such store" TENANTS_NO_STORE, s->root.path);
	if (found < 0)
		return -1;
	found = folder_open(&s->folder, &s->root, s->tenant.p, make, e);
	if (found == 0 && access == STORE_CHANGE)
		return no_tenant(s, path, e);
	return found;
}

/* For writing, or for settling an interrupted transaction. */
static int
lock_alone(struct store *s, struct err *e)
{
	struct err why;
	if (s->lock >= 0)
		audit_unlock(s->lock);
	s->lock = audit_lock(s->folder.fd, AUDIT_LOCK_ALONE, &why);
	return s->lock < 0 ? err_set(e, "%s/%s", s->folder.path, why.text) : 0;
}

/* For reading while no process writes.  A tenant without a lock file is one that no program has
 * changed, such as a copy. */
static int
lock_shared(struct store *s, struct err *e)
{
	s->lock = openat(s->folder.fd, LOCK, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (s->lock < 0)
		return errno == ENOENT ? 0 : file_fail(&s->folder, LOCK, e);
	while (flock(s->lock, LOCK_SH) < 0)
		if (errno != EINTR)
			return file_fail(&s->folder, LOCK, e);
	return 0;
}

static int
lock(struct store *s, enum store_access access, struct err *e)
{
	if (access != STORE_READ)
		return lock_alone(s, e);
	if (lock_shared(s, e) < 0)
		return -1;
	return transaction_is_pending(s) ? lock_alone(s, e) : 0;
}

/* Call with the lock held. */
static int
open_kinds(struct store *s, enum store_access access, struct err *e)
{
	for (size_t i = 0; i < STORE_FOLDERS; i++)
		if (folder_open(&s->kind[i], &s->folder, store_kind_names[i].p,
			access == STORE_MAKE && i < STORE_KINDS, e) < 0)
			return -1;
	if (transaction_is_pending(s) && transaction_recover(s, e) < 0)
		return -1;
	return access == STORE_READ ? 0 : transaction_sweep(s, e);
}

void
store_init(struct store *s)
{
	*s = (struct store){ .root.fd = -1, .folder.fd = -1, .lock = -1 };
	for (size_t i = 0; i < STORE_FOLDERS; i++)
		s->kind[i].fd = -1;
}

int
store_open(
    struct store *s, const char *path, struct text tenant, enum store_access access, struct err *e)
{
	store_init(s);
	if (audit_tenant_check(tenant, e) < 0)
		return -1;
	s->tenant = arena_text(&s->arena, tenant);
	int found = open_tenant(s, path, access, e);
	if (found < 0)
		return -1;
	if (found > 0 && lock(s, access, e) < 0)
		return -1;
	return open_kinds(s, access, e);
}

int
store_need_folder(struct store *s, enum store_kind kind, struct err *e)
{
	if (s->kind[kind].fd >= 0)
		return 0;
	folder_close(&s->kind[kind]);
	return folder_open(&s->kind[kind], &s->folder, store_kind_names[kind].p, true, e) < 0 ? -1
											      : 0;
}

void
store_close(struct store *s)
{
	proof_forget(s);
	for (size_t i = 0; i < STORE_FOLDERS; i++)
		folder_close(&s->kind[i]);
	if (s->lock >= 0)
		audit_unlock(s->lock);
	folder_close(&s->folder);
	folder_close(&s->root);
	buf_free(&s->note);
	arena_free(&s->arena);
}
