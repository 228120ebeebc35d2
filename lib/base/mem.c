/* SPDX-License-Identifier: MIT */
#include "base/mem.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t ending = PTHREAD_MUTEX_INITIALIZER;

void
mem_hold(void)
{
	pthread_mutex_lock(&ending);
}

void
mem_release(void)
{
	pthread_mutex_unlock(&ending);
}

/*
 * stdio may need memory itself or hold a lock, so this writes with write(2).  The lock is never
 * released: if several threads run out of memory, one of them reports it.
 */
void
mem_give_up(void)
{
	static const char what[] = ": out of memory\n";
	struct iovec part[2] = {
		{ program_invocation_short_name, strlen(program_invocation_short_name) },
		{ (char *)what, sizeof what - 1 },
	};
	mem_hold();
	if (writev(STDERR_FILENO, part, 2) < 0)
		_exit(2); /* the status is the same if nothing could be written */
	_exit(2);
}

void *
mem_alloc(size_t n)
{
	void *p = malloc(n > 0 ? n : 1);

	if (!p)
		mem_give_up();
	return p;
}

void *
mem_alloc_aligned(size_t align, size_t n)
{
	void *p = aligned_alloc(align, n);

	if (!p)
		mem_give_up();
	return p;
}

void *
mem_zalloc(size_t count, size_t size)
{
	void *p = count > 0 && size > 0 ? calloc(count, size) : calloc(1, 1);

	if (!p)
		mem_give_up();
	return p;
}

enum { PAGE = 4096 };

#if defined MADV_HUGEPAGE || defined MADV_POPULATE_WRITE
/* Advises on the whole pages of a large piece, which malloc has put on pages of its own.  If the
 * advice is not taken, nothing is lost. */
static void
advise(char *p, size_t n, int advice)
{
	const size_t skip = -(uintptr_t)p & (PAGE - 1);
	madvise(p + skip, (n - skip) & ~(size_t)(PAGE - 1), advice);
}
#endif

void *
mem_zalloc_scattered(size_t count, size_t size)
{
	void *p = mem_zalloc(count, size);
#ifdef MADV_HUGEPAGE
	enum { LARGE = 4 << 20 };
	if (count * size >= LARGE)
		advise(p, count * size, MADV_HUGEPAGE);
#endif
	return p;
}

void *
mem_alloc_large(size_t n)
{
	void *p = mem_alloc(n);
#ifdef MADV_POPULATE_WRITE
	if (n >= 16 * PAGE)
		advise(p, n, MADV_POPULATE_WRITE);
#endif
	return p;
}

void *
mem_dup(const void *p, size_t n)
{
	if (n == SIZE_MAX)
		mem_give_up();
	char *copy = mem_alloc(n + 1);
	if (n > 0)
		memcpy(copy, p, n);
	copy[n] = '\0';
	return copy;
}

/* glibc puts 8 bytes before each piece and rounds the size up to a multiple of 16, at least 32. */
size_t
mem_cost(size_t n)
{
	const size_t taken = (n + 8 + 15) & ~(size_t)15;
	return taken < 32 ? 32 : taken;
}

void *
mem_resize(void *p, size_t n)
{
	p = realloc(p, n);
	if (!p)
		mem_give_up();
	return p;
}

void *
mem_grow(void *p, size_t *cap, size_t need, size_t size)
{
	size_t nbytes;
	if (need <= *cap)
		return p;
	size_t n = *cap > SIZE_MAX / 2 ? SIZE_MAX : *cap * 2;
	if (n < 8)
		n = 8;
	if (n < need)
		n = need;
	/* if doubling is too much, the exact size may still fit */
	if (__builtin_mul_overflow(n, size, &nbytes) || nbytes > PTRDIFF_MAX) {
		n = need;
		if (__builtin_mul_overflow(n, size, &nbytes))
			mem_give_up();
	}
	p = realloc(p, nbytes > 0 ? nbytes : 1);
	if (!p)
		mem_give_up();
	*cap = n;
	return p;
}

void
mem_trim(void)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

void
mem_expect_much(void)
{
#if defined __GLIBC__ && defined MADV_HUGEPAGE
	enum { HEAP = 16 << 20, TRIGGER = 512 << 10, LARGE = 4 << 20, PAD = 128 << 10 };
	struct rlimit limit;
	if (getrlimit(RLIMIT_AS, &limit) < 0 || limit.rlim_cur != RLIM_INFINITY)
		return; /* addresses are scarce */
	mallopt(M_ARENA_MAX, 1);
	mallopt(M_MMAP_THRESHOLD, LARGE);
	mallopt(M_TRIM_THRESHOLD, 2 * HEAP);
	mallopt(M_TOP_PAD, HEAP);
	char *const begin = sbrk(0);
	/* the heap grows, if it has no room for that; volatile: no compiler may leave it out */
	void *volatile trigger = mem_alloc(TRIGGER);
	free(trigger);
	mallopt(M_TOP_PAD, PAD);
	const size_t n = (size_t)((char *)sbrk(0) - begin);
	if (n > 0)
		advise(begin, n, MADV_HUGEPAGE);
#endif
}
