/* SPDX-License-Identifier: MIT */
#include "export/speedscope.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/table.h"
#include "export/lanes.h"
#include "json/write.h"

struct frame {
	const struct trace_text *name, *file; /* stored once each */
	uint32_t line;
};

struct open {
	uint32_t call, frame;
};

struct speedscope {
	struct export_out *out;
	const struct trace_model *model;
	struct export_lanes lanes;
	struct frame *frame;
	size_t frames, frame_cap;
	struct table table;
	struct open *open; /* the calls around the next one of the lane */
	size_t depth, open_cap;
};

/* ---- frames --------------------------------------------------------------------------------- */

struct wanted {
	const struct speedscope *s;
	struct frame frame;
};

static bool
is_frame(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct frame *a = &w->s->frame[ref - 1], *b = &w->frame;
	return a->name == b->name && a->file == b->file && a->line == b->line;
}

static uint32_t
frame_of(struct speedscope *s, const struct trace_call *c)
{
	const struct wanted w = { s, { c->name, c->more ? c->more->file : NULL, c->line } };
	const uint64_t key[] = { (uintptr_t)w.frame.name, (uintptr_t)w.frame.file, w.frame.line };
	const uint32_t hash = (uint32_t)siphash(trace_model_key(s->model), key, sizeof(key));
	const uint32_t found = table_find(&s->table, hash, is_frame, &w);
	if (found > 0)
		return found - 1;
	s->frame = mem_grow(s->frame, &s->frame_cap, s->frames + 1, sizeof(*s->frame));
	s->frame[s->frames++] = w.frame;
	table_add(&s->table, hash, (uint32_t)s->frames);
	return (uint32_t)s->frames - 1;
}

static void
put_frame(struct buf *b, const struct frame *f)
{
	json_begin(b, '{');
	json_member_string(b, "name", trace_text_of(f->name));
	if (f->file)
		json_member_string(b, "file", trace_text_of(f->file));
	if (f->line > 0)
		json_member_u64(b, "line", f->line);
	json_end(b, '}');
}

/* ---- profiles ------------------------------------------------------------------------------- */

static void
put_event(struct speedscope *s, const char *type, uint32_t frame, int64_t at)
{
	struct buf *b = &s->out->b;
	if (b->n == 0 || b->p[b->n - 1] != '[')
		buf_char(b, ',');
	buf_char(b, '{');
	json_member_string(b, "type", text_of(type));
	json_member_u64(b, "frame", frame);
	json_member_u64(b, "at", (uint64_t)at - (uint64_t)s->lanes.extent.base);
	json_end(b, '}');
	export_flush(s->out, EXPORT_ENOUGH);
}

/* Closes the open calls above the one that a call is in. */
static void
close_to(struct speedscope *s, uint32_t parent)
{
	while (s->depth > 0 && s->open[s->depth - 1].call != parent) {
		const struct open *o = &s->open[--s->depth];
		put_event(s, "C", o->frame, s->lanes.extent.to[o->call]);
	}
}

static void
put_strand(struct speedscope *s, const struct trace *t, const struct export_strand *strand)
{
	const struct trace_model *m = s->model;
	for (uint32_t i = strand->call; i != TRACE_NONE; i = s->lanes.next[i]) {
		const struct trace_call *c = trace_call_at(m, t->first + i);
		close_to(s, i == strand->call ? TRACE_NONE : m->call[c->parent].at - t->first);
		const uint32_t frame = frame_of(s, c);
		put_event(s, "O", frame, s->lanes.extent.from[i]);
		s->open = mem_grow(s->open, &s->open_cap, s->depth + 1, sizeof(*s->open));
		s->open[s->depth++] = (struct open){ i, frame };
	}
	close_to(s, TRACE_NONE);
}

static void
put_name(struct speedscope *s, const struct trace *t, const struct export_lane *lane)
{
	struct buf name = { 0 };
	buf_text(&name, trace_text_of(t->id));
	if (s->lanes.lanes > 1) {
		BUF_LIT(&name, ": ");
		export_put_lane_name(&name, lane);
	}
	json_member_string(&s->out->b, "name", buf_as_text(&name));
	buf_free(&name);
}

static void
put_profile(struct speedscope *s, const struct trace *t, const struct export_lane *lane)
{
	const struct export_extent *x = &s->lanes.extent;
	struct buf *b = &s->out->b;
	buf_char(b, '{');
	json_member_string(b, "type", TEXT("evented"));
	put_name(s, t, lane);
	json_member_string(b, "unit", x->no_clock ? TEXT("none") : TEXT("nanoseconds"));
	json_member_u64(b, "startValue", 0);
	json_member_u64(b, "endValue", (uint64_t)x->last - (uint64_t)x->base);
	json_member_begin(b, "events", '[');
	for (uint32_t i = lane->first; i != TRACE_NONE && !s->out->stopped;
	     i = s->lanes.strand[i].next)
		put_strand(s, t, &s->lanes.strand[i]);
	BUF_LIT(b, "]}");
}

void
export_speedscope(struct export_out *o, const struct trace_model *m)
{
	struct speedscope s = { .out = o, .model = m };
	bool any = false;
	BUF_LIT(&o->b, "{\"$schema\":\"https://www.speedscope.app/file-format-schema.json\","
		       "\"exporter\":\"esper-trace-replay\",\n\"profiles\":[\n");
	for (size_t i = 0; i < m->traces && !o->stopped; i++) {
		export_lanes_of(&s.lanes, m, i, false);
		for (size_t k = 0; k < s.lanes.lanes && !o->stopped; k++) {
			if (any)
				BUF_LIT(&o->b, ",\n");
			any = true;
			put_profile(&s, &m->trace[i], &s.lanes.lane[k]);
		}
	}
	BUF_LIT(&o->b, "\n],\n\"shared\":{\"frames\":[\n");
	for (size_t i = 0; i < s.frames && export_flush(o, EXPORT_ENOUGH); i++) {
		if (i > 0)
			BUF_LIT(&o->b, ",\n");
		put_frame(&o->b, &s.frame[i]);
	}
	BUF_LIT(&o->b, "\n]}}\n");
	export_lanes_free(&s.lanes);
	table_free(&s.table);
	free(s.frame);
	free(s.open);
}
