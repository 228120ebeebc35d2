/* SPDX-License-Identifier: MIT */
#include "cmd/trace/errors.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cmd/cli/random.h"
#include "trace/contrast.h"
#include "trace/errors.h"
#include "trace/failure_path.h"
#include "view/cause.h"
#include "view/errors.h"

enum { ENOUGH = 1 << 18 };

/* A selection without a trace has been reported. */
static void
say_nothing(struct command *c)
{
	c->nothing = c->model->traces > 0;
	if (c->model->traces > 0 || selecting_all(&c->selecting))
		buf_text(&c->run.last_words, TEXT("no call failed\n"));
}

/* ---- --errors ------------------------------------------------------------------------------- */

int
errors_print(struct command *c)
{
	struct trace_errors *e = trace_errors_new(c->model, random_key());
	const struct view_style style = showing_style(&c->showing, &c->settings);
	struct buf b = { 0 };
	int result = 0;
	if (e->n == 0)
		say_nothing(c);
	for (size_t i = 0; i < e->n && result == 0;) {
		if (c->text)
			i = view_errors(&b, &style, c->model, e, i);
		else
			trace_put_error_group(&b, c->model, &e->group[i++]);
		result = run_put_some(&c->run, &b, i < e->n ? ENOUGH : 0);
	}
	trace_errors_free(e);
	buf_free(&b);
	return result;
}

/* ---- --root-cause --------------------------------------------------------------------------- */

/* The root cause of each trace that failed. */
struct causes {
	struct root_cause *cause;
	struct trace_place *place;
	size_t n, cause_cap, place_cap;
};

static void
find_causes(const struct trace_model *m, struct causes *k)
{
	for (size_t i = 0; i < m->traces; i++) {
		struct root_cause cause;
		if (!trace_root_cause(m, i, &cause))
			continue;
		k->cause = mem_grow(k->cause, &k->cause_cap, k->n + 1, sizeof(*k->cause));
		k->place = mem_grow(k->place, &k->place_cap, k->n + 1, sizeof(*k->place));
		k->cause[k->n] = cause;
		k->place[k->n++] = (struct trace_place){ cause.call, cause.event, 0 };
	}
	trace_find_positions(m, k->place, k->n);
}

static void
put_heading(struct buf *b, const struct view_style *style, const struct trace_model *m,
    const struct trace_place *place)
{
	struct view_line l = { b, style, 0 };
	view_put(&l, "trace ");
	view_text(&l, trace_text_of(m->trace[m->call[place->call].trace].id));
	view_color(&l, b->n - l.column, COLOR_NAME);
	buf_printf(b, ": failed at #%llu\n", (unsigned long long)place->position);
}

static int
print_causes(struct command *c, const struct causes *k, const struct view_style *style)
{
	struct buf b = { 0 };
	int result = 0;
	for (size_t i = 0; i < k->n && result == 0; i++) {
		if (c->text) {
			put_heading(&b, style, c->model, &k->place[i]);
			cause_put(&b, style, c->model, &k->cause[i]);
		} else {
			trace_put_root_cause(&b, c->model, &k->cause[i], k->place[i].position);
		}
		result = run_put_some(&c->run, &b, i + 1 < k->n ? ENOUGH : 0);
	}
	buf_free(&b);
	return result;
}

static int
print_contrasts(struct command *c, const struct causes *k, const struct view_style *style)
{
	struct trace_contrasts *contrasts = trace_contrasts_new(c->model, random_key());
	struct trace_contrast contrast;
	struct buf b = { 0 };
	int result = 0;
	for (size_t i = 0; i < k->n; i++)
		trace_contrasts_add(contrasts, k->cause[i].call);
	while (result == 0 && trace_contrasts_next(contrasts, &contrast)) {
		struct trace_place *place = trace_contrast_places(c->model, &contrast);
		if (c->text)
			view_contrast(&b, style, &contrast, place);
		else
			trace_put_contrast(&b, c->model, &contrast, place);
		free(place);
		result = run_put_some(&c->run, &b, 0);
	}
	trace_contrasts_free(contrasts);
	buf_free(&b);
	return result;
}

int
root_cause_print(struct command *c)
{
	struct causes k = { 0 };
	const struct view_style style = showing_style(&c->showing, &c->settings);
	int result;
	find_causes(c->model, &k);
	if (k.n == 0)
		say_nothing(c);
	result = print_causes(c, &k, &style);
	if (result == 0)
		result = print_contrasts(c, &k, &style);
	free(k.cause);
	free(k.place);
	return result;
}
