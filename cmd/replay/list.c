/* SPDX-License-Identifier: MIT */
#include "cmd/replay/list.h"

#include <inttypes.h>
#include <stdio.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/print.h"
#include "cmd/cli/status.h"
#include "cmd/cli/tenant.h"
#include "cmd/cli/versions.h"
#include "json/write.h"
#include "report/color.h"
#include "time/stamp.h"

static void
put_time(struct buf *b, int64_t at_ns, int64_t none)
{
	char text[STAMP_MAX];
	if (at_ns == none) {
		BUF_LIT(b, "..");
		return;
	}
	const size_t n = stamp_put(at_ns, text);
	buf_put(b, text, n);
}

/* Appends at least one blank, up to `column` characters after `from`. */
static void
pad(struct buf *b, size_t from, size_t column)
{
	do
		buf_char(b, ' ');
	while (b->n - from < column);
}

static const char heading[] =
    "JOB       TYPE          STATUS    ENCODING  RULES  PROCESSED     FAILED  CREATED\n";

/* Appends a row of the table. */
static void
put_row(struct buf *b, const struct job *j, bool color)
{
	const size_t from = b->n;
	job_put_id(b, j->number);
	pad(b, from, 10);
	buf_text(b, job_type_names[j->type]);
	pad(b, from, 24);
	const size_t status = b->n;
	buf_text(b, job_status_names[j->status]);
	pad(b, from, 34);
	color_since(b, status, color, job_status_colors[j->status]);
	buf_printf(b, "%8" PRIu64 " %6" PRIu64 " %10" PRIu64 " %10" PRIu64 "  ",
	    j->encoding_version, j->rule_version, j->processed, j->failed);
	put_time(b, j->created_ns, INT64_MIN);
	if (j->error.p) {
		BUF_LIT(b, "  ");
		buf_visible(b, j->error);
	}
	buf_char(b, '\n');
}

static void
put_name(struct buf *b, const char *name)
{
	buf_printf(b, "%-17s ", name);
}

static void
put_line(struct buf *b, const char *name, struct text value)
{
	put_name(b, name);
	buf_visible(b, value);
	buf_char(b, '\n');
}

static void
put_number(struct buf *b, const char *name, uint64_t n)
{
	put_name(b, name);
	buf_u64(b, n);
	buf_char(b, '\n');
}

static void
put_times(struct buf *b, const struct job *j)
{
	put_name(b, "range");
	put_time(b, j->from_ns, INT64_MIN);
	BUF_LIT(b, " to ");
	put_time(b, j->to_ns, INT64_MAX);
	BUF_LIT(b, "\n");
	put_name(b, "created");
	put_time(b, j->created_ns, INT64_MIN);
	BUF_LIT(b, "\n");
	if (j->completed_ns == INT64_MIN)
		return;
	put_name(b, "completed");
	put_time(b, j->completed_ns, INT64_MIN);
	BUF_LIT(b, "\n");
}

/* Appends one number of a Running job's progress and its words, unless the number is not known. */
static void
put_told(struct buf *b, const struct json_node *told, const char *name, const char *words)
{
	const struct json_node *n = json_get(told, name);
	if (!n || n->kind != JSON_NUMBER)
		return;
	if (b->p[b->n - 1] != ' ')
		BUF_LIT(b, ", ");
	buf_text(b, n->json);
	buf_printf(b, "%s", words);
}

static void
put_progress(struct buf *b, const struct json_node *told)
{
	put_name(b, "progress");
	put_told(b, told, "percent", "% read");
	put_told(b, told, "events", " events");
	put_told(b, told, "failed", " failed");
	put_told(b, told, "decided", " decided");
	put_told(b, told, "events_per_second", " events/s");
	put_told(b, told, "seconds_left", " s left");
	buf_char(b, '\n');
}

static void
put_whole(struct buf *b, const struct job *j, const struct json_node *progress, bool color)
{
	put_name(b, "job");
	job_put_id(b, j->number);
	BUF_LIT(b, "\n");
	put_line(b, "tenant", j->tenant_id);
	put_line(b, "type", job_type_names[j->type]);
	put_name(b, "status");
	const size_t status = b->n;
	buf_text(b, job_status_names[j->status]);
	color_since(b, status, color, job_status_colors[j->status]);
	buf_char(b, '\n');
	if (j->error.p)
		put_line(b, "error", j->error);
	put_number(b, "encoding version", j->encoding_version);
	put_number(b, "rule version", j->rule_version);
	put_times(b, j);
	put_number(b, "events processed", j->processed);
	put_number(b, "events failed", j->failed);
	put_number(b, "events skipped", j->skipped);
	put_number(b, "events duplicate", j->duplicate);
	for (size_t i = 0; i < j->ninputs; i++)
		put_line(b, i == 0 ? "inputs" : "", j->inputs[i]);
	if (j->options.p)
		put_line(b, "options", j->options);
	if (progress)
		put_progress(b, progress);
}

void
list_put(struct buf *b, const struct job *j, const struct json_node *progress)
{
	job_put(b, j);
	if (progress) {
		b->n--; /* the brace */
		json_member_raw(b, "progress", progress->json);
		json_end(b, '}');
	}
	buf_char(b, '\n');
}

static int
put_all(const struct command *c, struct store *s, struct buf *b)
{
	struct arena keep = { 0 }, one = { 0 };
	struct err e;
	struct job j;
	uint64_t *number;
	const ssize_t n = job_numbers(s, &keep, &number, &e);
	int found = n < 0 ? -1 : 1;
	const bool color = settings_color_output(&c->settings);
	if (n > 0 && c->request.as_text)
		BUF_LIT(b, heading);
	for (ssize_t i = 0; i < n && found >= 0; i++) {
		arena_reset(&one);
		found = job_read(s, number[i], &one, &j, &e);
		if (found > 0 && c->request.as_text)
			put_row(b, &j, color);
		else if (found > 0)
			list_put(b, &j, NULL);
	}
	if (found < 0)
		diag(&c->settings.voice, "%s", e.text);
	arena_free(&keep);
	arena_free(&one);
	return found < 0 ? EXIT_BROKEN : EXIT_WORKED;
}

int
list_all(struct command *c)
{
	struct store s;
	struct buf b = { 0 };
	int status = EXIT_BROKEN;
	store_init(&s);
	if (tenant_open(&s, &c->settings, STORE_READ) == 0) {
		if (s.folder.fd < 0 && !c->settings.quiet)
			versions_say_no_tenant(&c->settings);
		status = put_all(c, &s, &b);
	}
	tenant_close(&s, &c->settings);
	if (status == EXIT_WORKED)
		status = print_all(&c->settings, buf_as_text(&b));
	buf_free(&b);
	return status;
}

int
list_find(struct command *c, struct store *s, struct job *j)
{
	struct err e;
	int found = job_read(s, c->request.number, &c->arena, j, &e);
	if (found == 0)
		found = err_set(&e, "%s: there is no job-%" PRIu64 "; --list shows all jobs",
		    s->kind[STORE_JOBS].path, c->request.number);
	if (found < 0)
		diag(&c->settings.voice, "%s", e.text);
	return found;
}

int
list_one(struct command *c)
{
	struct store s;
	struct buf b = { 0 };
	struct job j = { 0 };
	int found = -1;
	store_init(&s);
	if (tenant_open(&s, &c->settings, STORE_READ) == 0)
		found = list_find(c, &s, &j);
	if (found > 0) {
		const bool running = j.status == JOB_RUNNING;
		const struct json_node *progress = running ? job_progress(&s, &j, &c->arena) : NULL;
		if (c->request.as_text)
			put_whole(&b, &j, progress, settings_color_output(&c->settings));
		else
			list_put(&b, &j, progress);
	}
	tenant_close(&s, &c->settings);
	const int status = found > 0 ? print_all(&c->settings, buf_as_text(&b)) : EXIT_BROKEN;
	buf_free(&b);
	return status;
}
