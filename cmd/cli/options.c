/* SPDX-License-Identifier: MIT */
#include "cmd/cli/options.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/words.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/help.h"
#include "cmd/cli/status.h"
#include "json/index.h"
#include "time/duration.h"

#define LONG_VALUE 256 /* getopt_long's value of table entry 0: above all letters */

static const struct option_spec help_option = { "help", 'h', OPTION_ALONE, NULL, "print this",
	.set = NULL };
static const struct option_spec version_option = { "version", 'V', OPTION_ALONE, NULL,
	"print the version", .set = NULL };

/* One option of the program at hand, and what it is for. */
struct entry {
	const struct option_spec *spec;
	void *into;
};

struct table {
	const struct option_program *program;
	struct entry *entry;
	size_t n, cap;
	struct option *longs; /* for getopt_long */
	struct buf letters;
};

static void
add(struct table *t, const struct option_spec *spec, void *into)
{
	t->entry = mem_grow(t->entry, &t->cap, t->n + 1, sizeof(*t->entry));
	t->entry[t->n++] = (struct entry){ spec, into };
}

static void
gather(struct table *t, struct settings *s, void *own)
{
	size_t count;
	const struct option_spec *shared = settings_options(&count);

	for (size_t i = 0; i < t->program->nown; i++)
		add(t, &t->program->own[i], own);
	for (size_t i = 0; i < t->program->ntoo; i++)
		add(t, &t->program->too[i], own);
	for (size_t i = 0; i < count; i++) {
		if (settings_group(i) & t->program->shared)
			add(t, &shared[i], s);
	}
	add(t, &help_option, NULL);
	add(t, &version_option, NULL);
}

/* What getopt_long needs.  The leading colon: a missing argument is told apart. */
static void
compile(struct table *t)
{
	static const int has[] = { no_argument, required_argument, optional_argument };
	static const char colons[] = "::";

	t->longs = mem_zalloc(t->n + 1, sizeof(*t->longs));
	buf_char(&t->letters, ':');
	for (size_t i = 0; i < t->n; i++) {
		const struct option_spec *spec = t->entry[i].spec;

		t->longs[i] =
		    (struct option){ spec->name, has[spec->argument], NULL, LONG_VALUE + (int)i };
		if (spec->letter) {
			buf_char(&t->letters, spec->letter);
			buf_put(&t->letters, colons, spec->argument);
		}
	}
	buf_char(&t->letters, 0);
}

static void
free_table(struct table *t)
{
	free(t->entry);
	free(t->longs);
	buf_free(&t->letters);
}

static const struct entry *
find(const struct table *t, int value)
{
	if (value >= LONG_VALUE)
		return &t->entry[value - LONG_VALUE];
	for (size_t i = 0; i < t->n; i++) {
		if (t->entry[i].spec->letter == value)
			return &t->entry[i];
	}
	return NULL;
}

static int broken(const struct table *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static int
broken(const struct table *t, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	diag(t->program->name, "%s", text);
	return EXIT_BROKEN;
}

/* The names that begin with what was typed: `'--max-line', '--max-rejects'`; how many. */
static size_t
list_matches(const struct table *t, struct text typed, struct buf *list)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		const char *name = t->entry[i].spec->name;

		if (strncmp(name, typed.p, typed.n) != 0)
			continue;
		buf_printf(list, "%s'--%s'", n > 0 ? ", " : "", name);
		n++;
	}
	buf_char(list, 0);
	return n;
}

static struct text
nearest(const struct table *t, struct text typed)
{
	struct text *name = mem_zalloc(t->n, sizeof(*name)), found;
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		if (t->entry[i].spec->help)
			name[n++] = text_of(t->entry[i].spec->name);
	}
	found = words_meant(typed, name, n).name;
	free(name);
	return found;
}

/* Which other programs have an option that this one has not; NULL: none. */
static const char *
other_program(struct text typed)
{
	static const struct {
		const char *name, *programs;
	} options[] = {
		{ "append", "esper-audit" },
		{ "baseline-plan", "esper-replay" },
		{ "baseline-rules", "esper-replay" },
		{ "check", "esper-encode (for plans) and esper-decide (for rule sets)" },
		{ "checkpoint", "esper-decide and esper-replay" },
		{ "dump-state", "esper-decide" },
		{ "expect-head", "esper-audit" },
		{ "explain", "esper-decide" },
		{ "init", "esper-encode (for plans) and esper-decide (for rule sets)" },
		{ "load-state", "esper-decide" },
		{ "plan", "esper-encode, esper-decide and esper-replay" },
		{ "report", "esper-replay" },
		{ "resume", "esper-decide and esper-replay" },
		{ "rules", "esper-decide and esper-replay" },
		{ "rule-version", "esper-decide and esper-replay" },
		{ "run-pending", "esper-replay" },
		{ "state", "esper-decide and esper-replay" },
		{ "submit", "esper-replay" },
		{ "summary", "esper-audit" },
		{ "verify", "esper-audit" },
		{ "warmup", "esper-replay" },
	};

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (text_eq(typed, text_of(options[i].name)))
			return options[i].programs;
	return NULL;
}

/* A long option, as it was typed, that is none or could be several. */
static int
unknown_long(const struct table *t, const char *argument)
{
	struct text typed = { argument + 2, strcspn(argument + 2, "=") }, near;
	const char *elsewhere;
	struct buf list = { 0 };
	int result;

	if (list_matches(t, typed, &list) > 1) {
		result = broken(t, "option '--%.*s' could be %s", (int)typed.n, typed.p, list.p);
		buf_free(&list);
		return result;
	}
	buf_free(&list);
	elsewhere = other_program(typed);
	if (elsewhere)
		return broken(t, "unknown option '--%.*s'; %s %s it; see '%s --help'", (int)typed.n,
		    typed.p, elsewhere, strstr(elsewhere, " and ") ? "have" : "has",
		    t->program->name);
	near = nearest(t, typed);
	if (near.p)
		return broken(t, "unknown option '--%.*s'; did you mean '--%.*s'?", (int)typed.n,
		    typed.p, (int)near.n, near.p);
	return broken(
	    t, "unknown option '--%.*s'; see '%s --help'", (int)typed.n, typed.p, t->program->name);
}

/* What getopt_long could not do with the command line.  `code` is ':' or '?'. */
static int
complain(const struct table *t, int code, const char *argument)
{
	const struct entry *entry = optopt ? find(t, optopt) : NULL;

	if (code == ':' && optopt >= LONG_VALUE)
		return broken(t, "option '--%s' needs an argument: %s", entry->spec->name,
		    entry->spec->value);
	if (code == ':')
		return broken(t, "option '-%c' needs an argument: %s", optopt, entry->spec->value);
	if (optopt >= LONG_VALUE)
		return broken(t, "option '--%s' takes no argument", entry->spec->name);
	if (optopt)
		return broken(t, "unknown option '-%c'; see '%s --help'", optopt, t->program->name);
	return unknown_long(t, argument);
}

/* 0, or -1 with *e filled. */
static int
set(const struct entry *entry, const char *argument, struct err *e)
{
	const struct option_spec *spec = entry->spec;
	void *member = (char *)entry->into + spec->at;

	if (spec->sets == OPTION_SETS_NOTHING)
		return spec->set(entry->into, argument, e);
	if (spec->sets == OPTION_SETS_NAME && !*argument)
		return err_set(e, "an empty name");
	if (spec->sets == OPTION_SETS_FLAG)
		*(bool *)member = true;
	else
		*(const char **)member = argument;
	return 0;
}

/* -1 to go on, or an exit status. */
static int
take(const struct table *t, const struct entry *entry, const char *argument)
{
	struct err e;

	if (entry->spec == &help_option)
		return help_print(t->program);
	if (entry->spec == &version_option)
		return help_version(t->program);
	if (set(entry, argument, &e) < 0)
		return broken(t, "--%s: %s", entry->spec->name, e.text);
	return -1;
}

static int
parse(const struct table *t, int argc, char **argv)
{
	int status = -1, code;

	opterr = 0;
	optind = 0; /* glibc: from the beginning */
	while (status < 0) {
		code = getopt_long(argc, argv, t->letters.p, t->longs, NULL);
		if (code == -1)
			break;
		if (code == ':' || code == '?')
			status = complain(t, code, argv[optind - 1]);
		else
			status = take(t, find(t, code), optarg);
	}
	return status;
}

/*
 * Descriptors 0 to 2 that the caller closed are taken, the wrong way round, so that they fail when
 * they are used, and no file of ours becomes standard output.
 */
static void
hold_descriptors(void)
{
	static const int flags[3] = { O_WRONLY, O_RDONLY, O_RDONLY };

	for (int fd = 0; fd < 3; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", flags[fd]) < 0)
			return;
	}
}

/* ESPER_SIMD names the builder of JSON indexes.  0, or -1: what is wrong has been said. */
static int
choose_builder(const struct option_program *program)
{
	static const struct text names[] = { TEXT("portable"), TEXT("avx2"), TEXT("avx512") };
	const char *name = getenv("ESPER_SIMD");
	struct err e;
	int choice;

	if (!name || !*name)
		return 0;
	choice = option_choice(name, names, sizeof(names) / sizeof(*names), &e);
	if (choice < 0) {
		diag(program->name, "ESPER_SIMD: %s", e.text);
		return -1;
	}
	if (!json_builder_here(JSON_BUILDER_PORTABLE + (enum json_builder)choice)) {
		diag(program->name, "ESPER_SIMD: this processor has no %s", name);
		return -1;
	}
	json_builder_choose(JSON_BUILDER_PORTABLE + (enum json_builder)choice);
	return 0;
}

int
options_parse(
    const struct option_program *program, int argc, char **argv, struct settings *s, void *own)
{
	struct table t = { .program = program };
	const char *conflict;
	int status;

	hold_descriptors();
	signal(SIGXFSZ, SIG_IGN); /* write(2) tells of it, and what it says can be said */
	settings_init(s, program->name, program->shared);
	gather(&t, s, own);
	compile(&t);
	status = parse(&t, argc, argv);
	free_table(&t);
	if (status >= 0)
		return status;
	s->operand = argv + optind;
	s->operands = (size_t)(argc - optind);
	conflict = settings_conflict(s);
	if (conflict)
		return options_usage(program, "%s", conflict);
	return choose_builder(program) < 0 ? EXIT_BROKEN : -1;
}

int
options_usage(const struct option_program *program, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	diag(program->name, "%s; see '%s --help'", text, program->name);
	return EXIT_BROKEN;
}

/* "auto, always or never" */
static void
put_names(struct buf *b, const struct text *name, size_t names)
{
	for (size_t i = 0; i < names; i++) {
		if (i > 0)
			buf_put(b, i + 1 < names ? ", " : " or ", i + 1 < names ? 2 : 4);
		buf_text(b, name[i]);
	}
	buf_char(b, 0);
}

int
option_choice(const char *argument, const struct text *name, size_t names, struct err *e)
{
	struct text typed = text_of(argument), near;
	struct buf list = { 0 };

	for (size_t i = 0; i < names; i++) {
		if (text_eq(typed, name[i]))
			return (int)i;
	}
	near = words_meant(typed, name, names).name;
	put_names(&list, name, names);
	if (near.p)
		err_set(
		    e, "not %s: '%s'; did you mean '%.*s'?", list.p, argument, (int)near.n, near.p);
	else
		err_set(e, "not %s: '%s'", list.p, argument);
	buf_free(&list);
	return -1;
}

int
option_format(const char *argument, bool *text, struct err *e)
{
	static const struct text names[] = { TEXT("json"), TEXT("jsonl"), TEXT("text") };
	const int format = option_choice(argument, names, 3, e);

	*text = format == 2;
	return format < 0 ? -1 : 0;
}

int
option_number(const char *argument, uint64_t min, uint64_t max, uint64_t *out, struct err *e)
{
	if (argument[0] != '-' && number_u64(text_of(argument), out) == 0 && *out >= min &&
	    *out <= max)
		return 0;
	return err_set(e, "not a number from %" PRIu64 " to %" PRIu64 ": '%s'", min, max, argument);
}

int
option_every(const char *argument, uint64_t *events, int64_t *ns, struct err *e)
{
	const size_t digits = strspn(argument, "0123456789");

	*events = 0;
	*ns = 0;
	if (digits > 0 && !argument[digits])
		return option_number(argument, 1, UINT64_C(1) << 62, events, e);
	if (duration_parse(text_of(argument), ns) == 0 && *ns > 0)
		return 0;
	return err_set(
	    e, "neither a duration nor a number of events (30s, 5m, 100000): '%s'", argument);
}

/* The power of two that a unit stands for; -1: it is none. */
static int
unit_shift(const char *unit)
{
	static const char *const names[] = { "", "k", "m", "g", "b", "kib", "mib", "gib" };

	for (int i = 0; i < 8; i++) {
		if (strcasecmp(unit, names[i]) == 0)
			return 10 * (i % 4);
	}
	return -1;
}

int
option_size(const char *argument, uint64_t min, uint64_t max, uint64_t *out, struct err *e)
{
	size_t digits = strspn(argument, "0123456789");
	int shift = unit_shift(argument + digits);
	uint64_t n = 0;

	if (shift >= 0 && number_u64((struct text){ argument, digits }, &n) == 0 &&
	    n <= max >> shift && n << shift >= min) {
		*out = n << shift;
		return 0;
	}
	return err_set(e,
	    "not a size from %" PRIu64 " to %" PRIu64 " bytes (1000, 512K, 64M): '%s'", min, max,
	    argument);
}
