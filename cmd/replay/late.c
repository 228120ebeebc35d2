/* SPDX-License-Identifier: MIT */
#include "cmd/replay/late.h"

#include <inttypes.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/stream.h"
#include "replay/lateness.h"
#include "state/span.h"
#include "time/stamp.h"

static const char *
file_of(const struct job_run *j, const struct lateness_place *p)
{
	const struct settings *s = j->settings;
	return s->operands > 0 && !stream_is_standard(s->operand[p->input]) ? s->operand[p->input]
									    : NULL;
}

static void
put_time(struct buf *b, int64_t at_ns)
{
	char at[STAMP_MAX];
	const size_t n = stamp_put(at_ns, at);
	buf_put(b, at, n);
}

static void
put_too_late(struct buf *b, const struct lateness_place *p)
{
	char seconds[STATE_SECONDS_MAX];
	const size_t n = state_put_seconds(span_ns(p->at_ns, p->watermark_ns), seconds);
	BUF_LIT(b, "too_late: ");
	put_time(b, p->at_ns);
	buf_printf(b, " is %.*s s behind the watermark, ", (int)n, seconds);
	put_time(b, p->watermark_ns);
}

static void
put_jump(struct buf *b, const struct lateness_place *p)
{
	BUF_LIT(b, "the watermark moved from ");
	put_time(b, p->watermark_ns);
	BUF_LIT(b, " to ");
	put_time(b, p->at_ns);
	BUF_LIT(b, " at once. This is normal after a quiet time. If a clock is wrong, --to now "
		   "leaves out times in the future");
}

/* Names the first of so many places. */
static void
name(struct job_run *j, const struct lateness_place *p, uint64_t count,
    void (*put)(struct buf *b, const struct lateness_place *p))
{
	struct buf b = { 0 };
	for (uint64_t i = 0; i < count && i < LATENESS_NAMED && !j->settings->quiet; i++) {
		b.n = 0;
		put(&b, &p[i]);
		diag_at(&j->settings->voice, file_of(j, &p[i]), p[i].line, 0, buf_as_text(&b));
	}
	buf_free(&b);
}

static void
say_jumps(struct job_run *j, const struct lateness *l)
{
	name(j, l->jump, l->jumps, put_jump);
	if (l->jumps > LATENESS_NAMED)
		buf_printf(&j->run.last_words,
		    "the watermark moved by more than lateness_seconds (%" PRId64
		    ") at once %" PRIu64 " times; the first %d are named\n",
		    j->documents.rules->runtime.lateness_s, l->jumps, LATENESS_NAMED);
}

static void
say_too_late(struct job_run *j, const struct lateness *l)
{
	struct buf *b = &j->run.last_words;
	const bool one = l->too_late == 1;
	name(j, l->late, l->too_late, put_too_late);
	buf_printf(
	    b, "%" PRIu64 " event%s too late: more than ", l->too_late, one ? " was" : "s were");
	if (request_compares(j->request)) /* of which the plan may be another */
		BUF_LIT(b, "the plan's lateness_seconds");
	else
		buf_printf(
		    b, "lateness_seconds (%" PRId64 ")", j->documents.rules->runtime.lateness_s);
	BUF_LIT(b, " behind the watermark of ");
	buf_visible(b, text_of(j->request->state_path));
	buf_printf(b,
	    ". %s decided without history. Begin with a state that was saved before, or with none, "
	    "or set a larger lateness_seconds in the plan.\n",
	    one ? "It was" : "They were");
}

/* The first event that is too late ends the run. */
static void
stop(struct job_run *j, const struct lateness_place *p)
{
	const char *file = file_of(j, p);
	struct buf b = { 0 };
	put_too_late(&b, p);
	run_stop(&j->run, "%s:%" PRIu64 ": %.*s", file ? file : "-", p->line, (int)b.n, b.p);
	buf_free(&b);
}

void
late_tell(struct job_run *j)
{
	const struct lateness *l = replay_lateness(j->replay);
	j->run.too_late = l->too_late;
	if (j->request->type == JOB_STATE_REBUILD)
		say_jumps(j, l);
	if (l->too_late > 0 && j->settings->fail_fast)
		stop(j, &l->late[0]);
	else if (l->too_late > 0)
		say_too_late(j, l);
}
