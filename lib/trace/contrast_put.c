/* SPDX-License-Identifier: MIT */
#include "base/mem.h"
#include "base/number.h"
#include "json/write.h"
#include "trace/contrast.h"
#include "trace/root_cause.h"

/* What a finding is about: with it, and lacking it. */
struct words {
	const char *with, *lacking;
};

static const struct words presence[TRACE_FEATURES] = {
	[TRACE_ARGUMENT] = { "extra argument", "missing argument" },
	[TRACE_ATTRIBUTE] = { "extra attribute", "missing attribute" },
	[TRACE_LAST_VALUE] = { "extra variable", "missing variable" },
	[TRACE_SERVICE] = { "a service", "no service" },
	[TRACE_MODEL] = { "a model", "no model" },
	[TRACE_CHILD] = { "extra call", "missing call" },
	[TRACE_CHILD_AGAIN] = { "repeated call", "single call" },
};

static const char *const value[TRACE_FEATURES] = {
	[TRACE_ARGUMENT] = "argument",
	[TRACE_ATTRIBUTE] = "attribute",
	[TRACE_LAST_VALUE] = "variable",
	[TRACE_SERVICE] = "service",
	[TRACE_MODEL] = "model",
	[TRACE_CHILD] = "call",
	[TRACE_CHILD_AGAIN] = "call",
};

struct trace_place *
trace_contrast_places(const struct trace_model *m, const struct trace_contrast *c)
{
	struct trace_place *place = mem_zalloc(c->n + 1, sizeof(*place));
	for (size_t i = 0; i < c->n; i++) {
		struct root_cause r;
		trace_failure(m, c->finding[i].call, &r);
		place[i] = (struct trace_place){ r.call, r.event, 0 };
	}
	trace_find_positions(m, place, c->n);
	return place;
}

void
trace_put_what(struct buf *b, const struct trace_finding *f)
{
	const struct words *w = &presence[f->feature];
	buf_text(b, text_of(f->value.p ? value[f->feature] : f->lacking ? w->lacking : w->with));
	if (f->name.n > 0) {
		buf_char(b, ' ');
		buf_text(b, f->name);
	}
	if (f->value.p && f->lacking)
		BUF_LIT(b, " other than");
}

void
trace_put_contrast(struct buf *b, const struct trace_model *m, const struct trace_contrast *c,
    const struct trace_place *place)
{
	struct buf what = { 0 };
	char digits[NUMBER_F64_MAX] = { 0 };
	json_begin(b, '{');
	json_member_string(b, "name", trace_text_of(c->name));
	json_member_u64(b, "failing", c->failing);
	json_member_u64(b, "passing", c->passing);
	json_member_begin(b, "findings", '[');
	for (size_t i = 0; i < c->n; i++) {
		const struct trace_finding *f = &c->finding[i];
		const struct trace_call *example = &m->call[f->call];
		const bool plain = f->feature == TRACE_SERVICE || f->feature == TRACE_MODEL;
		what.n = 0;
		trace_put_what(&what, f);
		json_begin(b, '{');
		json_member_string(b, "what", buf_as_text(&what));
		if (plain)
			json_member_string_or_null(b, "value", f->value);
		else
			json_member_raw_or_null(b, "value", f->value);
		json_member_u64(b, "failing", f->failing);
		json_member_u64(b, "passing", f->passing);
		const size_t n = number_put_f64(f->p, digits);
		json_member_raw(b, "p", (struct text){ digits, n });
		json_member_begin(b, "example", '{');
		json_member_string_or_null(
		    b, "trace_id", trace_text_of(m->trace[example->trace].id));
		json_member_string_or_null(b, "call_id", trace_text_of(example->id));
		json_member_u64(b, "position", place[i].position);
		json_end(b, '}');
		json_end(b, '}');
	}
	json_end(b, ']');
	json_end(b, '}');
	buf_char(b, '\n');
	buf_free(&what);
}
