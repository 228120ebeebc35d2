/* SPDX-License-Identifier: MIT */
#include "import/session.h"

#include <stdlib.h>

#include "base/mem.h"
#include "import/part.h"
#include "import/shares.h"

/* What a format has for the run. */
struct session {
	const struct import_session_format *format;
	void *state;
	bool begun; /* an input, which is: */
	unsigned input;
	size_t reader;
	struct buf last; /* the trace of its last record that belongs to one; empty: none yet */
	/* records that wait for one */
	uint32_t records;
	uint8_t marks;
	size_t *held; /* their numbers in the hold */
	size_t nheld, held_cap;
};

struct import_sessions {
	struct trace_model *model;
	struct import_shares *shares;
	struct import_reading *reading;
	struct import_part *part;
	struct session *session;
	size_t at; /* the one at hand */
	size_t n, cap;
	uint64_t without; /* records that belong to no trace */
};

void
import_keep(struct import_in *in, const struct import_session_format *format)
{
	struct import_part *p = in->part;
	p->kept = mem_grow(p->kept, &p->kept_cap, p->nkept + 1, sizeof(*p->kept));
	p->kept[p->nkept++] =
	    (struct import_kept){ .format = format, .raw = in->raw, .items = p->items };
}

void
import_line_is(struct import_in *in, struct text trace_id)
{
	in->line_of = trace_id;
}

void
import_line_repeats(struct import_in *in)
{
	in->sessions->model->repeated++;
}

const struct trace_text *
import_store(struct import_in *in, struct text t)
{
	return trace_share(in->sessions->model, t);
}

/* Adds a record of the format at hand. */
static void
add(struct import_sessions *s, const struct trace_record *r)
{
	const struct session *of = &s->session[s->at];
	const size_t calls = s->model->calls;
	trace_add(s->model, r);
	s->model->elsewhere += r->elsewhere;
	if (s->model->calls > calls)
		shares_of(s->shares, of->input, of->reader)->calls += s->model->calls - calls;
}

/* Adds what a call of the format has made. */
static void
flush(struct import_sessions *s)
{
	for (size_t i = 0; i < s->part->items; i++)
		add(s, &s->part->item[i].record);
	import_part_empty(s->part);
}

void
import_flush(struct import_in *in, unsigned input)
{
	struct import_sessions *s = in->sessions;
	struct session *of = &s->session[s->at];
	const unsigned last = of->input;
	of->input = input;
	flush(s);
	of->input = last;
}

struct import_sessions *
import_sessions_new(struct trace_model *m, struct import_shares *shares)
{
	struct import_sessions *s = mem_zalloc(1, sizeof(*s));
	s->model = m;
	s->shares = shares;
	return s;
}

void
import_sessions_free(struct import_sessions *s)
{
	for (size_t i = 0; i < s->n; i++) {
		s->session[i].format->free(s->session[i].state);
		buf_free(&s->session[i].last);
		free(s->session[i].held);
	}
	if (s->reading)
		import_reading_free(s->reading);
	if (s->part)
		import_part_free(s->part);
	free(s->session);
	free(s);
}

static struct session *
session_of(struct import_sessions *s, const struct import_session_format *format)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->session[i].format == format)
			return &s->session[i];
	if (!s->reading) {
		s->reading = import_reading_new(&(struct import_options){ 0 });
		s->part = import_part_new(NULL);
	}
	s->session = mem_grow(s->session, &s->cap, s->n + 1, sizeof(*s->session));
	s->session[s->n] =
	    (struct session){ .format = format, .state = format->begin(trace_model_key(s->model)) };
	return &s->session[s->n++];
}

static void
call(struct import_sessions *s, void (*f)(void *state, struct import_in *in), struct session *of)
{
	struct import_in *in = import_reopen(s->reading, s->part, TEXT_ABSENT);
	in->input = of->input;
	in->sessions = s;
	s->at = (size_t)(of - s->session);
	if (f)
		f(of->state, in);
	flush(s);
}

/* The records that wait belong to the trace. */
static void
settle(struct import_sessions *s, struct session *of, struct import_hold *hold)
{
	const struct text trace = buf_as_text(&of->last);
	const struct trace_record r = { .what = TRACE_EVENT,
		.kind = TRACE_AGENT,
		.trace_id = trace,
		.call_id = trace,
		.start_ns = TRACE_NO_TIME,
		.end_ns = TRACE_NO_TIME,
		.duration_ns = TRACE_NO_TIME,
		.marks = of->marks,
		.records = of->records };
	s->at = (size_t)(of - s->session);
	add(s, &r);
	for (size_t i = 0; hold && i < of->nheld; i++)
		import_hold_trace_of(hold, of->held[i], trace);
	of->records = of->marks = 0;
	of->nheld = 0;
}

static void
end_input(struct import_sessions *s, struct session *of, struct import_hold *hold)
{
	if (of->last.n > 0)
		settle(s, of, hold);
	s->without += of->records;
	of->records = of->marks = 0;
	of->nheld = 0;
	of->last.n = 0;
	of->begun = false;
}

void
import_sessions_line(struct import_sessions *s, const struct import_kept *kept, unsigned input,
    struct import_hold *hold)
{
	struct session *of = session_of(s, kept->format);
	if (of->begun && of->input != input)
		end_input(s, of, hold);
	of->reader = kept->reader;
	if (!of->begun) {
		of->begun = true;
		of->input = input;
		call(s, of->format->input, of);
	}
	s->at = (size_t)(of - s->session);
	struct import_in *in = import_reopen(s->reading, s->part, kept->raw);
	in->input = input;
	in->sessions = s;
	of->format->line(of->state, in);
	of->records += kept->records;
	of->marks |= kept->marks;
	if (hold) {
		of->held = mem_grow(of->held, &of->held_cap, of->nheld + 1, sizeof(*of->held));
		of->held[of->nheld++] = import_hold_last(hold);
	}
	const bool named = in->line_of.n > 0;
	if (named) {
		of->last.n = 0;
		buf_text(&of->last, in->line_of);
	}
	flush(s);
	if (named)
		settle(s, of, hold);
}

uint64_t
import_sessions_end(struct import_sessions *s, struct import_hold *hold)
{
	for (size_t i = 0; i < s->n; i++) {
		call(s, s->session[i].format->end, &s->session[i]);
		end_input(s, &s->session[i], hold);
	}
	return s->without;
}
