/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_SHARES_H
#define IMPORT_SHARES_H

#include <stddef.h>

#include "import/import.h"

/* What each reader has read of each input.  Private to the layer. */
struct import_shares {
	size_t readers;
	struct import_share *share; /* by input and reader */
	size_t inputs, cap;
};

/* The share of a reader, to be added to. */
struct import_share *shares_of(struct import_shares *s, unsigned input, size_t reader);

#endif
