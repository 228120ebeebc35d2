/* SPDX-License-Identifier: MIT */
#ifndef REDACT_KIND_H
#define REDACT_KIND_H

#include <stddef.h>

#include "base/text.h"

/* What was replaced.  A pseudonym begins with the name of its kind.  No name of a kind may be that
 * of a field that is a secret, since fields' names may have pseudonyms in them. */
enum redact_kind {
	REDACT_EMAIL,
	REDACT_IP,
	REDACT_CARD,
	REDACT_PHONE,
	REDACT_IBAN,
	REDACT_JWT,
	REDACT_KEY,
	REDACT_BEARER,
	REDACT_SECRET /* the value of a member whose name says so */
};
#define REDACT_KINDS (REDACT_SECRET + 1)

extern const struct text redact_kind_names[REDACT_KINDS]; /* "email", "ip", … */

/* The end of a pseudonym that begins at t.p[i], or 0. */
size_t redact_pseudonym_end(struct text t, size_t i);

#endif
