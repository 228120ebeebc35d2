/* SPDX-License-Identifier: MIT */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/*
 * Memory that is always there: these never return NULL.  When the system has none left, one line is
 * written to standard error (`PROGRAM: out of memory`) and the process ends with status 2, by
 * _exit(2).  That is the one place where the library prints or exits.  Everything is released with
 * free(3).  Sizes are checked for overflow.
 */
void *mem_alloc(size_t n);
void *mem_zalloc(size_t count, size_t size); /* zeroed */
void *mem_dup(const void *p, size_t n);      /* a copy of n bytes, with a NUL behind it */

/*
 * Between these two no other thread ends the process for want of memory, but waits: so that a
 * write(2) is not cut off inside a line.  Whoever holds must not want memory itself.
 */
void mem_hold(void);
void mem_release(void);

/* The memory that malloc takes for n bytes: with what it keeps beside them, rounded up. */
size_t mem_cost(size_t n);

void *mem_resize(void *p, size_t n); /* as realloc(3); n > 0 */

/*
 * Makes room for `need` elements of `size` bytes in the array p whose capacity is *cap elements;
 * grows by doubling and keeps the content.  Returns the array (moved, perhaps).
 */
void *mem_grow(void *p, size_t *cap, size_t need, size_t size);

/* Much was released: gives it back to the system, as far as that can be done. */
void mem_trim(void);

/* That end, where somebody else's function has found no memory. */
_Noreturn void mem_give_up(void);

#endif
