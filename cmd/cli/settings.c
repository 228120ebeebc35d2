/* SPDX-License-Identifier: MIT */
#include "cmd/cli/settings.h"

#include <assert.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/number.h"
#include "cmd/cli/options.h"
#include "io/in.h"
#include "io/lines.h"
#include "io/out.h"
#include "time/stamp.h"

#define JOBS_MAX 1024
#define ZSTD_LEVEL_MAX 22
#define MAX_LINE_MAX ((uint64_t)1 << 30) /* with a block behind it, less than JSON_BLOCK_MAX */
#define PERCENT UINT64_C(10000000)       /* tolerance.amount of 1% */
#define PERCENT_DIGITS 7

static int
set_path(const char **to, const char *argument, struct err *e)
{
	if (!*argument)
		return err_set(e, "an empty name");
	*to = argument;
	return 0;
}

static int
set_zstd(void *into, const char *argument, struct err *e)
{
	struct settings *s = into;
	uint64_t level = OUT_LEVEL;

	if (argument && option_number(argument, 1, ZSTD_LEVEL_MAX, &level, e) < 0)
		return -1;
	s->zstd_level = (int)level;
	return 0;
}

static int
set_jobs(void *into, const char *argument, struct err *e)
{
	uint64_t jobs;

	if (option_number(argument, 1, JOBS_MAX, &jobs, e) < 0)
		return -1;
	((struct settings *)into)->jobs = (unsigned)jobs;
	return 0;
}

/* [0-9]+(\.[0-9]{1,7})?, up to 100, in units of 1e-7. */
static int
read_percent(struct text t, uint64_t *amount)
{
	const char *dot = memchr(t.p, '.', t.n);
	size_t whole = dot ? (size_t)(dot - t.p) : t.n, digits = dot ? t.n - whole - 1 : 0;
	uint64_t n = 0, fraction = 0;

	if (whole == 0 || t.p[0] == '-' || (dot && (digits == 0 || digits > PERCENT_DIGITS)))
		return -1;
	if (number_u64((struct text){ t.p, whole }, &n) < 0 || n > 100)
		return -1;
	if (dot && (dot[1] == '-' || number_u64((struct text){ dot + 1, digits }, &fraction) < 0))
		return -1;
	for (; dot && digits < PERCENT_DIGITS; digits++)
		fraction *= 10;
	*amount = n * PERCENT + fraction;
	return *amount <= 100 * PERCENT ? 0 : -1;
}

static int
set_max_rejects(void *into, const char *argument, struct err *e)
{
	struct tolerance *t = &((struct settings *)into)->max_rejects;
	struct text arg = text_of(argument);

	t->percent = arg.n > 0 && arg.p[arg.n - 1] == '%';
	if (t->percent ? read_percent((struct text){ arg.p, arg.n - 1 }, &t->amount) < 0
		       : arg.p[0] == '-' || number_u64(arg, &t->amount) < 0)
		return err_set(
		    e, "neither a number of records nor a percentage (10, 0.5%%): '%s'", argument);
	return 0;
}

static int
set_max_line(void *into, const char *argument, struct err *e)
{
	uint64_t n;

	if (option_size(argument, 1, MAX_LINE_MAX, &n, e) < 0)
		return -1;
	((struct settings *)into)->max_line = (size_t)n;
	return 0;
}

static int
set_max_window(void *into, const char *argument, struct err *e)
{
	return option_size(
	    argument, 1024, IN_WINDOW_MAX, &((struct settings *)into)->max_window, e);
}

static int
set_stats(void *into, const char *argument, struct err *e)
{
	struct settings *s = into;

	s->stats = true;
	s->stats_file = NULL;
	return argument ? set_path(&s->stats_file, argument, e) : 0;
}

static int
set_when(enum when *to, const char *argument, struct err *e)
{
	static const struct text names[] = { TEXT("auto"), TEXT("always"), TEXT("never") };
	int when = argument ? option_choice(argument, names, 3, e) : WHEN_ALWAYS;

	if (when < 0)
		return -1;
	*to = (enum when)when;
	return 0;
}

static int
set_color(void *into, const char *argument, struct err *e)
{
	return set_when(&((struct settings *)into)->color, argument, e);
}

static int
set_progress(void *into, const char *argument, struct err *e)
{
	return set_when(&((struct settings *)into)->progress, argument, e);
}

static int
set_tenant(void *into, const char *argument, struct err *e)
{
	if (!*argument)
		return err_set(e, "an empty tenant id");
	((struct settings *)into)->tenant = text_of(argument);
	return 0;
}

static int
set_time(const struct settings *s, const char *argument, int64_t *to, struct err *e)
{
	if (stamp_parse_option(text_of(argument), s->now_ns, to) < 0)
		return err_set(e,
		    "not a time from 1677 to 2262: '%s' (2026-11-20T10:00:00Z, 2026-11-20, "
		    "2026-11-20T10:00, @SECONDS, now, -90m)",
		    argument);
	return 0;
}

static int
set_from(void *into, const char *argument, struct err *e)
{
	struct settings *s = into;

	return set_time(s, argument, &s->from_ns, e);
}

static int
set_to(void *into, const char *argument, struct err *e)
{
	struct settings *s = into;

	return set_time(s, argument, &s->to_ns, e);
}

/* --last-hour: as --from -1h. */
static int
set_last_hour(void *into, const char *argument, struct err *e)
{
	(void)argument;
	return set_from(into, "-1h", e);
}

/* What stands behind the dash of a range: a time, or a time of day of the date that the range
 * begins with. */
static int
range_end(const struct settings *s, struct text from, struct text to, int64_t *to_ns)
{
	char text[64];
	int n = snprintf(text, sizeof(text), "%.10s %.*s", from.p, (int)to.n, to.p);

	if (stamp_parse_option(to, s->now_ns, to_ns) == 0)
		return 0;
	if (from.n < 10 || n >= (int)sizeof(text))
		return -1;
	return stamp_parse_option(text_of(text), s->now_ns, to_ns);
}

/* --time-range "2025-10-31 02:00-03:00": as --from and --to. */
static int
set_time_range(void *into, const char *argument, struct err *e)
{
	struct settings *s = into;
	int64_t from_ns, to_ns;

	for (size_t at = strlen(argument); at-- > 0;) {
		struct text from = { argument, at }, to = text_of(argument + at + 1);

		if (argument[at] != '-' || stamp_parse_option(from, s->now_ns, &from_ns) < 0 ||
		    range_end(s, from, to, &to_ns) < 0)
			continue;
		s->from_ns = from_ns;
		s->to_ns = to_ns;
		return 0;
	}
	return err_set(e,
	    "not a range of times: '%s' ('2025-10-31 02:00-03:00', 2025-10-31-2025-11-01)",
	    argument);
}

static const struct option_spec options[] = {
	{ "output", 'o', OPTION_NEEDS, "FILE",
	    "write to FILE, all of it or nothing (.zst compresses)",
	    OPTION_NAME(struct settings, output) },
	{ "zstd", 'z', OPTION_ALLOWS, "LEVEL", "compress the output (1 to 22, default 3)",
	    .set = set_zstd },
	{ "jobs", 'j', OPTION_NEEDS, "N", "threads (default: one a core)", .set = set_jobs },
	{ "quiet", 'q', OPTION_ALONE, NULL, "say nothing but fatal errors",
	    OPTION_FLAG(struct settings, quiet) },
	{ "rejects", 0, OPTION_NEEDS, "FILE", "keep rejected records in FILE",
	    OPTION_NAME(struct settings, rejects) },
	{ "fail-fast", 0, OPTION_ALONE, NULL, "stop at the first rejected record",
	    OPTION_FLAG(struct settings, fail_fast) },
	{ "max-rejects", 0, OPTION_NEEDS, "N|P%", "exit 0 in spite of up to so many rejects",
	    .set = set_max_rejects },
	{ "max-line", 0, OPTION_NEEDS, "BYTES", "longest line (default 64M)", .set = set_max_line },
	{ "max-window", 0, OPTION_NEEDS, "SIZE",
	    "memory that a zstd frame may need for its window (default 128M)",
	    .set = set_max_window },
	{ "stats", 0, OPTION_ALLOWS, "FILE", "counts as JSON, at the end, on stderr or in FILE",
	    .set = set_stats },
	{ "progress", 0, OPTION_ALLOWS, "WHEN", "how far it is, on stderr: auto, always or never",
	    .set = set_progress },
	{ "color", 0, OPTION_ALLOWS, "WHEN", "auto, always or never", .set = set_color },
	{ "store", 'S', OPTION_NEEDS, "DIR", "the store (default: $ESPER_STORE)",
	    OPTION_NAME(struct settings, store) },
	{ "tenant", 't', OPTION_NEEDS, "ID", "only this tenant's events (default: $ESPER_TENANT)",
	    .set = set_tenant },
	{ "from", 0, OPTION_NEEDS, "TIME", "only events at TIME or later", .set = set_from },
	{ "to", 0, OPTION_NEEDS, "TIME", "only events before TIME", .set = set_to },
	/* what other tools of this kind call them */
	{ "parallel", 0, OPTION_NEEDS, "N", NULL, .set = set_jobs },
	{ "last-hour", 0, OPTION_ALONE, NULL, NULL, .set = set_last_hour },
	{ "time-range", 0, OPTION_NEEDS, "FROM-TO", NULL, .set = set_time_range },
};

static const unsigned groups[] = { SHARED_OUTPUT, SHARED_OUTPUT, SHARED_JOBS, SHARED_QUIET,
	SHARED_REJECTS, SHARED_REJECTS, SHARED_REJECTS, SHARED_REJECTS, SHARED_REJECTS,
	SHARED_STATS, SHARED_PROGRESS, SHARED_COLOR, SHARED_STORE, SHARED_TENANT, SHARED_RANGE,
	SHARED_RANGE, SHARED_JOBS, SHARED_RANGE, SHARED_RANGE };

_Static_assert(sizeof(groups) / sizeof(groups[0]) == sizeof(options) / sizeof(options[0]),
    "an option has no group");

const struct option_spec *
settings_options(size_t *count)
{
	*count = sizeof(options) / sizeof(options[0]);
	return options;
}

unsigned
settings_group(size_t option)
{
	return groups[option];
}

/* NULL where the variable is not set, or empty. */
static const char *
environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

void
settings_init(struct settings *s, const char *program, unsigned shared)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	*s = (struct settings){
		.program = program,
		.zstd_level = OUT_PLAIN,
		.max_line = LINES_MAX_LINE,
		.max_window = IN_WINDOW,
		.now_ns = now.tv_sec * STAMP_SECOND + now.tv_nsec,
		.from_ns = INT64_MIN,
		.to_ns = INT64_MAX,
	};
	if (shared & SHARED_STORE)
		s->store = environment("ESPER_STORE");
	if (shared & SHARED_TENANT)
		s->tenant = text_of(environment("ESPER_TENANT"));
}

static bool
same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

const char *
settings_conflict(const struct settings *s)
{
	const char *output = s->output ? s->output : "-";

	if (s->from_ns > s->to_ns)
		return "--from is later than --to";
	if (same(s->rejects, output))
		return "--rejects and the output are the same";
	if (same(s->stats_file, output) || same(s->stats_file, s->rejects))
		return "--stats and another output are the same";
	if (same(s->report, output) || same(s->report, s->rejects) ||
	    same(s->report, s->stats_file))
		return "--report and another output are the same";
	if (same(s->changes, output) || same(s->changes, s->rejects) ||
	    same(s->changes, s->stats_file) || same(s->changes, s->report))
		return "--changes and another output are the same";
	return NULL;
}

void
settings_reads(struct settings *s, const char *path)
{
	if (!path)
		return;
	assert(s->documents < SETTINGS_DOCUMENTS);
	s->document[s->documents++] = path;
}

void
settings_reads_lists(struct settings *s, const struct lists *lists)
{
	if (!lists)
		return;
	assert(s->lists_n < SETTINGS_LISTS);
	s->lists[s->lists_n++] = lists;
}

bool
settings_share_stdin(const struct settings *s, const char *a, const char *b)
{
	bool input = s->operands == 0;

	for (size_t i = 0; i < s->operands; i++)
		input |= same(s->operand[i], "-");
	return (int)input + same(a, "-") + same(b, "-") > 1;
}

bool
settings_tolerate(const struct settings *s, uint64_t rejected, uint64_t in)
{
	const struct tolerance *t = &s->max_rejects;

	if (!t->percent)
		return rejected <= t->amount;
	return (unsigned __int128)rejected * (100 * PERCENT) <= (unsigned __int128)in * t->amount;
}

/* The processors that this process may run on. */
static unsigned
processors(void)
{
	cpu_set_t set;
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		return (unsigned)CPU_COUNT(&set);
	return n > 0 ? (unsigned)n : 1;
}

unsigned
settings_jobs(const struct settings *s)
{
	return s->jobs > 0 ? s->jobs : processors();
}

bool
settings_color(const struct settings *s, int fd)
{
	const char *term = environment("TERM");

	if (s->color != WHEN_AUTO)
		return s->color == WHEN_ALWAYS;
	return isatty(fd) && !environment("NO_COLOR") && !same(term, "dumb");
}
