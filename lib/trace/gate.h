/* SPDX-License-Identifier: MIT */
#ifndef TRACE_GATE_H
#define TRACE_GATE_H

#include "base/err.h"
#include "trace/compare.h"

/*
 * A gate of --fail-on: a bound that a comparison must not pass.  These fail if:
 *
 *	p95>+10%	B's p95 is more than 10 % above A's, and that is significant.
 *	conversion<-5%	The rate of --metric conversion falls by more than 5 %, likewise.
 *	errors>0	A trace of B failed.
 *	errors>2%	More than 2 % of B's traces failed.
 *	p95>2s		B's p95 is above two seconds.
 *
 * A bound with a sign is a change relative to A.  One without is about all traces of B alone.  The
 * bound of errors is a number of traces from 1 on, and a share of them below.  Durations have a
 * unit, or are in ns.
 */
enum trace_gate_operator { GATE_ABOVE, GATE_AT_LEAST, GATE_BELOW, GATE_AT_MOST };

struct trace_gate {
	struct text text; /* as given */
	size_t metric;    /* its number in the comparison */
	enum trace_gate_operator op;
	bool relative;
	bool count;   /* of errors: traces, not a share */
	double bound; /* relative: a share of A */
};

/* Reads a gate, whose text is borrowed.  rates: the names of --metric.  Returns 0, or -1 and fills
 * *e with what is wrong, and what is perhaps meant. */
int trace_gate_read(
    struct text text, const struct trace_texts *rates, struct trace_gate *g, struct err *e);

/* Do gates mean a metric by this name that every comparison has?  Short names count, too. */
bool trace_gate_is_built_in(struct text name);

enum trace_gate_verdict {
	GATE_PASSED,
	GATE_NOT_SIGNIFICANT, /* it passed, although the change passes the bound */
	GATE_FAILED,
	GATE_WITHOUT_A, /* no trace of A has a value, so it failed */
	GATE_WITHOUT_B
};

/* value: what was judged: the relative change, the number of failed traces, or the value of B. */
enum trace_gate_verdict trace_gate_judge(
    const struct trace_gate *g, const struct trace_comparison *c, double *value);

/* Does a value pass the bound, so that the gate fails? */
bool trace_gate_passes(const struct trace_gate *g, double value);

bool trace_gate_fails(enum trace_gate_verdict v);

#endif
