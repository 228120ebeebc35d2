/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "json/read.h"
#include "store/job.h"
#include "time/stamp.h"

#define PREFIX "job-"
#define SUFFIX ".json"
#define FILE_NAME 40

uint64_t
job_number(struct text id)
{
	const size_t begin = sizeof(PREFIX) - 1;
	uint64_t number;
	if (id.n <= begin || memcmp(id.p, PREFIX, begin) != 0 || id.p[begin] < '1' ||
	    id.p[begin] > '9' ||
	    number_u64((struct text){ id.p + begin, id.n - begin }, &number) < 0 ||
	    number > INT64_MAX)
		return 0;
	return number;
}

static uint64_t
number_of(const char *name)
{
	const size_t n = strlen(name), end = sizeof(SUFFIX) - 1;
	if (n <= end || strcmp(name + n - end, SUFFIX) != 0)
		return 0;
	return job_number((struct text){ name, n - end });
}

ssize_t
job_numbers(struct store *s, struct arena *a, uint64_t **number, struct err *e)
{
	return folder_numbers(&s->kind[STORE_JOBS], number_of, a, number, e);
}

/* ---- members -------------------------------------------------------------------------------- */

/* A job, and the members that only its record has. */
struct job_record {
	struct job job;
	struct text id;
	const struct json_node *inputs, *options;
};

#define AT(member) .offset = offsetof(struct job_record, member)

/* clang-format off */
static const struct json_row members[] = {
	{ "job_id", JSON_ROW_TEXT, AT(id) },
	{ "tenant_id", JSON_ROW_TEXT, AT(job.tenant_id) },
	{ "job_type", JSON_ROW_CHOICE, AT(job.type), .names = job_type_names, .n = JOB_TYPES },
	{ "encoding_version", JSON_ROW_U64, AT(job.encoding_version) },
	{ "rule_version", JSON_ROW_U64, AT(job.rule_version) },
	{ "time_range_start", JSON_ROW_PARSED, AT(job.from_ns), .or_null = true, .parse = stamp_rfc3339 },
	{ "time_range_end", JSON_ROW_PARSED, AT(job.to_ns), .or_null = true, .parse = stamp_rfc3339 },
	{ "status", JSON_ROW_CHOICE, AT(job.status), .names = job_status_names, .n = JOB_STATUSES },
	{ "events_processed", JSON_ROW_U64, AT(job.processed) },
	{ "events_failed", JSON_ROW_U64, AT(job.failed) },
	{ "events_skipped", JSON_ROW_U64, AT(job.skipped) },
	{ "events_duplicate", JSON_ROW_U64, AT(job.duplicate) },
	{ "created_at", JSON_ROW_PARSED, AT(job.created_ns), .or_null = true, .parse = stamp_rfc3339 },
	{ "completed_at", JSON_ROW_PARSED, AT(job.completed_ns), .or_null = true, .parse = stamp_rfc3339 },
	{ "error", JSON_ROW_TEXT, AT(job.error), .or_null = true },
	{ "inputs", JSON_ROW_ARRAY, AT(inputs) },
	{ "options", JSON_ROW_OBJECT, AT(options), .optional = true },
};
/* clang-format on */

static bool
read_inputs(const struct json_node *inputs, struct arena *a, struct job *j)
{
	struct text *input = arena_zalloc(a, inputs->count + 1, sizeof(*input));
	j->ninputs = inputs->count;
	j->inputs = input;
	for (const struct json_node *n = inputs->child; n; n = n->next) {
		if (n->kind != JSON_STRING)
			return false;
		*input++ = n->text;
	}
	return true;
}

/* Returns false if anything differs from what job_put writes. */
static bool
read_members(const struct json_node *root, struct arena *a, struct job *j)
{
	struct job_record r = { .job = { .from_ns = INT64_MIN,
				    .to_ns = INT64_MAX,
				    .created_ns = INT64_MIN,
				    .completed_ns = INT64_MIN } };
	if (json_read(root, members, sizeof(members) / sizeof(*members), &r))
		return false;
	*j = r.job;
	j->number = job_number(r.id);
	j->options = r.options ? r.options->json : TEXT_ABSENT;
	return read_inputs(r.inputs, a, j);
}

/* ---- a job ---------------------------------------------------------------------------------- */

static int
parse(struct store *s, const char *name, uint64_t number, struct arena *a, struct text text,
    struct job *j, struct err *e)
{
	struct err why;
	const struct json_node *root = json_tree(a, text, &why);
	const char *path = s->kind[STORE_JOBS].path;
	if (!root)
		return err_set(e, "%s/%s: %s", path, name, why.text);
	if (!read_members(root, a, j))
		return err_set(e, "%s/%s: not a complete job record", path, name);
	if (j->number != number || !text_eq(j->tenant_id, s->tenant))
		return err_set(e, "%s/%s: belongs to another job or tenant", path, name);
	return 1;
}

static void
claim_name(char out[FILE_NAME], uint64_t number)
{
	snprintf(out, FILE_NAME, PREFIX "%" PRIu64 ".lock", number);
}

int
job_read(struct store *s, uint64_t number, struct arena *a, struct job *j, struct err *e)
{
	char name[FILE_NAME], lock[FILE_NAME];
	struct buf b = { 0 };
	snprintf(name, sizeof(name), PREFIX "%" PRIu64 SUFFIX, number);
	int found = file_read(&s->kind[STORE_JOBS], name, &b, e);
	if (found > 0)
		found = parse(s, name, number, a, arena_text(a, buf_as_text(&b)), j, e);
	b.n = 0;
	claim_name(lock, number);
	if (found > 0 && j->status == JOB_RUNNING &&
	    !claim_is_held(&s->kind[STORE_JOBS], lock, NULL)) {
		j->status = JOB_FAILED;
		j->orphaned = true;
		buf_printf(&b,
		    "its process ended before the job was finished; --resume " PREFIX "%" PRIu64
		    " continues it",
		    number);
		j->error = arena_text(a, buf_as_text(&b));
	}
	buf_free(&b);
	return found;
}

const struct json_node *
job_progress(struct store *s, const struct job *j, struct arena *a)
{
	char lock[FILE_NAME];
	struct buf b = { 0 };
	claim_name(lock, j->number);
	claim_is_held(&s->kind[STORE_JOBS], lock, &b);
	struct text text = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	const struct json_node *root = json_tree(a, text, NULL);
	return root && root->kind == JSON_OBJECT ? root : NULL;
}
