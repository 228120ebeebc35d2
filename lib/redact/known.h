/* SPDX-License-Identifier: MIT */
#ifndef REDACT_KNOWN_H
#define REDACT_KNOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/siphash.h"
#include "base/table.h"
#include "base/text.h"
#include "redact/kind.h"

/*
 * Values that were found once, to be found again where their form or surroundings do not tell: a
 * password in a message, an address that looks like a version.  Values of fewer than 6 or more than
 * 128 bytes are not kept.
 */
enum { REDACT_KNOWN_LEAST = 6, REDACT_KNOWN_MOST = 128, REDACT_KNOWN_BITS = 1 << 16 };

struct redact_known {
	struct siphash_key key;
	struct table table; /* of value[] */
	struct redact_value {
		struct text text;
		enum redact_kind kind;
	} * value;
	size_t n, cap;
	struct arena arena;
	uint64_t begins[REDACT_KNOWN_BITS / 64]; /* how values begin */
	bool length[REDACT_KNOWN_MOST + 1];      /* how long they are */
};

void redact_known_add(struct redact_known *k, struct text value, enum redact_kind kind);
void redact_known_free(struct redact_known *k);

/* The longest value that begins at t.p[at] and ends before a character that is not of its word, or
 * NULL. */
const struct redact_value *redact_known_at(const struct redact_known *k, struct text t, size_t at);

/* Does t have one anywhere as a word, or more than one? */
bool redact_known_in(const struct redact_known *k, struct text t);

#endif
