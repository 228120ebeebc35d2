/* SPDX-License-Identifier: MIT */
#include "base/buf.h"
#include "json/index.h"
#include "replay/replay.h"
#include "replay/replay_private.h"
#include "tests/unit/unit.h"

/*
 * Events are named by one letter; what a replay wrote is compared as `id:decision`, a duplicate
 * with a `=`.  The third event of a user within 100 s is challenged, so that it shows what state an
 * event met.
 */
static const char plan_text[] =
    "{\"tenant_id\":\"acme\",\"version\":3,\"config\":{\"runtime\":{\"entity_identity_fields\":[\"user\"],"
    "\"dedup_ttl_seconds\":20},\"fields\":["
    "{\"name\":\"user\",\"selector\":{\"kind\":\"RequestField\",\"path\":\"user\"},\"parser\":\"String\","
    "\"required\":true},"
    "{\"name\":\"age\",\"selector\":{\"kind\":\"RequestField\",\"path\":\"age\"},\"parser\":\"U64\"}]}}";

static const char rules_text[] =
    "{\"version\":7,\"config\":{\"rules\":["
    "{\"rule_id\":\"third\",\"outcome\":\"Challenge\",\"expression\":{\"kind\":\"WindowCmp\","
    "\"scope\":\"Entity\",\"seconds\":100,\"operator\":\"Ge\",\"value\":3}},"
    "{\"rule_id\":\"off\",\"enabled\":false,\"outcome\":\"Block\",\"expression\":{\"kind\":"
    "\"FieldExists\",\"field_name\":\"user\"}},"
    "{\"rule_id\":\"old\",\"mode\":\"Shadow\",\"outcome\":\"Block\",\"expression\":{\"kind\":"
    "\"FieldCmp\",\"field_name\":\"age\",\"operator\":\"Gt\",\"value\":99}}]}}";

#define LINE(id, second, rest)                                                                     \
	"{\"event_id\":\"" id "\",\"observed_at\":" #second ",\"user\":\"u\"" rest "}\n"
#define TENANT(id, second, tenant) LINE(id, second, ",\"tenant_id\":\"" tenant "\"")
#define NO_USER(id, second) "{\"event_id\":\"" id "\",\"observed_at\":" #second "}\n"

#define ALL INT64_MIN, INT64_MAX, INT64_MAX
#define SECONDS *STAMP_SECOND

static const struct row {
	const char *name;
	const char *input[2]; /* NULL: none */
	int64_t from_ns, to_ns, warmup_ns;
	const char *tenant;
	const char *written;
	struct replay_counts counts; /* apart from decisions and failures */
} rows[] = {
	{ "nothing", { "" }, ALL, NULL, "", { 0 } },
	{ "one input in order", { LINE("a", 10, "") LINE("b", 20, "") LINE("c", 30, "") }, ALL,
	    NULL, "a:Observe b:Observe c:Challenge", { .in = 3, .processed = 3 } },
	{ "one input out of order", { LINE("c", 30, "") LINE("a", 10, "") LINE("b", 20, "") }, ALL,
	    NULL, "a:Observe b:Observe c:Challenge", { .in = 3, .processed = 3 } },
	{ "two inputs are merged, ties by input",
	    { LINE("b", 20, "") LINE("d", 40, ""), LINE("a", 10, "") LINE("c", 20, "") }, ALL, NULL,
	    "a:Observe b:Observe c:Challenge d:Challenge", { .in = 4, .processed = 4 } },
	{ "ties by line", { LINE("b", 20, "") LINE("a", 20, "") }, ALL, NULL, "b:Observe a:Observe",
	    { .in = 2, .processed = 2 } },
	{ "a duplicate counts as processed",
	    { LINE("a", 10, "") LINE("a", 15, "") LINE("b", 20, "") }, ALL, NULL,
	    "a:Observe a:Observe= b:Observe", { .in = 3, .processed = 3, .duplicate = 1 } },
	{ "warm-up builds state",
	    { LINE("a", 10, "") LINE("b", 20, "") LINE("c", 30, "") LINE("d", 40, "") }, 30 SECONDS,
	    40 SECONDS, INT64_MAX, NULL, "c:Challenge", { .in = 4, .processed = 1, .skipped = 3 } },
	{ "a shorter warm-up", { LINE("a", 10, "") LINE("b", 20, "") LINE("c", 30, "") },
	    30 SECONDS, INT64_MAX, 10 SECONDS, NULL, "c:Observe",
	    { .in = 3, .processed = 1, .skipped = 2 } },
	{ "the warm-up's first moment is in",
	    { LINE("a", 10, "") LINE("b", 20, "") LINE("c", 30, "") }, 30 SECONDS, INT64_MAX,
	    20 SECONDS, NULL, "c:Challenge", { .in = 3, .processed = 1, .skipped = 2 } },
	{ "no warm-up", { LINE("a", 10, "") LINE("b", 20, "") LINE("c", 30, "") }, 20 SECONDS,
	    INT64_MAX, 0, NULL, "b:Observe c:Observe", { .in = 3, .processed = 2, .skipped = 1 } },
	{ "a warm-up further back than time",
	    { LINE("a", 10, "") LINE("b", 20, "") LINE("c", 30, "") }, 30 SECONDS, INT64_MAX,
	    INT64_MAX - 1, NULL, "c:Challenge", { .in = 3, .processed = 1, .skipped = 2 } },
	{ "a duplicate of an event of the warm-up", { LINE("a", 10, "") LINE("a", 15, "") },
	    15 SECONDS, INT64_MAX, INT64_MAX, NULL,
	    "a:Observe=", { .in = 2, .processed = 1, .skipped = 1, .duplicate = 1 } },
	{ "rejects in range fail, others are skipped",
	    { NO_USER("a", 9) NO_USER("b", 10) NO_USER("c", 19) NO_USER("d", 20)
		    LINE("e", 12, "") },
	    10 SECONDS, 20 SECONDS, INT64_MAX, NULL, "e:Observe",
	    { .in = 5, .processed = 1, .failed = 2, .skipped = 2 } },
	{ "what has no time that can be read fails whatever the range",
	    { "nonsense\n\n" LINE("a", true, "") "{}\n[]\n" LINE("b", 5, "") }, 10 SECONDS,
	    20 SECONDS, 0, NULL, "", { .in = 5, .failed = 4, .skipped = 1 } },
	{ "other tenants are skipped",
	    { TENANT("a", 10, "acme") TENANT("b", 11, "other") LINE("c", 12, "") }, ALL, "acme",
	    "a:Observe c:Observe", { .in = 3, .processed = 2, .skipped = 1 } },
};

/* Puts `id:decision[=] ` behind what was written so far. */
static int
note_line(struct buf *b, struct text line)
{
	const char *id = memmem(line.p, line.n, "\"event_id\":\"", 12);
	const char *decision = memmem(line.p, line.n, "\"decision\":\"", 12);
	CHECK(id && decision && line.p[line.n - 1] == '\n');
	if (!id || !decision)
		return -1;
	if (b->n > 0)
		buf_char(b, ' ');
	buf_char(b, id[12]);
	buf_char(b, ':');
	buf_put(b, decision + 12, strcspn(decision + 12, "\""));
	if (!memmem(line.p, line.n, "\"duplicate_of\":null", 19))
		buf_char(b, '=');
	return 0;
}

static int
note(void *context, struct text lines)
{
	int result = 0;
	while (result == 0 && lines.n > 0) {
		const char *newline = memchr(lines.p, '\n', lines.n);
		const size_t n = newline ? (size_t)(newline + 1 - lines.p) : lines.n;
		result = note_line(context, (struct text){ lines.p, n });
		lines.p += n;
		lines.n -= n;
	}
	return result;
}

static void
count_reject(void *context, uint64_t line, const struct replay_reject *why)
{
	(void)line;
	(void)why;
	++*(uint64_t *)context;
}

/* One line after another, as two parts in turn. */
static uint64_t
feed(struct replay *r, unsigned input, const char *lines)
{
	struct replay_intake *in = replay_intake_new(r);
	struct replay_part *part[2] = { replay_part_new(r), replay_part_new(r) };
	struct json_index ix = { 0 };
	uint64_t rejected = 0, line = 0;
	struct err e;
	for (const char *p = lines; *p; line++) {
		struct replay_part *turn = part[line & 1];
		const size_t n = (size_t)(strchr(p, '\n') + 1 - p);
		json_index_build(&ix, p, n, JSON_LINES);
		CHECK(replay_add(in, turn, input, 0, p, n, &ix, count_reject, &rejected) == 1);
		const struct replay_place at = { input, line, (uint64_t)(p + n - lines) };
		CHECK(replay_join(r, turn, &at, &e) == 0);
		p += n;
	}
	json_index_free(&ix);
	replay_intake_free(in);
	replay_part_free(part[0]);
	replay_part_free(part[1]);
	return rejected;
}

static void
feed_too_long(struct replay *r)
{
	struct replay_part *part = replay_part_new(r);
	replay_add_too_long(part);
	struct err e;
	CHECK(replay_join(r, part, &(struct replay_place){ 0 }, &e) == 0);
	replay_part_free(part);
}

struct setting {
	struct plan *plan;
	struct rules *rules;
};

static struct replay *
start(const struct setting *s, const struct row *row, enum job_type type)
{
	const struct replay_options o = { .type = type,
		.tenant = text_of(row->tenant),
		.from_ns = row->from_ns,
		.to_ns = row->to_ns,
		.warmup_ns = row->warmup_ns };
	return replay_new(s->plan, s->rules, &o, (struct siphash_key){ 1, 2 });
}

/* What was written says how often there was which decision. */
static uint64_t
count_written(const char *written, enum outcome outcome)
{
	uint64_t n = 0;
	for (const char *p = written; (p = strstr(p, outcome_names[outcome].p)); p++)
		n++;
	return n;
}

static void
check_counts(const struct replay *r, const struct row *row)
{
	const struct replay_counts *c = replay_counts(r), *want = &row->counts;
	CHECK(c->in == want->in && c->processed == want->processed && c->failed == want->failed);
	CHECK(c->skipped == want->skipped && c->duplicate == want->duplicate);
	for (enum outcome i = 0; i < OUTCOMES; i++)
		CHECK(c->decisions[i] == count_written(row->written, i));
}

static void
check_row(const struct setting *s, const struct row *row)
{
	unit_row(row->name);
	struct replay *r = start(s, row, JOB_DECISION_ONLY);
	struct buf written = { 0 };
	uint64_t rejected = 0;
	for (unsigned i = 0; i < 2 && row->input[i]; i++)
		rejected += feed(r, i, row->input[i]);
	struct err e;
	CHECK(replay_run(r, note, &written, &e) == 0);
	CHECK(text_eq(buf_as_text(&written), text_of(row->written)));
	const struct replay_counts *c = replay_counts(r);
	check_counts(r, row);
	CHECK(c->in == c->processed + c->failed + c->skipped && rejected == c->failed);
	buf_free(&written);
	replay_free(r);
}

/* Where not all can be taken in, nothing was decided. */
static void
check_forget(const struct setting *s)
{
	unit_row("forgotten");
	struct replay *r = start(s, &rows[1], JOB_DRY_RUN);
	feed(r, 0, rows[1].input[0]);
	replay_forget(r);
	const struct replay_counts *c = replay_counts(r);
	CHECK(c->in == 3 && c->processed == 0 && c->decisions[OUTCOME_OBSERVE] == 0);
	replay_free(r);
}

static int
stop(void *context, struct text lines)
{
	(void)lines;
	return --*(int *)context > 0 ? 0 : -1;
}

static void
check_stop(const struct setting *s)
{
	unit_row("stopped by the one who writes");
	struct replay *r = start(s, &rows[1], JOB_DECISION_ONLY);
	int left = 2;
	feed(r, 0, rows[1].input[0]);
	feed(r, 1, LINE("x", 1, "")); /* before the others, so that none is decided early */
	struct err e;
	CHECK(replay_run(r, stop, &left, &e) == -1 && left == 0 && !e.text[0]);
	replay_free(r);
}

/* A second reading as take_in does it, two lines at a time. */
static void
feed_again(struct replay *r, const char *const *input, int (*put)(void *, struct text), void *to)
{
	struct replay_intake *in = replay_intake_new(r);
	struct replay_part *part = replay_part_new(r);
	struct json_index ix = { 0 };
	uint64_t end[2] = { 0 }, lines[2] = { 0 }, rejected = 0;
	int64_t until_ns = 0;
	struct err e;
	for (int i; (i = replay_next_input(r)) >= 0;) {
		const char *p = input[i] + end[i], *q = strchr(p, '\n') + 1;
		if (*q)
			q = strchr(q, '\n') + 1;
		const size_t n = (size_t)(q - p);
		json_index_build(&ix, p, n, JSON_LINES);
		end[i] += n;
		const struct replay_place at = { (unsigned)i, lines[i], end[i] };
		lines[i] +=
		    replay_add(in, part, (unsigned)i, 0, p, n, &ix, count_reject, &rejected);
		const bool more = replay_has_read(r, (unsigned)i, end[i], &until_ns);
		CHECK(!more || input[i][end[i]]);
		CHECK(replay_join_again(r, part, &at, &e) == 0);
		CHECK(replay_run_until(r, until_ns, put, to, &e) == 0);
	}
	json_index_free(&ix);
	replay_intake_free(in);
	replay_part_free(part);
}

/* The same with hardly any memory: by a file, or by reading twice. */
static void
check_tiny(const struct setting *s, const struct row *row, enum job_type type, bool twice)
{
	unit_row(row->name);
	const struct replay_options o = { .type = type,
		.tenant = text_of(row->tenant),
		.from_ns = row->from_ns,
		.to_ns = row->to_ns,
		.warmup_ns = row->warmup_ns,
		.buffer_bytes = 400,
		.folder = "/tmp",
		.twice = twice };
	struct replay *r = replay_new(s->plan, s->rules, &o, (struct siphash_key){ 1, 2 });
	struct buf written = { 0 };
	struct err e = { 0 };
	for (unsigned i = 0; i < 2 && row->input[i]; i++)
		feed(r, i, row->input[i]);
	if (replay_reads_again(r))
		feed_again(r, row->input, note, &written);
	CHECK(replay_run(r, note, &written, &e) == 0);
	if (type == JOB_DECISION_ONLY)
		CHECK(text_eq(buf_as_text(&written), text_of(row->written)));
	check_counts(r, row);
	buf_free(&written);
	replay_free(r);
}

/* What a run before has decided is counted as it comes in, and not decided. */
static void
check_resumed(const struct setting *s)
{
	unit_row("resumed");
	struct replay_options o = { .type = JOB_DECISION_ONLY,
		.from_ns = INT64_MIN,
		.to_ns = INT64_MAX,
		.warmup_ns = INT64_MAX,
		.resume = { .on = true,
		    .after = { .at_ns = 20 SECONDS, .input = 0, .line = 3 },
		    .decided = 4 } };
	struct replay *r = replay_new(s->plan, s->rules, &o, (struct siphash_key){ 1, 2 });
	struct buf written = { 0 };
	struct err e;
	feed(r, 0,
	    LINE("e", 30, "") LINE("a", 20, "") LINE("b", 20, "") LINE("c", 20, "")
		LINE("x", 10, ""));
	feed(r, 1, LINE("d", 20, "") LINE("y", 19, "") NO_USER("n", 1));
	CHECK(replay_run(r, note, &written, &e) == 0);
	CHECK(text_eq(buf_as_text(&written), TEXT("c:Observe d:Observe e:Challenge")));
	const struct replay_counts *c = replay_counts(r);
	CHECK(c->in == 8 && c->processed == 3 && c->failed == 1 && c->skipped == 0);
	buf_free(&written);
	replay_free(r);
}

/* Between two events of one line, which happened at the same time. */
static void
check_resumed_within(const struct setting *s)
{
	unit_row("resumed within a line");
	struct buf text = { 0 }, written = { 0 };
	struct err e;
	const char *runtime = strstr(plan_text, "\"runtime\":{") + 11;
	buf_printf(
	    &text, "%.*s\"each\":[\"r\"],%s", (int)(runtime - plan_text), plan_text, runtime);
	struct plan *plan = plan_load(buf_as_text(&text), ".", &e);
	CHECK(plan != NULL);
	struct replay_options o = { .type = JOB_DECISION_ONLY,
		.from_ns = INT64_MIN,
		.to_ns = INT64_MAX,
		.warmup_ns = INT64_MAX,
		.resume = { .on = true,
		    .after = { .at_ns = 20 SECONDS, .line = 2 * REPLAY_PER_LINE + 1 },
		    .decided = 3 } };
	struct replay *r = replay_new(plan, s->rules, &o, (struct siphash_key){ 1, 2 });
#define EVENT(id, second) "{\"event_id\":\"" id "\",\"observed_at\":" #second ",\"user\":\"u\"}"
	feed(r, 0,
	    "{\"r\":[" EVENT("a", 20) "," EVENT("f", 25) "]}\n{\"r\":[" EVENT("b", 20) "," EVENT(
		"c", 20) "," EVENT("d", 20) "]}\n" EVENT("e", 20) "\n{\"r\":[]}\n");
	CHECK(replay_run(r, note, &written, &e) == 0);
	CHECK_TEXT(buf_as_text(&written), "d:Observe e:Observe f:Challenge");
	CHECK(replay_counts(r)->in == 6 && replay_counts(r)->processed == 3);
	buf_free(&text);
	buf_free(&written);
	replay_free(r);
	plan_free(plan);
}

/* An input that is another one when it is read again: with an event before what was decided, and
 * with fewer events. */
static void
check_changed(const struct setting *s)
{
	/* not in order, or it would not be read again */
	const char *const first[] = { LINE("b", 20, "") LINE("a", 10, "") LINE("c", 30, "")
		    LINE("d", 40, "") LINE("e", 50, "") LINE("f", 60, "") };
	const struct replay_options o = { .type = JOB_DECISION_ONLY,
		.from_ns = INT64_MIN,
		.to_ns = INT64_MAX,
		.warmup_ns = INT64_MAX,
		.buffer_bytes = 400,
		.folder = "/nowhere",
		.twice = true };
	struct buf written = { 0 };
	struct err e;
	unit_row("an event that was not there");
	struct replay *r = replay_new(s->plan, s->rules, &o, (struct siphash_key){ 1, 2 });
	feed(r, 0, first[0]);
	CHECK(replay_reads_again(r));
	struct replay_intake *in = replay_intake_new(r);
	struct replay_part *part = replay_part_new(r);
	struct json_index ix = { 0 };
	uint64_t rejected = 0;
	static const char *const then[] = { LINE("a", 10, ""), LINE("z", 9, "") };
	int results = 0;
	for (unsigned i = 0; i < 2; i++) {
		const struct replay_place at = { 0, i, 0 };
		json_index_build(&ix, then[i], strlen(then[i]), JSON_LINES);
		replay_add(in, part, 0, 0, then[i], strlen(then[i]), &ix, count_reject, &rejected);
		results = results * 10 + replay_join_again(r, part, &at, &e);
		CHECK(replay_run_until(r, 15 SECONDS, note, &written, &e) == 0);
	}
	CHECK(results == -1);
	unit_row("events that are not there any more");
	CHECK(replay_run(r, note, &written, &e) == -1);
	CHECK(text_eq(text_of(e.text),
	    TEXT(
		"an input changed after it was first read; run again when nothing writes to it any more")));
	json_index_free(&ix);
	replay_intake_free(in);
	replay_part_free(part);
	buf_free(&written);
	replay_free(r);
}

static bool
report_has(const struct buf *b, const char *part)
{
	return memmem(b->p, b->n, part, strlen(part)) != NULL;
}

static const char mixed[] = LINE("a", 10, ",\"age\":100") LINE("b", 20, ",\"age\":\"x\"")
    LINE("c", 30, "") LINE("c", 31, "") "{\n" NO_USER("n", 32) LINE("w", 3, ",\"age\":\"x\"");

static void
check_report(const struct setting *s)
{
	unit_row("report");
	const struct row row = {
		.from_ns = 5 SECONDS, .to_ns = INT64_MAX, .warmup_ns = 0, .tenant = "acme"
	};
	struct replay *r = start(s, &row, JOB_DRY_RUN);
	feed(r, 0, mixed);
	feed_too_long(r);
	struct err e;
	CHECK(replay_run(r, NULL, NULL, &e) == 0);
	const struct text inputs[] = { TEXT("a\"b.jsonl"), TEXT("-") };
	struct job job = { .created_ns = 0,
		.completed_ns = 1 SECONDS + 500000000,
		.inputs = inputs,
		.ninputs = 2,
		.status = JOB_COMPLETE };
	replay_fill_job(r, &job);
	struct buf b = { 0 };
	replay_put_report(&b, r, &job);
	CHECK(text_eq(buf_as_text(&b),
	    TEXT(
		"{\"job\":{\"job_id\":null,\"tenant_id\":\"acme\",\"job_type\":\"DryRun\","
		"\"encoding_version\":3,\"rule_version\":7,\"time_range_start\":"
		"\"1970-01-01T00:00:05Z\",\"time_range_end\":null,\"status\":\"Complete\","
		"\"events_processed\":4,\"events_failed\":3,\"events_skipped\":1,"
		"\"events_duplicate\":1,\"created_at\":\"1970-01-01T00:00:00Z\","
		"\"completed_at\":\"1970-01-01T00:00:01.500Z\",\"error\":null,\"inputs\":[\"a\\\"b.jsonl\",\"-\"]},"
		"\"decisions\":{\"Allow\":0,\"Observe\":2,\"Challenge\":2,\"Block\":0},"
		"\"rules\":[{\"rule_id\":\"third\",\"mode\":\"Enforce\",\"matched\":2,\"decided\":2},"
		"{\"rule_id\":\"old\",\"mode\":\"Shadow\",\"matched\":1,\"decided\":0}],"
		"\"failures\":{\"invalid_json\":1,\"too_long\":1,\"missing_required_field\":1},"
		"\"warnings\":{\"age\":1},\"fields\":{\"user\":4,\"age\":1},\"entities\":4,"
		"\"top\":{\"third\":[{\"key\":\"u\",\"matches\":2}],"
		"\"old\":[{\"key\":\"u\",\"matches\":1}]}}\n")));

	b.n = 0;
	job.status = JOB_FAILED;
	job.error = TEXT("a\033[31m\302\233b\377");
	replay_put_report(&b, r, &job);
	CHECK(
	    report_has(&b, "\"status\":\"Failed\"") && report_has(&b, "\"error\":\"a\\u001b[31m"));
	b.n = 0;
	replay_put_report_text(&b, r, &job, true);
	CHECK(report_has(&b, "DryRun: \33[31mFailed\33[0m: a\\x1b[31m"));
	CHECK(report_has(&b, "  \33[32mAllow\33[0m                0   0.00%\n"));
	CHECK(report_has(&b, "  \33[33mChallenge\33[0m            2  50.00%\n"));
	b.n = 0;
	replay_put_report_text(&b, r, &job, false);
	CHECK(report_has(&b,
	    "DryRun: Failed: a\\x1b[31m\\x9bb\\xff, encoding 3, rules 7, tenant acme, "
	    "1970-01-01T00:00:05Z to ..\n"));
	CHECK(report_has(
	    &b, "events: 8 in = 4 processed (1 of them duplicates) + 1 skipped + 3 failed\n"));
	CHECK(report_has(&b, "  Challenge            2  50.00%\n"));
	CHECK(report_has(&b, "  third                2  50.00%           2  50.00%\n"));
	CHECK(report_has(&b, "  old                  1  25.00%      Shadow\n"));
	CHECK(report_has(&b, "failures: invalid_json 1, too_long 1, missing_required_field 1\n"));
	CHECK(report_has(&b, "fields            events\n"));
	CHECK(report_has(&b, "  age                  1  25.00%\n"));
	CHECK(report_has(&b, "entities               4 100.00%\n"));
	CHECK(report_has(&b, "warnings: age 1\n"));
	b.n = 0;
	replay_put_summary(&b, r);
	CHECK(text_eq(buf_as_text(&b),
	    TEXT(
		"4 processed (1 duplicate), 1 skipped, 3 failed; 0 Allow, 2 Observe, 2 Challenge, 0 "
		"Block")));
	buf_free(&b);
	replay_free(r);
}

/* What was counted, put down and taken up by a replay that has decided nothing, reports the same.
 */
static void
check_tally(const struct setting *s)
{
	unit_row("tally put down and taken up");
	const struct row row = {
		.from_ns = 15 SECONDS, .to_ns = INT64_MAX, .warmup_ns = INT64_MAX
	};
	struct job job = { .status = JOB_COMPLETE };
	struct err e;
	struct replay *r = start(s, &row, JOB_DRY_RUN), *other = start(s, &row, JOB_DRY_RUN);
	struct buf tally = { 0 }, want = { 0 }, got = { 0 };
	feed(r, 0, mixed);
	feed(other, 0, mixed);
	CHECK(replay_run(r, NULL, NULL, &e) == 0);
	replay_put_tally(&tally, r);
	struct text from = buf_as_text(&tally);
	CHECK(replay_get_tally(&from, other) == 0 && from.n == 0);
	replay_put_report(&want, r, &job);
	replay_put_report(&got, other, &job);
	CHECK(text_eq(buf_as_text(&want), buf_as_text(&got)));
	CHECK(replay_counts(r)->skipped == 2 && replay_counts(other)->skipped == 2);
	buf_free(&tally);
	buf_free(&want);
	buf_free(&got);
	replay_free(r);
	replay_free(other);
}

static int
load(struct setting *s)
{
	struct err e = { 0 };
	s->plan = plan_load(text_of(plan_text), ".", &e);
	if (s->plan)
		s->rules = rules_load(text_of(rules_text), s->plan, ".", &e);
	if (!s->rules)
		printf("%s\n", e.text);
	return s->rules ? 0 : -1;
}

int
main(void)
{
	struct setting s = { 0 };
	const bool loaded = load(&s) == 0;
	CHECK(loaded);
	for (size_t i = 0; loaded && i < sizeof(rows) / sizeof(*rows); i++)
		check_row(&s, &rows[i]);
	for (size_t i = 0; loaded && i < sizeof(rows) / sizeof(*rows); i++) {
		check_tiny(&s, &rows[i], JOB_DECISION_ONLY, false);
		check_tiny(&s, &rows[i], JOB_DECISION_ONLY, true);
		check_tiny(&s, &rows[i], JOB_DRY_RUN, false);
		check_tiny(&s, &rows[i], JOB_DRY_RUN, true);
	}
	if (loaded) {
		check_resumed(&s);
		check_resumed_within(&s);
		check_changed(&s);
		check_forget(&s);
		check_stop(&s);
		check_report(&s);
		check_tally(&s);
	}
	rules_free(s.rules);
	plan_free(s.plan);
	return unit_end();
}
