/* SPDX-License-Identifier: MIT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * A library for LD_PRELOAD that makes one call of a program fail: FAULT_CALL (read, write, open,
 * close, fsync, rename, linkat, memory, pthread_create), the FAULT_ATth of them, with the errno
 * FAULT_ERROR (0: read and write take one byte less than asked, or half).  FAULT_LOG: a file that
 * gets the number of such calls when the program ends.  Standard error is left alone: it has to
 * tell.
 */
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *p, size_t n);

static const char *chosen = "", *log_path;
static long at;
static int error;
static atomic_long calls;
static int (*real_pthread_create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

__attribute__((constructor)) static void
begin(void)
{
	const char *call = getenv("FAULT_CALL"), *n = getenv("FAULT_AT"),
		   *e = getenv("FAULT_ERROR");
	void *symbol = dlsym(RTLD_NEXT, "pthread_create");

	memcpy(&real_pthread_create, &symbol, sizeof(symbol));
	at = n ? atol(n) : 0;
	error = e ? atoi(e) : 0;
	log_path = getenv("FAULT_LOG");
	if (call)
		chosen = call;
}

__attribute__((destructor)) static void
end(void)
{
	char line[32];
	int n = snprintf(line, sizeof(line), "%ld\n", (long)calls);
	long fd;

	if (!log_path)
		return;
	fd = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd < 0 || syscall(SYS_write, fd, line, (size_t)n) != n)
		_exit(99);
	syscall(SYS_close, fd);
}

/* Is this the call that fails? */
static int
is_due(const char *call)
{
	return strcmp(chosen, call) == 0 && ++calls == at;
}

static int
fail(void)
{
	errno = error;
	return -1;
}

static size_t
half(size_t n)
{
	return n > 1 ? n / 2 : n;
}

ssize_t
read(int fd, void *p, size_t n)
{
	if (is_due("read")) {
		if (error)
			return fail();
		n = half(n);
	}
	return syscall(SYS_read, fd, p, n);
}

ssize_t
write(int fd, const void *p, size_t n)
{
	if (fd != STDERR_FILENO && is_due("write")) {
		if (error)
			return fail();
		n = half(n);
	}
	return syscall(SYS_write, fd, p, n);
}

int
open(const char *path, int flags, ...)
{
	va_list args;
	unsigned mode;

	va_start(args, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, unsigned) : 0;
	va_end(args);
	return is_due("open") ? fail() : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int
close(int fd)
{
	int result = (int)syscall(SYS_close, fd);

	return is_due("close") ? fail() : result;
}

/* Nobody pulls the plug here, and waiting for a disk thousands of times takes its time. */
int
fsync(int fd)
{
	(void)fd;
	return is_due("fsync") ? fail() : 0;
}

int
rename(const char *from, const char *to)
{
	return is_due("rename") ? fail()
				: (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
linkat(int from_fd, const char *from, int to_fd, const char *to, int flags)
{
	return is_due("linkat") ? fail()
				: (int)syscall(SYS_linkat, from_fd, from, to_fd, to, flags);
}

void *
malloc(size_t n)
{
	if (!is_due("memory"))
		return __libc_malloc(n);
	errno = ENOMEM;
	return NULL;
}

void *
calloc(size_t count, size_t size)
{
	if (!is_due("memory"))
		return __libc_calloc(count, size);
	errno = ENOMEM;
	return NULL;
}

void *
realloc(void *p, size_t n)
{
	if (!is_due("memory"))
		return __libc_realloc(p, n);
	errno = ENOMEM;
	return NULL;
}

int
pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *), void *arg)
{
	return is_due("pthread_create") ? error : real_pthread_create(thread, attr, run, arg);
}
