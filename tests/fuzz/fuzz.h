/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

/*
 * A fuzz target is a file with fuzz_one: it does with the n bytes what a program would do with
 * them, and aborts where something that must hold does not.  libFuzzer calls it with bytes of its
 * invention (make fuzz); main.c calls it with the content of files, so that what was found once is
 * tried again by every compiler (tests/fuzz/seeds/TARGET).
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define MUST(...)                                                                                  \
	do {                                                                                       \
		if (!(__VA_ARGS__)) {                                                              \
			fprintf(stderr, "%s:%d: must be: %s\n", __FILE__, __LINE__, #__VA_ARGS__); \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/* A document of n bytes was refused: each error that is kept says what and where, in order. */
static inline void
fuzz_errors(const struct errs *all, size_t n)
{
	MUST(all->n > 0);
	for (size_t i = 0; i < all->n && i < ERRS_MAX; i++) {
		const struct err *e = &all->err[i];
		MUST(strlen(e->text) > 0 && !strchr(e->text, '\n'));
		MUST(e->offset == ERR_NOWHERE || e->offset <= n);
		MUST(i == 0 || all->err[i - 1].offset <= e->offset);
	}
}

#endif
