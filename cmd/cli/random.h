/* SPDX-License-Identifier: MIT */
#ifndef CLI_RANDOM_H
#define CLI_RANDOM_H

#include "base/siphash.h"

/* Returns a random key for hash tables whose keys come from the input. */
struct siphash_key random_key(void);

#endif
