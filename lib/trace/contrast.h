/* SPDX-License-Identifier: MIT */
#ifndef TRACE_CONTRAST_H
#define TRACE_CONTRAST_H

#include "base/siphash.h"
#include "trace/features.h"
#include "trace/places.h"

/*
 * What goes with failure: failing calls of a name compared with passing ones of that name.
 *
 *	struct trace_contrasts *c = trace_contrasts_new(m, key);
 *	trace_contrasts_add(c, origin);		the origin of every failing trace
 *	while (trace_contrasts_next(c, &contrast)) …
 *
 * Every value of every feature (trace/features.h), and its presence, is tested with Fisher's exact
 * test, two-sided.  All tests of one name are corrected together as Holm does.  Values that the
 * same calls have are one test.  Tests that could not be significant however the failures were
 * spread, because too few or too many calls have the value, are not counted (Tarone 1990).
 * Therefore ids, which all differ, do not hide a cause.
 */
struct trace_finding {
	enum trace_feature feature;
	struct text name;          /* of the feature, as in JSON */
	struct text value;         /* as trace_find_features says; absent: it is about presence */
	bool lacking;              /* the calls do not have it */
	uint64_t failing, passing; /* calls for which this is so */
	double p;                  /* corrected */
	uint32_t call;             /* the first failing one */
};

struct trace_contrast {
	const struct trace_text *name;
	uint64_t failing, passing;           /* calls of the name; open ones are neither */
	const struct trace_finding *finding; /* p < TRACE_ALPHA; the strongest first */
	size_t n;
};

#define TRACE_ALPHA 0.05

struct trace_contrasts *trace_contrasts_new(const struct trace_model *m, struct siphash_key key);
void trace_contrasts_free(struct trace_contrasts *c);

/* Adds the name of a call, if it has one and it was not added before. */
void trace_contrasts_add(struct trace_contrasts *c, uint32_t call);

/* Compares the calls of the next name that has failing and passing ones, in the order in which they
 * were added.  What *out points to is valid until the next call.  Returns false at the end. */
bool trace_contrasts_next(struct trace_contrasts *c, struct trace_contrast *out);

/* Where the examples of the findings are.  Free it. */
struct trace_place *trace_contrast_places(
    const struct trace_model *m, const struct trace_contrast *c);

/* Appends what a finding is about, in words: `argument NAME`, `missing call NAME`, … */
void trace_put_what(struct buf *b, const struct trace_finding *f);

/* Appends a contrast as one object, and a newline.  place[] has the example of each finding. */
void trace_put_contrast(struct buf *b, const struct trace_model *m, const struct trace_contrast *c,
    const struct trace_place *place);

#endif
