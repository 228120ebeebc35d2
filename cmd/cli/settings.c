/* SPDX-License-Identifier: MIT */
#include "cmd/cli/settings.h"
#include "cmd/cli/time_range.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/number.h"
#include "cmd/cli/command_line.h"
#include "cmd/cli/status.h"
#include "expr/lists.h"
#include "io/in.h"
#include "io/lines.h"
#include "io/out.h"
#include "json/index.h"
#include "time/stamp.h"

#define THREADS_MAX 1024
#define ZSTD_LEVEL_MAX 22
#define MAX_LINE_MAX ((uint64_t)1 << 30) /* with a block behind it, less than JSON_BLOCK_MAX */
#define PERCENT UINT64_C(10000000)       /* tolerance.amount of 1% */
#define PERCENT_DIGITS 7

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
read_max_rejects(void *into, const char *argument, struct err *e)
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

/* --stats: a name for the file is optional. */
static int
read_stats(void *into, const char *argument, struct err *e)
{
	struct settings *s = into;
	if (argument && !*argument)
		return err_set(e, "an empty name");
	s->stats = true;
	s->stats_file = argument;
	return 0;
}

/* --last-hour: as --from -1h. */
static int
read_last_hour(void *into, const char *argument, struct err *e)
{
	struct settings *s = into;
	(void)argument, (void)e;
	return stamp_parse_option(TEXT("-1h"), s->options.clock.now_ns, &s->from_ns);
}

/* --time-range "2025-10-31 02:00-03:00": as --from and --to. */
static int
read_time_range(void *into, const char *argument, struct err *e)
{
	struct settings *s = into;
	return time_range_read(argument, s->options.clock, &s->from_ns, &s->to_ns, e);
}

static const struct text when_names[] = { TEXT("auto"), TEXT("always"), TEXT("never") };
#define WHEN(member)                                                                               \
	.takes = { OPTION_CHOICE, OPTION_MEMBER(struct settings, member), .without = WHEN_ALWAYS,  \
		OPTION_NAMES(when_names) }
#define MEMBER(type, member) .takes = { type, OPTION_MEMBER(struct settings, member) }

const struct option_spec settings_options[SETTINGS_OPTIONS] = {
	{ "output", 'o', .value = "FILE", .group = "Output:", .shared = SHARED_OUTPUT,
	    .recorded = 10, .help = "write to FILE, all or nothing (.zst compresses)",
	    MEMBER(OPTION_WRITE, output) },
	{ "zstd", 'z', .value = "LEVEL", .optional = true, .shared = SHARED_OUTPUT, .recorded = 16,
	    .help = "compress the output (1 to 22, default 3)",
	    .takes = { OPTION_NUMBER, OPTION_MEMBER(struct settings, zstd_level), 1, ZSTD_LEVEL_MAX,
		OUT_LEVEL } },
	{ "jobs", 'j', .value = "N", .shared = SHARED_THREADS,
	    .help = "number of threads (default: one per processor)",
	    .takes = { OPTION_NUMBER, OPTION_MEMBER(struct settings, threads), 1, THREADS_MAX } },
	{ "quiet", 'q', .shared = SHARED_QUIET, .help = "print only fatal errors",
	    MEMBER(OPTION_FLAG, quiet) },
	{ "rejects", .value = "FILE", .shared = SHARED_REJECTS, .recorded = 13,
	    .help = "write rejected records to FILE", MEMBER(OPTION_WRITE, rejects) },
	{ "fail-fast", .shared = SHARED_REJECTS, .help = "stop at the first rejected record",
	    MEMBER(OPTION_FLAG, fail_fast) },
	{ "max-rejects", .value = "N|P%", .shared = SHARED_REJECTS,
	    .help = "exit 0 if at most N records, or P%, were rejected",
	    .takes = { OPTION_OWN, .read = read_max_rejects } },
	{ "max-line", .value = "BYTES", .shared = SHARED_REJECTS,
	    .help = "reject lines longer than this (default 64M)",
	    .takes = { OPTION_SIZE, OPTION_MEMBER(struct settings, max_line), 1, MAX_LINE_MAX } },
	{ "max-window", .value = "SIZE", .shared = SHARED_REJECTS,
	    .help = "memory that a zstd frame may need for its window (default 128M)",
	    .takes = { OPTION_SIZE, OPTION_MEMBER(struct settings, max_window), 1024,
		IN_WINDOW_MAX } },
	{ "stats", .value = "FILE", .optional = true, .shared = SHARED_STATS,
	    .help = "at the end, print counts as JSON to stderr, or to FILE",
	    .takes = { OPTION_WRITE, OPTION_MEMBER(struct settings, stats_file),
		.read = read_stats } },
	{ "progress", .value = "WHEN", .optional = true, .shared = SHARED_PROGRESS,
	    .help = "show progress on stderr: auto, always or never", WHEN(progress) },
	{ "color", .value = "WHEN", .optional = true, .shared = SHARED_COLOR,
	    .help = "use colour: auto, always or never", WHEN(color) },
	{ "store", 'S', .value = "DIR", .group = "Selection:", .shared = SHARED_STORE,
	    .help = "the store (default: $ESPER_STORE)", MEMBER(OPTION_FOLDER, store) },
	{ "tenant", 't', .value = "ID", .shared = SHARED_TENANT,
	    .help = "only this tenant's events (default: $ESPER_TENANT)",
	    MEMBER(OPTION_ID, tenant) },
	{ "from", .value = "TIME", .shared = SHARED_RANGE, .help = "only events at TIME or later",
	    MEMBER(OPTION_TIME, from_ns) },
	{ "to", .value = "TIME", .shared = SHARED_RANGE, .help = "only events before TIME",
	    MEMBER(OPTION_TIME, to_ns) },
	{ "no-index", .shared = SHARED_INDEX,
	    .help = "read all of packed files, not only the range", MEMBER(OPTION_FLAG, no_index) },
	/* the names that similar tools use */
	{ "parallel", .value = "N", .shared = SHARED_THREADS,
	    .takes = { OPTION_NUMBER, OPTION_MEMBER(struct settings, threads), 1, THREADS_MAX } },
	{ "last-hour", .shared = SHARED_RANGE, .takes = { OPTION_OWN, .read = read_last_hour } },
	{ "time-range", .value = "FROM-TO", .shared = SHARED_RANGE,
	    .takes = { OPTION_OWN, .read = read_time_range } },
};

/* Returns NULL if the variable is not set or empty. */
static const char *
environment(const char *name)
{
	const char *value = getenv(name);
	return value && *value ? value : NULL;
}

void
settings_init(struct settings *s, const struct option_program *program)
{
	unsigned shared = 0;
	for (size_t i = 0; i < OPTION_TABLES; i++)
		if (program->table[i].spec == settings_options)
			shared = program->table[i].shared;
	*s = (struct settings){
		.voice.name = program->name,
		.zstd_level = OUT_PLAIN,
		.max_line = LINES_MAX_LINE,
		.max_window = IN_WINDOW,
		.from_ns = INT64_MIN,
		.to_ns = INT64_MAX,
	};
	if (shared & SHARED_STORE)
		s->store = environment("ESPER_STORE");
	if (shared & SHARED_TENANT)
		s->tenant = text_of(environment("ESPER_TENANT"));
}

/*
 * If the caller closed descriptor 0, 1 or 2, opens it for the wrong direction.  Using it then
 * fails, and no file that we open becomes standard output by accident.
 */
static void
hold_descriptors(void)
{
	static const int flags[3] = { O_WRONLY, O_RDONLY, O_RDONLY };
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", flags[fd]) < 0)
			return;
}

/* ESPER_SIMD names the builder of JSON indexes. */
static int
choose_builder(const struct settings *s)
{
	static const struct text names[] = { TEXT("portable"), TEXT("avx2"), TEXT("avx512") };
	const char *name = environment("ESPER_SIMD");
	struct err e;
	if (!name)
		return 0;
	const int choice = option_choice(name, names, sizeof(names) / sizeof(*names), &e);
	if (choice < 0) {
		diag(&s->voice, "ESPER_SIMD: %s", e.text);
		return -1;
	}
	if (!json_builder_here(JSON_BUILDER_PORTABLE + (enum json_builder)choice)) {
		diag(&s->voice, "ESPER_SIMD: this processor does not support %s", name);
		return -1;
	}
	json_builder_choose(JSON_BUILDER_PORTABLE + (enum json_builder)choice);
	return 0;
}

static bool
same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* Returns the file that the option writes: standard output if --output is not given. */
static const char *
written(const struct option_given *option)
{
	if (option->spec->takes.type != OPTION_WRITE)
		return NULL;
	const char *file = option_file(option);
	return !file && strcmp(option->spec->name, "output") == 0 ? "-" : file;
}

static int
refuse_same(const struct options *o, const struct option_given *a, const struct option_given *b)
{
	const struct option_given *silent = option_file(a) ? b : a, *other = silent == a ? b : a;
	if (option_file(silent))
		return options_usage(
		    o->program, "--%s and --%s are the same file", a->spec->name, b->spec->name);
	return options_usage(o->program,
	    "--%s - is standard output, where the results go; name a file, or give --%s",
	    other->spec->name, silent->spec->name);
}

/* Checks that the settings fit together.  Returns -1, or EXIT_BROKEN after printing the error. */
static int
check(const struct settings *s)
{
	const struct options *o = &s->options;
	if (s->from_ns > s->to_ns)
		return options_usage(o->program, "--from is later than --to");
	for (size_t i = 0; i < o->n; i++)
		for (size_t k = 0; k < i; k++)
			if (same(written(&o->list[i]), written(&o->list[k])))
				return refuse_same(o, &o->list[k], &o->list[i]);
	return choose_builder(s) < 0 ? EXIT_BROKEN : -1;
}

int
settings_parse(
    struct settings *s, const struct option_program *program, int argc, char **argv, void *own)
{
	struct timespec now;
	int operands;
	hold_descriptors();
	signal(SIGXFSZ, SIG_IGN); /* write(2) then fails, and the error can be reported */
	clock_gettime(CLOCK_REALTIME, &now);
	const struct option_clock clock = { now.tv_sec * STAMP_SECOND + now.tv_nsec };
	settings_init(s, program);
	const int status =
	    command_line_parse(&s->options, program, clock, argc, argv, own, &operands);
	s->voice.color = status < 0 && settings_color(s, STDERR_FILENO);
	s->operand = argv + operands;
	s->operands = (size_t)(argc - operands);
	return status < 0 ? check(s) : status;
}

void
settings_free(struct settings *s)
{
	options_free(&s->options);
	free(s->reads);
}

void
settings_reads(struct settings *s, const char *path)
{
	if (!path)
		return;
	s->reads = mem_grow(s->reads, &s->reads_cap, s->nreads + 1, sizeof(*s->reads));
	s->reads[s->nreads++] = path;
}

void
settings_reads_lists(struct settings *s, const struct lists *lists)
{
	for (size_t i = 0; lists && i < lists_count(lists); i++)
		settings_reads(s, lists_path(lists, i));
}

int
settings_share_stdin(const struct settings *s, bool inputs)
{
	const struct options *o = &s->options;
	const struct option_given *first = NULL;
	bool input = inputs && s->operands == 0;
	for (size_t i = 0; inputs && i < s->operands; i++)
		input |= same(s->operand[i], "-");
	for (size_t i = 0; i < o->n; i++) {
		const struct option_given *option = &o->list[i];
		if (option->spec->takes.type != OPTION_READ || !same(option_file(option), "-"))
			continue;
		if (first)
			return options_usage(o->program,
			    "--%s and --%s cannot both read standard input", first->spec->name,
			    option->spec->name);
		if (input)
			return options_usage(o->program,
			    "--%s and the input cannot both come from standard input",
			    option->spec->name);
		first = option;
	}
	return -1;
}

bool
settings_has_range(const struct settings *s)
{
	return s->from_ns != INT64_MIN || s->to_ns != INT64_MAX;
}

bool
settings_tolerate(const struct settings *s, uint64_t rejected, uint64_t in)
{
	const struct tolerance *t = &s->max_rejects;
	if (!t->percent)
		return rejected <= t->amount;
	return (unsigned __int128)rejected * (100 * PERCENT) <= (unsigned __int128)in * t->amount;
}

/* Without -j, returns how many processors this process may use. */
unsigned
settings_threads(const struct settings *s)
{
	cpu_set_t set;
	if (s->threads > 0)
		return s->threads;
	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		return (unsigned)CPU_COUNT(&set);
	const long n = sysconf(_SC_NPROCESSORS_ONLN);
	return n > 0 ? (unsigned)n : 1;
}

bool
settings_color(const struct settings *s, int fd)
{
	const char *term = environment("TERM");
	if (s->color != WHEN_AUTO)
		return s->color == WHEN_ALWAYS;
	return isatty(fd) && !environment("NO_COLOR") && !same(term, "dumb");
}

bool
settings_color_output(const struct settings *s)
{
	return (!s->output || same(s->output, "-")) && s->zstd_level == OUT_PLAIN &&
	       settings_color(s, STDOUT_FILENO);
}
