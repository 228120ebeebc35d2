/* SPDX-License-Identifier: MIT */
#ifndef REDACT_REDACTOR_PRIVATE_H
#define REDACT_REDACTOR_PRIVATE_H

#include "base/sha256.h"
#include "redact/known.h"
#include "redact/redactor.h"

/* Shared by the files of the redactor (private to the layer). */

/* What the name of a field says, as bits.  The lowest ones are those of enum redact_context. */
enum {
	NAME_SECRET = 1 << 3,
	NAME_COUNT = 1 << 4,  /* a secret whose numbers are none */
	NAME_KEEP = 1 << 5,   /* nothing in it is replaced */
	NAME_NAMES = 1 << 6,  /* its value is the name of the field in `value` */
	NAME_VALUE = 1 << 7,  /* the value of such a field */
	NAME_NUMBER = 1 << 8, /* OTLP: a string that is a number */
	NAME_OPEN = 1 << 9,   /* it is no secret if it is an object or an array */
	NAME_CLEAN = 1 << 10, /* there is nothing in the name itself */
	NAME_CONTEXT = REDACT_TIME | REDACT_ID | REDACT_VERSION | REDACT_MEMBER
};

/* Texts in JSON in texts: how deep they may be. */
enum { REDACT_LEVELS = 8 };

struct redactor {
	struct sha256 inner, outer; /* HMAC, with the key taken in */
	bool learning;
	struct redact_known known;
	struct redact_counts counts;
	struct redact_globs {
		struct text *glob; /* in lower case */
		size_t n, cap;
	} secret, keep;
	struct arena arena; /* of the globs */
	/* names that were judged before */
	struct redact_name {
		char name[54];
		unsigned char n;
		bool used;
		uint16_t flags;
	} * name;
	struct buf decoded; /* a text without percent signs, */
	uint32_t *at;       /* and where its bytes were */
	size_t at_cap;
	struct buf canonical;
	struct redact_level {
		struct buf plain, changed;
	} level[REDACT_LEVELS];
	unsigned depth;
};

/* Judges a name.  An absent one says nothing. */
unsigned redact_name_flags(struct redactor *r, struct text name);

/* Notes that there is nothing in a name, until redactor_learn is called. */
void redact_name_is_clean(struct redactor *r, struct text name);

/* What a text has, as bits: it may be more than words. */
enum { TEXT_JSON = 1, TEXT_PARAMETER = 2, TEXT_PERCENT = 4 };
unsigned redact_text_has(struct text t);

/* A value was found.  Appends its pseudonym; or learns it, and returns false. */
bool redact_value(struct redactor *r, enum redact_kind kind, struct text value, struct buf *out);

/* The value of a field that is a secret, by those flags of its name; or false if it is a pseudonym
 * or empty. */
bool redact_secret(struct redactor *r, struct text value, unsigned flags, struct buf *out);

/* redact_string and redact_json, with what is known of the name. */
bool redact_string_as(struct redactor *r, struct text t, unsigned flags, struct buf *out);
bool redact_json_as(struct redactor *r, struct text json, unsigned flags, struct buf *out);

/* The same for a text that may be Base64 of text; for one that may not, false. */
bool redact_base64(struct redactor *r, struct text t, unsigned flags, struct buf *out);

/* Does a text begin like JSON that is coded with percent signs, up to three times?  The same for
 * such a text. */
bool redact_begins_percent(struct text t);
bool redact_percent(struct redactor *r, struct text t, unsigned flags, struct buf *out);

/* The byte that `%` and two hexadecimal digits at the beginning of t mean, or -1. */
int redact_percent_byte(struct text t);

#endif
