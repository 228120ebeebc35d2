/* SPDX-License-Identifier: MIT */
#include "rerun/fault.h"

#include "time/duration.h"

static bool
take(struct text *t, struct text word)
{
	if (t->n < word.n || memcmp(t->p, word.p, word.n) != 0)
		return false;
	t->p += word.n;
	t->n -= word.n;
	return true;
}

int
rerun_fault_read(struct text argument, struct rerun_fault *f, struct err *e)
{
	struct text what;
	*f = (struct rerun_fault){ .type = RERUN_FAULT_ERROR };
	if (rerun_scope_take(argument, &f->scope, &what, e) < 0)
		return -1;
	if (text_eq(what, TEXT("timeout"))) {
		f->type = RERUN_FAULT_TIMEOUT;
		return 0;
	}
	if (text_eq(what, TEXT("empty"))) {
		f->type = RERUN_FAULT_EMPTY;
		return 0;
	}
	if (take(&what, TEXT("error:")) && what.n > 0) {
		f->error_type = what;
		return 0;
	}
	if (take(&what, TEXT("slow:"))) {
		f->type = RERUN_FAULT_SLOW;
		if (duration_parse(what, &f->delay_ns) == 0 && f->delay_ns >= 0)
			return 0;
		return err_set(
		    e, "not a duration, such as 2s or 250ms: '%.*s'", (int)what.n, what.p);
	}
	return err_set(
	    e, "not error:TYPE, timeout, slow:DURATION or empty: '%.*s'", (int)what.n, what.p);
}

struct rerun_outcome
rerun_fault_outcome(const struct rerun_fault *f, const struct trace_call *c, struct arena *a)
{
	struct rerun_outcome o = RERUN_OUTCOME_NONE;
	switch (f->type) {
	case RERUN_FAULT_ERROR:
		return rerun_failure(f->error_type, TEXT("put in its place by --fault"));
	case RERUN_FAULT_TIMEOUT:
		return rerun_failure(TEXT("timeout"), TEXT("put in its place by --fault"));
	case RERUN_FAULT_EMPTY: o.output = rerun_empty(c, a); break;
	case RERUN_FAULT_SLOW: break;
	}
	return o;
}
