/* SPDX-License-Identifier: MIT */
#include "cmd/cli/random.h"

#include <errno.h>
#include <sys/random.h>

struct siphash_key
random_key(void)
{
	struct siphash_key key = { 0 };
	while (getrandom(&key, sizeof(key), 0) < 0 && errno == EINTR)
		;
	return key;
}
