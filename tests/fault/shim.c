/* SPDX-License-Identifier: MIT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * A library for LD_PRELOAD that makes one call of a program fail: FAULT_CALL (read, write, open,
 * close, fsync, rename, linkat, memory, pthread_create), the FAULT_ATth of them, with the errno
 * FAULT_ERROR (0: read and write take one byte less than asked, or half; -1: the program is killed
 * there, and a write is half done).  FAULT_CALL=change stands for every call that changes what is
 * on the disk.  FAULT_LOG: a file that gets the number of such calls when the program ends.
 * Standard error is left alone: it has to tell.
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
	if (!log_path)
		return;
	long fd = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd < 0 || syscall(SYS_write, fd, line, (size_t)n) != n)
		_exit(99);
	syscall(SYS_close, fd);
}

/* Is this the call that fails? */
static int
is_due(const char *call)
{
	if (strcmp(chosen, call) != 0 || ++calls != at)
		return 0;
	if (error < 0 && strcmp(call, "write") != 0)
		raise(SIGKILL);
	return 1;
}

/* The same for a call that changes what is on the disk. */
static int
is_change(const char *call)
{
	if (strcmp(chosen, "change") != 0)
		return is_due(call);
	if (++calls != at)
		return 0;
	if (error < 0 && strcmp(call, "write") != 0)
		raise(SIGKILL);
	return 1;
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
	if (fd != STDERR_FILENO && is_change("write")) {
		if (error < 0 && syscall(SYS_write, fd, p, half(n)) >= 0)
			raise(SIGKILL);
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
	va_start(args, flags);
	unsigned mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, unsigned) : 0;
	va_end(args);
	if (flags & O_CREAT ? is_change("open") : is_due("open"))
		return fail();
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int
openat(int folder, const char *path, int flags, ...)
{
	va_list args;
	va_start(args, flags);
	unsigned mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, unsigned) : 0;
	va_end(args);
	if (flags & O_CREAT && is_change("openat"))
		return fail();
	return (int)syscall(SYS_openat, folder, path, flags, mode);
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
	return is_change("fsync") ? fail() : 0;
}

int
rename(const char *from, const char *to)
{
	return is_change("rename") ? fail()
				   : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
renameat(int from_fd, const char *from, int to_fd, const char *to)
{
	return is_change("renameat") ? fail()
				     : (int)syscall(SYS_renameat2, from_fd, from, to_fd, to, 0);
}

int
unlinkat(int folder, const char *path, int flags)
{
	return is_change("unlinkat") ? fail() : (int)syscall(SYS_unlinkat, folder, path, flags);
}

int
mkdirat(int folder, const char *path, mode_t mode)
{
	return is_change("mkdirat") ? fail() : (int)syscall(SYS_mkdirat, folder, path, mode);
}

int
linkat(int from_fd, const char *from, int to_fd, const char *to, int flags)
{
	return is_change("linkat") ? fail()
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
