/* SPDX-License-Identifier: MIT */
#include "cmd/cli/run.h"

#include <stdarg.h>
#include <stdio.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/spare.h"
#include "cmd/cli/status.h"
#include "cmd/cli/stream.h"

const char *
run_output_name(const char *path)
{
	return stream_is_standard(path) ? "standard output" : path;
}

void
run_break_off(struct run *r, const char *why)
{
	if (!r->why[0])
		snprintf(r->why, sizeof(r->why), "%.*s", (int)sizeof(r->why) - 1, why);
	r->status = EXIT_BROKEN;
}

static void
complain(struct run *r, const char *format, va_list args)
{
	char text[RUN_WHY_MAX];
	vsnprintf(text, sizeof(text), format, args);
	progress_clear(&r->progress);
	diag(&r->settings->voice, "%s", text);
	run_break_off(r, text);
}

void
run_complain(struct run *r, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	complain(r, format, args);
	va_end(args);
}

int
run_stop(struct run *r, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	complain(r, format, args);
	va_end(args);
	r->stopped = true;
	return -1;
}

int
run_stop_at(struct run *r, const char *path, const struct err *e)
{
	return run_stop(r, "%s: %s", run_output_name(path), e->text);
}

/* Checks that no output would overwrite a file that is read. */
static int
spare_inputs(struct run *r)
{
	struct spared it;
	if (spare_check(r->settings, !r->mode.again, &it) == 0)
		return 0;
	run_complain(r, "%s: is also %s; --%s would overwrite it", it.path, it.what, it.option);
	return -1;
}

static int
open_output(struct run *r, struct out **out, const char *path, int level,
    struct out *(*open)(const char *path, int level, struct err *e))
{
	struct err e = { 0 };
	*out = open(path, level, &e);
	if (*out)
		return 0;
	run_complain(r, "%s: %s", run_output_name(path), e.text);
	return -1;
}

int
run_begin_as(struct run *r, const struct settings *s, struct run_mode mode)
{
	*r = (struct run){ .settings = s, .mode = mode };
	progress_begin(&r->progress, s);
	if (spare_inputs(r) < 0 || open_output(r, &r->out, s->output, s->zstd_level,
				       mode.again ? out_open_again : out_open) < 0)
		return -1;
	if (!s->rejects || open_output(r, &r->rejects, s->rejects, OUT_PLAIN,
			       mode.again ? out_open_again : out_open_direct) == 0)
		return 0;
	out_abort(r->out);
	return -1;
}

int
run_begin(struct run *r, const struct settings *s)
{
	return run_begin_as(r, s, (struct run_mode){ .wake = -1 });
}

int
run_cut(struct run *r, const struct out_end *output, const struct out_end *rejects)
{
	struct err e;
	if (out_cut(r->out, output, &e) < 0)
		return run_stop_at(r, r->settings->output, &e);
	if (r->rejects && out_cut(r->rejects, rejects, &e) < 0)
		return run_stop_at(r, r->settings->rejects, &e);
	return 0;
}

int
run_mark(struct run *r, struct out_end *output, struct out_end *rejects)
{
	struct err e;
	*output = *rejects = (struct out_end){ 0 };
	if (r->stopped)
		return -1;
	if (out_mark(r->out, output, &e) < 0)
		return run_stop_at(r, r->settings->output, &e);
	if (r->rejects && out_mark(r->rejects, rejects, &e) < 0)
		return run_stop_at(r, r->settings->rejects, &e);
	return 0;
}

int
run_flush(struct run *r)
{
	struct err e;
	if (out_flush(r->out, &e) < 0)
		return run_stop_at(r, r->settings->output, &e);
	if (r->rejects && out_flush(r->rejects, &e) < 0)
		return run_stop_at(r, r->settings->rejects, &e);
	return 0;
}

int
run_put(struct run *r, struct text t)
{
	struct err e;
	if (r->stopped)
		return -1;
	return out_put(r->out, t.p, t.n, &e) < 0 ? run_stop_at(r, r->settings->output, &e) : 0;
}

int
run_put_some(struct run *r, struct buf *b, size_t enough)
{
	if (b->n < enough)
		return 0;
	const int result = run_put(r, buf_as_text(b));
	b->n = 0;
	return result;
}
