/* SPDX-License-Identifier: MIT */
#include "audit/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/tenants.h"
#include "base/ascii.h"
#include "base/buf.h"

#define TENANT_MAX 64
#define LOCK_NAME ".lock"
#define FILE_NAME "audit.jsonl"

static bool
is_tenant_char(char c)
{
	return ascii_is_letter(c) || ascii_is_digit(c) || c == '_' || c == '-' || c == '.';
}

int
audit_tenant_check(struct text tenant, struct err *e)
{
	bool good = tenant.n > 0 && tenant.n <= TENANT_MAX && tenant.p[0] != '.';
	for (size_t i = 0; good && i < tenant.n; i++)
		good = is_tenant_char(tenant.p[i]);
	if (good)
		return 0;
	return err_set(e,
	    "not a tenant id: '%.*s' (1 to %d letters, digits, '_', '-' and '.', not starting with "
	    "a dot)",
	    (int)(tenant.n < 128 ? tenant.n : 128), tenant.p ? tenant.p : "", TENANT_MAX);
}

/* Makes the folder if it is not there, and syncs it to the disk. */
static int
make_folder(int in, const char *name)
{
	char parent[] = "..";
	if (mkdirat(in, name, 0750) < 0)
		return errno == EEXIST ? 0 : -1;
	int fd = openat(in, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	int up = openat(fd, parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	fsync(fd); /* not all file systems support this */
	if (up >= 0) {
		fsync(up);
		close(up);
	}
	close(fd);
	return 0;
}

static void
complain_of_tenant(const char *store, struct text tenant, struct err *e)
{
	const int why = errno;
	struct buf b = { 0 };
	buf_printf(&b, "%s/%.*s: ", store, (int)tenant.n, tenant.p);
	if (why == ENOENT) {
		BUF_LIT(&b, "there is no such tenant");
		tenants_put_hint(&b, store, tenant);
	} else if (why == ENOTDIR || why == ELOOP) {
		BUF_LIT(&b, "not a folder; symbolic links are not followed");
	} else {
		buf_printf(&b, "%s", strerror(why));
	}
	buf_char(&b, 0);
	err_set(e, "%s", b.p);
	buf_free(&b);
}

int
audit_folder_open(const char *store, struct text tenant, bool make, struct err *e)
{
	char name[TENANT_MAX + 1];
	if (audit_tenant_check(tenant, e) < 0)
		return -1;
	memcpy(name, tenant.p, tenant.n);
	name[tenant.n] = 0;
	if (make && make_folder(AT_FDCWD, store) < 0)
		return err_set(e, "%s: %s", store, strerror(errno));
	int in = open(store, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (in < 0 && errno == ENOENT)
		return err_set(e, "%s: there is no such store" TENANTS_NO_STORE, store);
	if (in < 0)
		return err_set(e, "%s: %s", store, strerror(errno));
	int fd = make ? make_folder(in, name) : 0;
	if (fd == 0)
		fd = openat(in, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		complain_of_tenant(store, tenant, e);
	close(in);
	return fd;
}

char *
audit_file(const char *store, struct text tenant)
{
	struct buf b = { 0 };
	buf_printf(&b, "%s/%.*s/" FILE_NAME, store, (int)tenant.n, tenant.p);
	buf_char(&b, 0);
	return b.p;
}

int
audit_file_look(const char *store, struct text tenant, struct err *e)
{
	const int folder = audit_folder_open(store, tenant, false, e);
	struct stat st;
	if (folder < 0)
		return -1;
	int failed = fstatat(folder, FILE_NAME, &st, AT_SYMLINK_NOFOLLOW);
	char *path = audit_file(store, tenant);
	if (failed < 0)
		err_set(e, "%s: %s", path, strerror(errno));
	else if (!S_ISREG(st.st_mode))
		failed =
		    err_set(e, "%s: not a regular file; symbolic links are not followed", path);
	close(folder);
	free(path);
	return failed;
}

int
audit_lock(int folder, enum audit_lock how, struct err *e)
{
	const bool alone = how == AUDIT_LOCK_ALONE;
	const int flags = alone ? O_RDWR | O_CREAT : O_RDONLY;
	int fd = openat(folder, LOCK_NAME, flags | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0640);
	if (fd < 0)
		return err_set(e, "%s: %s", LOCK_NAME,
		    errno == ELOOP ? "a symbolic link, which is not followed" : strerror(errno));
	while (flock(fd, alone ? LOCK_EX : LOCK_SH | LOCK_NB) < 0) {
		const int why = errno;
		if (why == EINTR)
			continue;
		close(fd);
		if (!alone && why == EWOULDBLOCK)
			return AUDIT_BUSY;
		return err_set(e, "%s: %s", LOCK_NAME, strerror(why));
	}
	return fd;
}

void
audit_unlock(int lock)
{
	close(lock);
}
