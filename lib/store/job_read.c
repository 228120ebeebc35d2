/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
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

/* What is there as it is written; the first that is not makes it all wrong. */
struct members {
	const struct json_node *root;
	bool wrong;
};

static const struct json_node *
member(struct members *m, const char *name, enum json_kind kind, bool or_null)
{
	const struct json_node *n = json_get(m->root, name);
	if (n && n->kind == kind)
		return n;
	m->wrong |= !n || !or_null || n->kind != JSON_NULL;
	return NULL;
}

static struct text
string(struct members *m, const char *name, bool or_null)
{
	const struct json_node *n = member(m, name, JSON_STRING, or_null);
	return n ? n->text : TEXT_ABSENT;
}

static uint64_t
count(struct members *m, const char *name)
{
	const struct json_node *n = member(m, name, JSON_NUMBER, false);
	uint64_t value = 0;
	m->wrong |= n && number_u64(n->text, &value) < 0;
	return value;
}

static int64_t
time_or(struct members *m, const char *name, int64_t none)
{
	struct text t = string(m, name, true);
	int64_t at_ns = none;
	m->wrong |= t.p && stamp_rfc3339(t, &at_ns) < 0;
	return at_ns;
}

static unsigned
choice(struct members *m, const char *name, const struct text *names, unsigned count_of)
{
	struct text t = string(m, name, false);
	for (unsigned i = 0; i < count_of; i++)
		if (t.p && text_eq(t, names[i]))
			return i;
	m->wrong = true;
	return 0;
}

static void
read_inputs(struct members *m, struct arena *a, struct job *j)
{
	const struct json_node *inputs = member(m, "inputs", JSON_ARRAY, false);
	struct text *input;
	if (!inputs)
		return;
	j->ninputs = inputs->count;
	j->inputs = input = arena_zalloc(a, inputs->count + 1, sizeof(*input));
	for (const struct json_node *n = inputs->child; n; n = n->next) {
		m->wrong |= n->kind != JSON_STRING;
		*input++ = n->text;
	}
}

static void
read_members(struct members *m, struct arena *a, struct job *j)
{
	const struct json_node *options = json_get(m->root, "options");
	j->number = job_number(string(m, "job_id", false));
	j->tenant_id = string(m, "tenant_id", false);
	j->type = (enum job_type)choice(m, "job_type", job_type_names, JOB_TYPES);
	j->encoding_version = count(m, "encoding_version");
	j->rule_version = count(m, "rule_version");
	j->from_ns = time_or(m, "time_range_start", INT64_MIN);
	j->to_ns = time_or(m, "time_range_end", INT64_MAX);
	j->status = (enum job_status)choice(m, "status", job_status_names, JOB_STATUSES);
	j->processed = count(m, "events_processed");
	j->failed = count(m, "events_failed");
	j->skipped = count(m, "events_skipped");
	j->duplicate = count(m, "events_duplicate");
	j->created_ns = time_or(m, "created_at", INT64_MIN);
	j->completed_ns = time_or(m, "completed_at", INT64_MIN);
	j->error = string(m, "error", true);
	j->options = options ? options->json : TEXT_ABSENT;
	m->wrong |= options && options->kind != JSON_OBJECT;
	read_inputs(m, a, j);
}

/* ---- a job ---------------------------------------------------------------------------------- */

static int
parse(struct store *s, const char *name, uint64_t number, struct arena *a, struct text text,
    struct job *j, struct err *e)
{
	struct err why;
	struct members m = { json_tree(a, text, &why), false };
	const char *path = s->kind[STORE_JOBS].path;
	*j = (struct job){ .number = number };
	if (!m.root)
		return err_set(e, "%s/%s: %s", path, name, why.text);
	read_members(&m, a, j);
	if (m.wrong)
		return err_set(e, "%s/%s: not a job with all its members", path, name);
	if (j->number != number || !text_eq(j->tenant_id, s->tenant))
		return err_set(e, "%s/%s: it is another job, or another tenant's", path, name);
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
		    "its process ended before the job did; --resume " PREFIX "%" PRIu64
		    " goes on with it",
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
