/* SPDX-License-Identifier: MIT */
#include "cmd/decide/late.h"

#include <inttypes.h>

#include "state/span.h"

void
late_enter(struct late *l, const struct block *b)
{
	if (l->entered && l->input == b->input)
		return;
	l->before = l->entered ? l->file : NULL;
	l->entered = true;
	l->input = b->input;
	l->file = b->file ? b->file : "-";
	l->in_time = b->first_line > 1; /* a run that goes on does not know */
}

static void
put_time(struct buf *b, int64_t at_ns)
{
	char at[STAMP_MAX];
	size_t n = stamp_put(at_ns, at);
	buf_put(b, at, n);
}

static void
put_watermark(struct buf *b, const struct event *ev)
{
	BUF_LIT(b, "the watermark");
	if (ev->tenant_id.kind == VALUE_ABSENT)
		return;
	BUF_LIT(b, " of tenant ");
	buf_text(b, ev->tenant_id.text);
}

static void
put_too_late(struct buf *b, const struct state_view *v)
{
	const struct event *ev = v->event;
	char seconds[STATE_SECONDS_MAX];
	size_t n = state_put_seconds(span_ns(ev->observed_at_ns, v->watermark_ns), seconds);
	BUF_LIT(b, "too_late: ");
	put_time(b, ev->observed_at_ns);
	buf_printf(b, " is %.*s s behind ", (int)n, seconds);
	put_watermark(b, ev);
	BUF_LIT(b, ", ");
	put_time(b, v->watermark_ns);
}

static void
put_jump(struct buf *b, const struct state_view *v)
{
	put_watermark(b, v->event);
	BUF_LIT(b, " moved from ");
	put_time(b, v->watermark_ns);
	BUF_LIT(b, " to ");
	put_time(b, v->next_watermark_ns);
	BUF_LIT(b, " at once. This is normal after a quiet time. If a clock is wrong, --to now "
		   "leaves out times in the future");
}

static void
note_too_late(struct late *l, const struct state_view *v, uint64_t line, struct batch *out)
{
	struct buf b = { 0 };
	if (!l->in_time && !l->late_file) {
		l->late_file = l->file;
		l->late_before = l->before;
	}
	if (l->too_late++ < RUN_NAMED_MAX)
		put_too_late(&b, v);
	batch_too_late(out, line, buf_as_text(&b));
	buf_free(&b);
}

void
late_note_seen(struct late *l, const struct state_view *v, uint64_t line, struct batch *out)
{
	struct buf b = { 0 };
	if (v->too_late) {
		note_too_late(l, v, line, out);
	} else if (l->jumps++ < RUN_NAMED_MAX) {
		put_jump(&b, v);
		batch_notice(out, line, buf_as_text(&b));
	}
	buf_free(&b);
}

/* Why an input began with events that were too late. */
static void
put_cause(struct buf *b, const struct late *l)
{
	if (!l->late_file)
		return;
	BUF_LIT(b, " ");
	if (l->late_before) {
		buf_visible(b, text_of(l->late_file));
		BUF_LIT(b, " begins earlier than ");
		buf_visible(b, text_of(l->late_before));
		BUF_LIT(b, " ends, and files are read one after the other.");
	} else {
		BUF_LIT(b, "The state in ");
		buf_visible(b, text_of(l->state));
		BUF_LIT(b, " already had later events.");
	}
}

void
late_end(const struct late *l, int64_t lateness_s, struct buf *b)
{
	if (l->jumps > RUN_NAMED_MAX)
		buf_printf(b,
		    "the watermark moved by more than lateness_seconds (%" PRId64
		    ") at once %" PRIu64 " times; the first %d are named\n",
		    lateness_s, l->jumps, RUN_NAMED_MAX);
	if (l->too_late == 0)
		return;
	buf_printf(b,
	    "%" PRIu64 " event%s too late: more than lateness_seconds (%" PRId64
	    ") behind the watermark. %s decided without history.",
	    l->too_late, l->too_late == 1 ? " was" : "s were", lateness_s,
	    l->too_late == 1 ? "It was" : "They were");
	put_cause(b, l);
	BUF_LIT(b, " Replay the logs with esper-replay, which merges them by time, or set a larger "
		   "lateness_seconds in the plan. If a clock is wrong, see LATE EVENTS in "
		   "esper-decide(1).\n");
}
