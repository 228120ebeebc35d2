/* SPDX-License-Identifier: MIT */
#ifndef REDACT_DETECT_PRIVATE_H
#define REDACT_DETECT_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/ascii.h"
#include "base/text.h"

/*
 * The forms of detect.h.  Each looks at the text from i on, the beginning of a word or a `+`, and
 * returns where the value ends, or 0.  Private to the folder.
 */
size_t detect_ipv4(struct text t, size_t i);
size_t detect_ipv6(struct text t, size_t i);
size_t detect_card(struct text t, size_t i, size_t most);
size_t detect_phone(struct text t, size_t i);
size_t detect_iban(struct text t, size_t i);
size_t detect_key(struct text t, size_t i);
size_t detect_jwt(struct text t, size_t i);

/* The same for an address around the `@` at i, which begins at *start or later, and for a token
 * behind the word at i.  Both set *start. */
size_t detect_email(struct text t, size_t i, size_t *start);
size_t detect_bearer(struct text t, size_t i, size_t *start);

static inline bool
is_word(char c)
{
	return ascii_is_letter(c) || ascii_is_digit(c);
}

static inline bool
is_word_at(struct text t, size_t i)
{
	return i < t.n && is_word(t.p[i]);
}

static inline bool
is_digit_at(struct text t, size_t i)
{
	return i < t.n && ascii_is_digit(t.p[i]);
}

#endif
