/* SPDX-License-Identifier: MIT */
#include "audit/source.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "audit/lock.h"
#include "audit/tail.h"
#include "base/mem.h"

#define BOM_SIZE 3
#define WAIT_NS 10000000 /* between two looks at an unfinished line */
#define WAITS 500

/* Returns whether no process is writing to the tenant's files. */
static bool
is_quiet(int folder)
{
	struct err e;
	const int lock = audit_lock(folder, AUDIT_LOCK_TRY, &e);
	if (lock == AUDIT_BUSY)
		return false;
	if (lock >= 0)
		audit_unlock(lock);
	return true;
}

static uint64_t
settled_size(int folder, int fd)
{
	const struct timespec wait = { 0, WAIT_NS };
	struct tail tail = { 0 };
	struct err e;
	uint64_t size = UINT64_MAX;
	for (int i = 0; i <= WAITS; i++) {
		const bool quiet = i == WAITS || is_quiet(folder);
		if (tail_read(&tail, fd, &e) < 0)
			break;
		size = tail.size;
		if (tail.torn.n == 0 || quiet)
			break;
		nanosleep(&wait, NULL);
	}
	tail_free(&tail);
	return size;
}

struct audit_source
audit_source_of(const char *path)
{
	static const char zstd[4] = "\x28\xb5\x2f\xfd";
	struct audit_source source = { .size = UINT64_MAX };
	const char *slash = strrchr(path, '/');
	char *folder = slash ? mem_dup(path, (size_t)(slash - path) + 1) : mem_dup(".", 1);
	const int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	char start[4] = { 0 };
	struct stat st;
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    pread(fd, start, sizeof(start), 0) >= 0 && memcmp(start, zstd, sizeof(zstd)) != 0) {
		source.bom = memcmp(start, "\xef\xbb\xbf", BOM_SIZE) == 0;
		source.at = source.bom ? BOM_SIZE : 0; /* lines are read without it */
		source.size = settled_size(dir, fd);
	}
	if (fd >= 0)
		close(fd);
	if (dir >= 0)
		close(dir);
	free(folder);
	return source;
}

size_t
audit_source_pass(struct audit_source *s, size_t n)
{
	const uint64_t at = s->at;
	s->at += n;
	if (at >= s->size)
		return 0;
	return s->size - at < n ? (size_t)(s->size - at) : n;
}
