/* SPDX-License-Identifier: MIT */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/*
 * Memory allocation that never returns NULL.  If the system has no memory left, one line goes to
 * standard error (`PROGRAM: out of memory`) and the process ends with status 2, by _exit(2).  This
 * is the only place where the library prints or exits.  Release everything with free(3).  Sizes are
 * checked for overflow.
 */
void *mem_alloc(size_t n);
void *mem_zalloc(size_t count, size_t size);     /* zeroed */
void *mem_alloc_aligned(size_t align, size_t n); /* a power of two, and a multiple of it */
/* The same for memory of which far places are used one after the other, such as a hash table: if it
 * is large, it has huge pages where the system gives them, so that fewer addresses are translated.
 */
void *mem_zalloc_scattered(size_t count, size_t size);
/* Memory that will all be used soon.  If it is large, its pages are made at once where the system
 * can do that, which takes less time than one after the other. */
void *mem_alloc_large(size_t n);
void *mem_dup(const void *p, size_t n); /* a copy of n bytes, followed by a NUL */

/*
 * Between mem_hold and mem_release, a thread that runs out of memory waits before it ends the
 * process, so that a write(2) is not cut off in the middle of a line.  The thread that holds must
 * not allocate.
 */
void mem_hold(void);
void mem_release(void);

/* How much memory malloc uses for n bytes, including its overhead and rounding. */
size_t mem_cost(size_t n);

void *mem_resize(void *p, size_t n); /* like realloc(3); n > 0 */

/*
 * Makes room for `need` elements of `size` bytes in the array p, which has room for *cap elements.
 * Grows by doubling and keeps the content.  Returns the array, which may have moved.
 */
void *mem_grow(void *p, size_t *cap, size_t need, size_t size);

/*
 * Tells that the process will use some megabytes again and again: the heap gets 16 MiB of addresses
 * at once, with huge pages where the system gives them.  Otherwise the first use of each page takes
 * time, in a virtual machine up to 10 us, and a short run has thousands.
 */
void mem_expect_much(void);

/* Returns free memory to the system, as far as possible.  Call after much was released. */
void mem_trim(void);

/* Ends the process as above.  Call when a function of another library is out of memory. */
_Noreturn void mem_give_up(void);

#endif
