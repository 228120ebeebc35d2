/* SPDX-License-Identifier: MIT */
#ifndef STATE_VERDICTS_H
#define STATE_VERDICTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/siphash.h"
#include "event/decision.h"
#include "state/table.h"

/* Each verdict that was ever reached, once, by number from 0. */
struct verdicts {
	struct siphash_key key;
	struct arena arena; /* owns them; their rule_ids are copies */
	const struct verdict **list;
	size_t n, cap;
	struct table table;
	size_t last; /* the one asked for last, often the next one too */
};

uint32_t verdicts_number(struct verdicts *v, const struct verdict *verdict); /* added if new */
void verdicts_free(struct verdicts *v);

#endif
