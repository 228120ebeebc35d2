/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/run.h"
#include "cmd/cli/status.h"
#include "json/write.h"
#include "time/duration.h"

static void
ready_outputs(struct run *r)
{
	const struct settings *s = r->settings;
	struct err e;
	if (r->stopped)
		return;
	if (out_ready(r->out, &e) < 0)
		run_stop_at(r, s->output, &e);
	else if (r->rejects && out_ready(r->rejects, &e) < 0)
		run_stop_at(r, s->rejects, &e);
}

/* Did the run fail to read any input, so that it has nothing to replace the output with? */
static bool
read_nothing(const struct run *r)
{
	return r->status == EXIT_BROKEN && r->bytes_in == 0 && out_bytes(r->out) == 0 &&
	       !r->mode.again;
}

/*
 * Completes the outputs, or leaves them as they were.  After --fail-fast, standard output still
 * gets the records before the failure, but -o FILE is all or nothing.
 */
static void
close_outputs(struct run *r)
{
	const struct settings *s = r->settings;
	struct err e;
	const bool empty = s->output && !r->stopped && read_nothing(r);
	if (empty)
		diag(&s->voice, "%s: left unchanged, because no input could be read", s->output);
	if (empty || (r->stopped && s->output))
		out_abort(r->out);
	else if (out_commit(r->out, &e) < 0 && !r->stopped)
		run_stop_at(r, s->output, &e);
	if (r->rejects && out_commit(r->rejects, &e) < 0 && !r->stopped)
		run_stop_at(r, s->rejects, &e);
}

static void
check_books(struct run *r)
{
	const struct books *b = &r->books;
	if (r->stopped || b->in == b->out + b->skipped + b->rejected)
		return;
	run_complain(r,
	    "the counts do not add up, which is a bug: %" PRIu64 " in, %" PRIu64 " out, %" PRIu64
	    " skipped, %" PRIu64 " rejected",
	    b->in, b->out, b->skipped, b->rejected);
}

static void
put_stats(
    struct run *r, struct buf *b, void (*more)(void *context, struct buf *json), void *context)
{
	char elapsed[DURATION_MAX];
	int64_t elapsed_us = (progress_clock_ns() - r->progress.begun_ns) / 1000;
	size_t n = duration_put_seconds(elapsed_us * 1000, elapsed);
	json_begin(b, '{');
	json_member_u64(b, "events_in", r->books.in);
	json_member_u64(b, "events_out", r->books.out);
	json_member_u64(b, "events_skipped", r->books.skipped);
	json_member_u64(b, "events_rejected", r->books.rejected);
	json_member_u64(b, "bytes_in", r->bytes_in);
	json_member_raw(b, "elapsed_seconds", (struct text){ elapsed, n });
	if (more)
		more(context, b);
	BUF_LIT(b, "}\n");
}

static void
write_stats(struct run *r, struct text json)
{
	const char *file = r->settings->stats_file;
	struct err e;
	if (!file) {
		if (diag_write(json) < 0)
			run_complain(r, "standard error: %s", strerror(errno));
		return;
	}
	struct out *o = out_open(file, OUT_PLAIN, &e);
	if (o) {
		out_put(o, json.p, json.n, &e);
		if (out_ready(o, &e) == 0) {
			r->stats = o;
			return;
		}
		out_abort(o);
	}
	run_stop_at(r, file, &e);
}

static void
close_stats(struct run *r)
{
	struct err e;
	if (r->stats && out_commit(r->stats, &e) < 0)
		run_complain(r, "%s: %s", run_output_name(r->settings->stats_file), e.text);
	r->stats = NULL;
}

static void
tell_last_words(struct run *r)
{
	struct text rest = buf_as_text(&r->last_words);
	while (rest.n > 0 && !r->settings->quiet) {
		size_t n = (size_t)((const char *)memchr(rest.p, '\n', rest.n) - rest.p);
		diag(&r->settings->voice, "%.*s", (int)n, rest.p);
		rest = (struct text){ rest.p + n + 1, rest.n - n - 1 };
	}
}

/* Prints the last line on standard error. */
static void
tell_books(const struct run *r)
{
	const struct books *b = &r->books;
	if (b->rejected > 0 && !r->settings->quiet)
		diag(&r->settings->voice,
		    "%" PRIu64 " in = %" PRIu64 " out + %" PRIu64 " skipped + %" PRIu64 " rejected",
		    b->in, b->out, b->skipped, b->rejected);
}

int
run_ready(struct run *r, void (*more)(void *context, struct buf *json), void *context)
{
	struct buf json = { 0 };
	if (r->ready)
		return r->stopped ? -1 : 0;
	r->ready = true;
	ready_outputs(r);
	check_books(r);
	progress_end(&r->progress, &r->books, r->bytes_in);
	if (r->settings->stats) {
		put_stats(r, &json, more, context);
		write_stats(r, buf_as_text(&json));
	}
	buf_free(&json);
	return r->stopped ? -1 : 0;
}

void
run_note_all_skipped(struct run *r)
{
	const struct settings *s = r->settings;
	const bool tenant = s->tenant.p, range = s->from_ns != INT64_MIN || s->to_ns != INT64_MAX;
	struct buf *b = &r->last_words;
	if (r->stopped || r->books.skipped == 0 || r->books.out > 0)
		return;
	buf_printf(b, "no event (of %" PRIu64 ") ", r->books.skipped);
	if (tenant) {
		BUF_LIT(b, "belongs to the tenant ");
		buf_text(b, s->tenant);
	}
	if (range)
		buf_printf(b, "%shas a time between --from and --to", tenant ? " and " : "");
	BUF_LIT(b, "; all were skipped\n");
}

int
run_end(struct run *r, void (*more)(void *context, struct buf *json), void *context)
{
	run_ready(r, more, context);
	close_outputs(r);
	close_stats(r);
	tell_last_words(r);
	tell_books(r);
	if (!settings_tolerate(r->settings, r->books.rejected + r->too_late, r->books.in))
		r->status = status_worse(r->status, EXIT_REJECTED);
	buf_free(&r->line);
	buf_free(&r->last_words);
	return r->status;
}
