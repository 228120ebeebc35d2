/* SPDX-License-Identifier: MIT */
#include "cmd/replay/late.h"

#include <inttypes.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/stream.h"
#include "cmd/cli/watermark.h"
#include "replay/lateness.h"

static const char *
file_of(const struct attempt *a, const struct lateness_place *p)
{
	const struct settings *s = a->settings;
	return s->operands > 0 && !stream_is_standard(s->operand[p->input]) ? s->operand[p->input]
									    : NULL;
}

static void
put_too_late(struct buf *b, const struct lateness_place *p)
{
	watermark_put_too_late(b, p->at_ns, p->watermark_ns, TEXT_ABSENT);
}

static void
put_jump(struct buf *b, const struct lateness_place *p)
{
	watermark_put_jump(b, p->watermark_ns, p->at_ns, TEXT_ABSENT);
}

/* Names the first few of `count` places. */
static void
name(struct attempt *a, const struct lateness_place *p, uint64_t count,
    void (*put)(struct buf *b, const struct lateness_place *p))
{
	struct buf b = { 0 };
	for (uint64_t i = 0; i < count && i < LATENESS_NAMED && !a->settings->quiet; i++) {
		b.n = 0;
		put(&b, &p[i]);
		diag_at(&a->settings->voice, file_of(a, &p[i]), p[i].line, 0, buf_as_text(&b));
	}
	buf_free(&b);
}

static void
say_jumps(struct attempt *a, const struct lateness *l)
{
	name(a, l->jump, l->jumps, put_jump);
	watermark_put_jumps(
	    &a->run.last_words, a->documents.rules->runtime.lateness_s, l->jumps, LATENESS_NAMED);
}

static void
say_too_late(struct attempt *a, const struct lateness *l)
{
	struct buf *b = &a->run.last_words;
	const bool one = l->too_late == 1;
	name(a, l->late, l->too_late, put_too_late);
	buf_printf(
	    b, "%" PRIu64 " event%s too late: more than ", l->too_late, one ? " was" : "s were");
	if (request_compares(a->request)) /* the baseline's plan may have another value */
		BUF_LIT(b, "the plan's lateness_seconds");
	else
		buf_printf(
		    b, "lateness_seconds (%" PRId64 ")", a->documents.rules->runtime.lateness_s);
	BUF_LIT(b, " behind the watermark of ");
	buf_visible(b, text_of(a->request->state_path));
	buf_printf(b,
	    ". %s decided without history. Use a state that was saved earlier, or none, or set a "
	    "larger lateness_seconds in the plan.\n",
	    one ? "It was" : "They were");
}

/* For --fail-fast: the first event that is too late stops the run. */
static void
stop(struct attempt *a, const struct lateness_place *p)
{
	const char *file = file_of(a, p);
	struct buf b = { 0 };
	put_too_late(&b, p);
	run_stop(&a->run, "%s:%" PRIu64 ": %.*s", file ? file : "-", p->line, (int)b.n, b.p);
	buf_free(&b);
}

void
late_tell(struct attempt *a)
{
	const struct lateness *l = replay_lateness(a->replay);
	a->run.too_late = l->too_late;
	if (a->request->type == JOB_STATE_REBUILD)
		say_jumps(a, l);
	if (l->too_late > 0 && a->settings->fail_fast)
		stop(a, &l->late[0]);
	else if (l->too_late > 0)
		say_too_late(a, l);
}
