/* SPDX-License-Identifier: MIT */
#include "cmd/decide/late.h"

#include <inttypes.h>

#include "cmd/cli/watermark.h"

void
late_enter(struct late *l, const struct block *b)
{
	if (l->entered && l->input == b->input)
		return;
	l->before = l->entered ? l->file : NULL;
	l->entered = true;
	l->input = b->input;
	l->file = b->file ? b->file : "-";
	/* a resumed input may have had such events before; otherwise frames were passed over */
	l->in_time = l->state && b->first_line > 1;
}

static struct text
tenant_of(const struct event *ev)
{
	return ev->tenant_id.kind == VALUE_ABSENT ? TEXT_ABSENT : ev->tenant_id.text;
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
		watermark_put_too_late(
		    &b, v->event->observed_at_ns, v->watermark_ns, tenant_of(v->event));
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
		watermark_put_jump(&b, v->watermark_ns, v->next_watermark_ns, tenant_of(v->event));
		batch_notice(out, line, buf_as_text(&b));
	}
	buf_free(&b);
}

/* Appends why an input began with events that were too late. */
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
		BUF_LIT(b, " ends, and files are read one after another.");
	} else {
		BUF_LIT(b, "The state in ");
		buf_visible(b, text_of(l->state));
		BUF_LIT(b, " already has later events.");
	}
}

void
late_end(const struct late *l, int64_t lateness_s, struct buf *b)
{
	watermark_put_jumps(b, lateness_s, l->jumps, RUN_NAMED_MAX);
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
