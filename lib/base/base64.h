/* SPDX-License-Identifier: MIT */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/text.h"

/*
 * Decodes Base64 (RFC 4648) in either alphabet: with + and /, or with - and _ (base64url), but not
 * both.  The padding at the end may be left out, but must be right if it is there.  Writes at most
 * 3 * (t.n / 4 + 1) bytes to out.  Returns how many, or -1 if t is not Base64.
 */
long base64_decode(struct text t, char *out);

#endif
