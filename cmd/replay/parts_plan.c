/* SPDX-License-Identifier: MIT */
#include "cmd/replay/parts_plan.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/number.h"
#include "base/sha256.h"
#include "cmd/cli/command_line.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/options.h"
#include "cmd/cli/whole_file.h"
#include "json/write.h"
#include "replay/slice_file.h"
#include "time/stamp.h"

static const char format[] = "esper-slices-1";

/* The first PARTS_OWN of these are also options of a phase. */
static const char *const local[] = { "parts", "jobs", "parallel", "quiet", "progress", "color",
	"buffer-size", "actor", "again", "slices", "spool", "from", "to", "last-hour", "time-range",
	"store", "tenant" };
enum { PARTS_OWN = 9, PARTS_LOCAL = sizeof(local) / sizeof(*local) };

static bool
is_among(const char *option, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(option, local[i]) == 0)
			return true;
	return false;
}

bool
parts_is_local(const char *option)
{
	return is_among(option, PARTS_LOCAL);
}

bool
parts_is_own(const char *option)
{
	return is_among(option, PARTS_OWN);
}

const char *
parts_path(struct command *c, const char *kind, uint64_t slice)
{
	struct buf b = { 0 };
	buf_printf(&b, "%s/%s-%" PRIu64, c->request.parts, kind, slice);
	const struct text kept = arena_text(&c->arena, buf_as_text(&b));
	buf_free(&b);
	return kept.p;
}

struct slice_mark
parts_mark(const struct parts_plan *p, const char *kind, uint64_t slice)
{
	return (struct slice_mark){
		.kind = text_of(kind), .plan = { p->identity, sizeof(p->identity) }, .slice = slice
	};
}

struct slice_times
parts_times(const struct parts_plan *p, uint64_t slice)
{
	const bool last = slice + 1 == p->slices;
	struct slice_times t = { .from_ns = INT64_MIN,
		.start_ns = INT64_MIN,
		.sure_ns = INT64_MIN,
		.begin_ns = INT64_MIN,
		.next_ns = INT64_MAX,
		.end_ns = INT64_MAX,
		.all = slice == 0 };
	if (slice > 0) {
		t.begin_ns = p->cut[slice - 1];
		t.start_ns = t.from_ns = t.sure_ns = stamp_sub(t.begin_ns, p->ttl_ns);
	}
	if (!last) {
		t.end_ns = p->cut[slice];
		t.next_ns = stamp_sub(t.end_ns, p->ttl_ns);
	}
	return t;
}

/* ---- writing -------------------------------------------------------------------------------- */

static void
put_time(struct buf *b, const char *name, int64_t at_ns, bool there)
{
	json_name(b, name);
	if (there)
		stamp_put_json(b, at_ns);
	else
		json_add_null(b);
}

static void
put_documents(struct buf *b, const struct parts_plan *p)
{
	json_member_begin(b, "documents", '[');
	for (size_t i = 0; i < p->documents; i++) {
		json_begin(b, '{');
		json_member_string(b, "name", p->document[i].name);
		json_member_string(b, "sha256", p->document[i].sha256);
		json_end(b, '}');
	}
	json_end(b, ']');
}

static void
put_inputs(struct buf *b, const struct parts_plan *p)
{
	json_member_begin(b, "inputs", '[');
	for (size_t i = 0; i < p->inputs; i++) {
		const struct parts_input *in = &p->input[i];
		BUF_LIT(b, "\n");
		json_begin(b, '{');
		json_member_string(b, "name", in->name);
		json_member_u64(b, "bytes", in->bytes);
		json_member_string(b, "sha256", in->sha256);
		json_member_bool(b, "lines", in->is_lines);
		json_end(b, '}');
		if (i + 1 < p->inputs)
			buf_char(b, ',');
	}
	json_end(b, ']');
}

static void
put_stretches(struct buf *b, const struct parts_plan *p)
{
	json_member_begin(b, "stretches", '[');
	for (size_t i = 0; i < p->stretches; i++) {
		const struct parts_stretch *s = &p->stretch[i];
		const bool timed = s->earliest <= s->latest;
		BUF_LIT(b, "\n");
		json_begin(b, '{');
		json_member_u64(b, "input", s->input);
		json_member_u64(b, "offset", s->offset);
		if (s->end == UINT64_MAX)
			json_member_null(b, "end");
		else
			json_member_u64(b, "end", s->end);
		json_member_u64(b, "lines_before", s->lines);
		put_time(b, "earliest", s->earliest, timed);
		put_time(b, "latest", s->latest, timed);
		if (s->passed)
			json_member_u64(b, "skipped", s->records);
		else
			json_member_u64(b, "slice", s->slice);
		json_end(b, '}');
		if (i + 1 < p->stretches)
			buf_char(b, ',');
	}
	json_end(b, ']');
}

static void
put_options(struct buf *b, const struct parts_plan *p)
{
	json_member_begin(b, "options", '[');
	for (size_t i = 0; i < p->options; i++) {
		json_begin(b, '[');
		json_add_string(b, p->option[i].name);
		if (p->option[i].argument.p)
			json_add_string(b, p->option[i].argument);
		else
			json_add_null(b);
		json_end(b, ']');
	}
	json_end(b, ']');
}

void
parts_plan_put(struct buf *b, const struct parts_plan *p)
{
	json_begin(b, '{');
	json_member_string(b, "format", TEXT(format));
	json_member_string(b, "version", TEXT(ESPER_VERSION));
	json_member_u64(b, "slices", p->slices);
	json_member_bool(b, "spool", p->spool);
	json_member_string(b, "folder", p->folder);
	json_member_string_or_null(b, "store", p->store);
	json_member_string_or_null(b, "tenant_id", p->job.tenant_id);
	json_member_string(b, "job_type", job_type_names[p->job.type]);
	json_member_u64(b, "encoding_version", p->job.encoding_version);
	json_member_u64(b, "rule_version", p->job.rule_version);
	put_time(b, "time_range_start", p->job.from_ns, p->job.from_ns != INT64_MIN);
	put_time(b, "time_range_end", p->job.to_ns, p->job.to_ns != INT64_MAX);
	put_options(b, p);
	put_documents(b, p);
	json_member_u64(b, "dedup_ttl_seconds", (uint64_t)(p->ttl_ns / STAMP_SECOND));
	if (p->lead_ns >= 0)
		json_member_u64(b, "lead_seconds", (uint64_t)(p->lead_ns / STAMP_SECOND));
	else
		json_member_null(b, "lead_seconds");
	json_member_begin(b, "cuts", '[');
	for (uint64_t i = 0; i + 1 < p->slices; i++) {
		char at[STAMP_MAX];
		json_add_string(b, (struct text){ at, stamp_put(p->cut[i], at) });
	}
	json_end(b, ']');
	json_member_u64(b, "bytes_in", p->bytes_in);
	put_inputs(b, p);
	put_stretches(b, p);
	json_end(b, '}');
	buf_char(b, '\n');
}

/* ---- reading -------------------------------------------------------------------------------- */

static struct text
string_at(const struct json_node *n, const char *name)
{
	const struct json_node *v = json_get(n, name);
	return v && v->kind == JSON_STRING ? v->text : TEXT_ABSENT;
}

static int
number_at(const struct json_node *n, const char *name, uint64_t *out)
{
	const struct json_node *v = json_get(n, name);
	return v && v->kind == JSON_NUMBER ? number_u64(v->text, out) : -1;
}

/* A time, or `none` for null. */
static int
time_at(const struct json_node *n, const char *name, int64_t none, int64_t *out)
{
	const struct json_node *v = json_get(n, name);
	*out = none;
	if (!v)
		return -1;
	return v->kind == JSON_STRING ? stamp_rfc3339(v->text, out) : 0;
}

static bool
flag_at(const struct json_node *n, const char *name)
{
	const struct json_node *v = json_get(n, name);
	return v && text_eq(v->text, TEXT("true"));
}

static int
read_options(struct arena *a, const struct json_node *list, struct parts_plan *p)
{
	if (!list || list->kind != JSON_ARRAY)
		return -1;
	p->option = arena_zalloc(a, list->count + 1, sizeof(*p->option));
	for (const struct json_node *n = list->child; n; n = n->next) {
		if (n->kind != JSON_ARRAY || n->count != 2 || n->child->kind != JSON_STRING)
			return -1;
		const struct json_node *argument = n->child->next;
		p->option[p->options++] = (struct parts_option){ n->child->text,
			argument->kind == JSON_STRING ? arena_text(a, argument->text)
						      : TEXT_ABSENT };
	}
	return 0;
}

static int
read_documents(const struct json_node *list, struct parts_plan *p)
{
	if (!list || list->kind != JSON_ARRAY || list->count > PARTS_DOCUMENTS)
		return -1;
	for (const struct json_node *n = list->child; n; n = n->next)
		p->document[p->documents++] =
		    (struct parts_document){ string_at(n, "name"), string_at(n, "sha256") };
	return 0;
}

static int
read_cuts(struct arena *a, const struct json_node *list, struct parts_plan *p)
{
	if (!list || list->kind != JSON_ARRAY || list->count + 1 != p->slices)
		return -1;
	p->cut = arena_zalloc(a, list->count + 1, sizeof(*p->cut));
	size_t i = 0;
	for (const struct json_node *n = list->child; n; n = n->next, i++)
		if (n->kind != JSON_STRING || stamp_rfc3339(n->text, &p->cut[i]) < 0 ||
		    (i > 0 && p->cut[i] < p->cut[i - 1]))
			return -1;
	return 0;
}

static int
read_inputs(struct arena *a, const struct json_node *list, struct parts_plan *p)
{
	if (!list || list->kind != JSON_ARRAY)
		return -1;
	p->input = arena_zalloc(a, list->count + 1, sizeof(*p->input));
	for (const struct json_node *n = list->child; n; n = n->next) {
		struct parts_input *in = &p->input[p->inputs++];
		in->name = arena_text(a, string_at(n, "name"));
		in->sha256 = string_at(n, "sha256");
		in->is_lines = flag_at(n, "lines");
		if (!in->name.p || !in->sha256.p || number_at(n, "bytes", &in->bytes) < 0)
			return -1;
	}
	return 0;
}

static int
read_stretches(struct arena *a, const struct json_node *list, struct parts_plan *p)
{
	uint64_t input;
	if (!list || list->kind != JSON_ARRAY)
		return -1;
	p->stretch = arena_zalloc(a, list->count + 1, sizeof(*p->stretch));
	for (const struct json_node *n = list->child; n; n = n->next) {
		struct parts_stretch *s = &p->stretch[p->stretches++];
		if (number_at(n, "input", &input) < 0 || input >= p->inputs ||
		    number_at(n, "offset", &s->offset) < 0 ||
		    number_at(n, "lines_before", &s->lines) < 0 ||
		    time_at(n, "earliest", INT64_MAX, &s->earliest) < 0 ||
		    time_at(n, "latest", INT64_MIN, &s->latest) < 0 ||
		    (number_at(n, "slice", &s->slice) < 0) == !json_get(n, "skipped") ||
		    s->slice >= p->slices)
			return -1;
		s->passed = number_at(n, "skipped", &s->records) == 0;
		s->input = (unsigned)input;
		if (number_at(n, "end", &s->end) < 0)
			s->end = UINT64_MAX;
	}
	return 0;
}

static int
read_job(struct arena *a, const struct json_node *root, struct parts_plan *p)
{
	struct job *j = &p->job;
	const size_t type = text_among(string_at(root, "job_type"), job_type_names, JOB_TYPES);
	if (type == JOB_TYPES)
		return -1;
	j->type = (enum job_type)type;
	j->tenant_id = arena_text(a, string_at(root, "tenant_id"));
	p->store = arena_text(a, string_at(root, "store"));
	p->folder = arena_text(a, string_at(root, "folder"));
	if (number_at(root, "encoding_version", &j->encoding_version) < 0 ||
	    number_at(root, "rule_version", &j->rule_version) < 0 ||
	    time_at(root, "time_range_start", INT64_MIN, &j->from_ns) < 0)
		return -1;
	return time_at(root, "time_range_end", INT64_MAX, &j->to_ns);
}

static int
read_all(struct arena *a, const struct json_node *root, struct parts_plan *p)
{
	uint64_t ttl_s, lead_s;
	if (!text_eq(string_at(root, "format"), TEXT(format)) ||
	    number_at(root, "slices", &p->slices) < 0 || p->slices == 0 ||
	    number_at(root, "dedup_ttl_seconds", &ttl_s) < 0 || ttl_s > 1000000000 ||
	    number_at(root, "bytes_in", &p->bytes_in) < 0)
		return -1;
	p->spool = flag_at(root, "spool");
	p->ttl_ns = (int64_t)ttl_s * STAMP_SECOND;
	p->lead_ns = -1;
	if (number_at(root, "lead_seconds", &lead_s) == 0)
		p->lead_ns =
		    lead_s < INT64_MAX / STAMP_SECOND ? (int64_t)lead_s * STAMP_SECOND : INT64_MAX;
	if (read_job(a, root, p) < 0 || read_options(a, json_get(root, "options"), p) < 0 ||
	    read_documents(json_get(root, "documents"), p) < 0 ||
	    read_cuts(a, json_get(root, "cuts"), p) < 0 ||
	    read_inputs(a, json_get(root, "inputs"), p) < 0)
		return -1;
	return read_stretches(a, json_get(root, "stretches"), p);
}

int
parts_plan_read(struct command *c, struct parts_plan *p)
{
	struct buf image = { 0 };
	struct err e;
	unsigned char digest[32];
	*p = (struct parts_plan){ 0 };
	buf_printf(&image, "%s/plan.json", c->request.parts);
	const char *path = arena_text(&c->arena, buf_as_text(&image)).p;
	image.n = 0;
	const int found = whole_file_read(path, &image, &e);
	const struct text text = arena_text(&c->arena, buf_as_text(&image));
	buf_free(&image);
	if (found <= 0) {
		command_fail(c, "%s: %s", path,
		    found < 0 ? e.text : "there is no such plan; make it with --slices");
		return -1;
	}
	const struct json_node *root = json_tree(&c->arena, text, &e);
	const struct text version = string_at(root, "version");
	if (root && version.p && !text_eq(version, TEXT(ESPER_VERSION))) {
		command_fail(c,
		    "%s: was made by version %.*s, and this is %s; use one version for all "
		    "phases",
		    path, (int)version.n, version.p, ESPER_VERSION);
		return -1;
	}
	if (!root || read_all(&c->arena, root, p) < 0) {
		command_fail(c, "%s: %s; make it again with --slices in an empty folder", path,
		    root ? "is not a plan of slices" : e.text);
		return -1;
	}
	sha256(text.p, text.n, digest);
	sha256_hex(digest, sizeof(digest), p->identity);
	return 0;
}

/* ---- taking it ------------------------------------------------------------------------------ */

int
parts_plan_take(struct command *c, struct parts_plan *p)
{
	struct settings *s = &c->settings;
	struct err e;
	for (size_t i = 0; i < p->options; i++) {
		const struct parts_option *o = &p->option[i];
		if (command_line_set(&s->options, o->name, o->argument.p, &e) == 0)
			continue;
		command_fail(c, "%s/plan.json: option '%.*s': %s", c->request.parts, (int)o->name.n,
		    o->name.p, e.text);
		return -1;
	}
	c->request.type = p->job.type;
	if (!c->request.plan_path)
		c->request.versions.use[STORE_ENCODING] = p->job.encoding_version;
	if (!c->request.rules_path)
		c->request.versions.use[STORE_RULES] = p->job.rule_version;
	s->store = p->store.p;
	s->tenant = p->job.tenant_id;
	s->from_ns = p->job.from_ns;
	s->to_ns = p->job.to_ns;
	s->operands = p->inputs;
	s->operand = arena_zalloc(&c->arena, p->inputs + 1, sizeof(*s->operand));
	for (size_t i = 0; i < p->inputs; i++)
		s->operand[i] = (char *)(uintptr_t)p->input[i].name.p;
	if (chdir(p->folder.p) == 0)
		return 0;
	command_fail(c,
	    "%s: %s; the names in %s/plan.json are relative to it, so it must be there on every "
	    "machine",
	    p->folder.p, strerror(errno), c->request.parts);
	return -1;
}
