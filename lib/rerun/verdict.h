/* SPDX-License-Identifier: MIT */
#ifndef RERUN_VERDICT_H
#define RERUN_VERDICT_H

#include "base/buf.h"
#include "base/err.h"
#include "rerun/outcome.h"

/* What a call gave in a replay, compared with what the recording says. */
enum rerun_verdict {
	RERUN_NO_VERDICT, /* there is nothing to compare */
	RERUN_SAME,
	RERUN_FIXED,       /* an error then, an output now */
	RERUN_STILL_FAILS, /* the same type of error */
	RERUN_NEW_ERROR,
	RERUN_DIFFERS
};
#define RERUN_VERDICTS (RERUN_DIFFERS + 1)

extern const struct text rerun_verdict_names[RERUN_VERDICTS]; /* the first is absent */

bool rerun_is_good(enum rerun_verdict v); /* none, same or fixed */

/*
 * What does not count in outputs.  A path is that of a value in the output, as in `total`,
 * `items[0].id` or `$.items[*].id`; `*` is any run of characters, and `$` the output itself.
 */
enum rerun_rule_type { RERUN_IGNORE, RERUN_TOLERANCE, RERUN_MATCH };

struct rerun_rule {
	enum rerun_rule_type type;
	struct text path;  /* a glob */
	double tolerance;  /* numbers may differ by so much */
	bool relative;     /* it is a share of the recorded number */
	struct text match; /* a glob that the new value must match: a string's content, or JSON */
};

/* Reads PATH, PATH=NUMBER (0.01, or 1%) or PATH=GLOB.  Texts that are not borrowed are in the
 * arena.  Returns 0, or -1 and fills *e. */
int rerun_rule_read(struct arena *a, enum rerun_rule_type type, struct text argument,
    struct rerun_rule *r, struct err *e);

struct rerun_rules {
	const struct rerun_rule *rule;
	size_t n;
};

/* The first place in which two outputs differ. */
struct rerun_difference {
	struct buf path;       /* `$` is the whole output; the caller frees it */
	struct text then, now; /* the values there; absent: there is none */
};

/*
 * Compares.  then: what the recording says, or NULL if it says nothing.  again: what the same call
 * gave when it was executed once more, or NULL; what differs between the two does not count.  A
 * text that the recorder cut is compared as far as it goes.  *d is set if the verdict is
 * RERUN_DIFFERS.
 */
enum rerun_verdict rerun_judge(const struct rerun_rules *rules, const struct rerun_outcome *then,
    const struct rerun_outcome *now, const struct rerun_outcome *again, struct rerun_difference *d);

/* Was a string, without its quotes, cut by the recorder, so that `now` may begin with it? */
bool rerun_is_cut(struct text recorded, struct text now);

#endif
