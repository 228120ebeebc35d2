/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "tests/unit/unit.h"

/*
 * A replay in slices comes out as the same bytes as one replay.  Random plans, rule sets and
 * histories are replayed both ways by the programs in $BUILD, until SLICES_SECONDS are over; the
 * histories begin with seed SLICES_SEED.  A scenario that differs stays in its folder.
 */
enum { SECONDS = 12, EVENTS_MAX = 400, SLICES_MAX = 24 };

struct scenario {
	uint64_t random;
	unsigned seed;
	struct buf options; /* what both have */
	bool store, rebuild, compares, changes;
	unsigned slices, files;
	bool spool;
	bool decision_count;
	bool bounded; /* rules look back only a while */
	bool chained; /* an id comes again and again */
};

/* Returns the status. */
static int run(const char *format, ...) __attribute__((format(printf, 1, 2)));

static int
run(const char *format, ...)
{
	struct buf b = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&b, format, args);
	va_end(args);
	buf_char(&b, 0);
	const int status = system(b.p);
	buf_free(&b);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static uint64_t
draw(struct scenario *s)
{
	uint64_t z = s->random += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static unsigned
below(struct scenario *s, unsigned n)
{
	return (unsigned)(draw(s) % n);
}

static bool
once_in(struct scenario *s, unsigned n)
{
	return below(s, n) == 0;
}

static const char *
one_of(struct scenario *s, const char *const *list)
{
	unsigned n = 0;
	while (list[n])
		n++;
	return list[below(s, n)];
}

#define ONE_OF(s, ...) one_of((s), (const char *const[]){ __VA_ARGS__, NULL })

static void
write_file(const char *name, const struct buf *b)
{
	FILE *f = fopen(name, "w");
	if (!f || fwrite(b->p ? b->p : "", 1, b->n, f) != b->n || fclose(f) != 0) {
		perror(name);
		exit(2);
	}
}

/* ---- documents ------------------------------------------------------------------------------ */

static void
make_plan(struct scenario *s, const char *name, unsigned dedup_ttl_s)
{
	struct buf b = { 0 };
	buf_printf(&b,
	    "{\"runtime\":{\"dedup_ttl_seconds\":%u,\"entity_state_ttl_seconds\":%s,"
	    "\"session_state_ttl_seconds\":%s,\"window_state_ttl_seconds\":300,"
	    "\"session_bucket_minutes\":%s,\"lateness_seconds\":%s,\"dedup_lines\":%s,"
	    "\"entity_identity_fields\":[%s],\"default_decision\":\"%s\"},\"fields\":["
	    "{\"name\":\"user\",\"selector\":{\"kind\":\"RequestField\",\"path\":\"body.user\"},"
	    "\"parser\":\"String\"},"
	    "{\"name\":\"kind\",\"selector\":{\"kind\":\"RequestField\",\"path\":\"body.kind\"},"
	    "\"parser\":\"Symbol\"},"
	    "{\"name\":\"n\",\"selector\":{\"kind\":\"RequestField\",\"path\":\"body.n\"},"
	    "\"parser\":\"%s\",\"required\":%s},"
	    "{\"name\":\"amount\",\"selector\":{\"kind\":\"RequestField\",\"path\":\"body.amount\"},"
	    "\"parser\":\"Decimal\"}]}\n",
	    dedup_ttl_s, ONE_OF(s, "0", "3", "20", "300", "3600"),
	    ONE_OF(s, "0", "5", "60", "1800"), ONE_OF(s, "1", "2", "15"),
	    ONE_OF(s, "0", "10", "3600"), ONE_OF(s, "true", "false"),
	    ONE_OF(s, "\"user\"", "\"user\"", "\"user\",\"kind\""), ONE_OF(s, "Allow", "Observe"),
	    ONE_OF(s, "U64", "String"), ONE_OF(s, "true", "false", "false", "false"));
	write_file(name, &b);
	buf_free(&b);
}

static void
put_field_test(struct scenario *s, struct buf *b)
{
	buf_printf(b, "{\"kind\":\"FieldEq\",\"field_name\":\"kind\",\"value\":\"%s\"}",
	    ONE_OF(s, "login", "pay", "view"));
}

static void
put_window(struct scenario *s, struct buf *b)
{
	buf_printf(b, "{\"kind\":\"WindowCmp\",%s,\"seconds\":%s,\"operator\":\"%s\",\"value\":%u",
	    ONE_OF(s, "\"scope\":\"Entity\"", "\"scope\":\"Session\"", "\"group_by\":[\"kind\"]",
		"\"group_by\":[\"user\",\"kind\"]"),
	    ONE_OF(s, "5", "20", "60", "300"), ONE_OF(s, "Ge", "Ge", "Lt"), 1 + below(s, 9));
	if (once_in(s, 4)) {
		buf_printf(b, ",\"where\":");
		put_field_test(s, b);
	}
	if (once_in(s, 3))
		buf_printf(b, ",\"aggregate\":%s",
		    ONE_OF(s, "{\"kind\":\"Distinct\",\"field_name\":\"n\"}",
			"{\"kind\":\"Distinct\",\"field_name\":\"user\"}",
			"{\"kind\":\"Sum\",\"field_name\":\"amount\"}",
			"{\"kind\":\"Max\",\"field_name\":\"amount\"}",
			"{\"kind\":\"Min\",\"field_name\":\"amount\"}"));
	buf_char(b, '}');
}

static void
put_state(struct scenario *s, struct buf *b)
{
	const bool entity = !once_in(s, 3);
	const char *what = s->bounded && entity ? "idle_seconds"
						: ONE_OF(s, "event_count", "event_count",
						      "age_seconds", "idle_seconds");
	const bool seconds = strstr(what, "seconds") != NULL;
	if (s->decision_count && (!s->bounded || !entity) && once_in(s, 2))
		what = "decision_count";
	buf_printf(b,
	    "{\"kind\":\"StateCmp\",\"scope\":\"%s\",\"attribute\":\"%s\",\"operator\":\"%s\","
	    "\"value\":%u}",
	    entity ? "Entity" : "Session", what, ONE_OF(s, "Ge", "Lt", "Ge"),
	    1 + below(s, seconds ? 40 : 12));
}

static void
put_expression(struct scenario *s, struct buf *b, unsigned depth)
{
	const unsigned what = below(s, depth > 0 ? 7 : 5);
	if (what < 2) {
		put_state(s, b);
	} else if (what < 4) {
		put_window(s, b);
	} else if (what == 4) {
		put_field_test(s, b);
	} else if (what == 5) {
		buf_printf(b, "{\"kind\":\"Not\",\"predicate\":");
		put_expression(s, b, depth - 1);
		buf_char(b, '}');
	} else {
		buf_printf(b, "{\"kind\":\"%s\",\"predicates\":[", ONE_OF(s, "And", "Or"));
		put_expression(s, b, depth - 1);
		buf_char(b, ',');
		put_expression(s, b, depth - 1);
		buf_printf(b, "]}");
	}
}

/* A rule whose matches come and go with the counts of its entity or session. */
static void
put_changing(struct scenario *s, struct buf *b)
{
	buf_printf(b, "{\"kind\":\"And\",\"predicates\":[");
	put_state(s, b);
	buf_char(b, ',');
	if (s->decision_count && !s->bounded)
		buf_printf(b,
		    "{\"kind\":\"StateCmp\",\"scope\":\"%s\",\"attribute\":\"decision_count\","
		    "\"operator\":\"%s\",\"value\":%u}",
		    ONE_OF(s, "Entity", "Session"), ONE_OF(s, "Lt", "Ge"), 1 + below(s, 4));
	else
		put_window(s, b);
	buf_printf(b, "]}");
}

static void
make_rules(struct scenario *s, const char *name)
{
	struct buf b = { 0 };
	const unsigned n = 2 + below(s, 5);
	buf_printf(&b, "{\"rules\":[");
	for (unsigned i = 0; i < n; i++) {
		buf_printf(&b, "%s{\"rule_id\":\"r%u\",\"expression\":", i > 0 ? "," : "", i);
		if (once_in(s, 2))
			put_changing(s, &b);
		else
			put_expression(s, &b, 2);
		buf_printf(&b, ",\"outcome\":\"%s\",\"mode\":\"%s\",\"final\":%s}",
		    ONE_OF(s, "Allow", "Observe", "Challenge", "Block", "Challenge"),
		    ONE_OF(s, "Enforce", "Enforce", "Enforce", "Shadow"),
		    ONE_OF(s, "true", "false", "false", "false", "false"));
	}
	buf_printf(&b, "]}\n");
	write_file(name, &b);
	buf_free(&b);
}

/* ---- histories ------------------------------------------------------------------------------ */

struct event {
	char id[32];
	char rest[256];
	uint64_t at_ms;
};

static void
make_event(struct scenario *s, struct event *e, unsigned i, uint64_t at_ms)
{
	e->at_ms = at_ms;
	snprintf(e->id, sizeof(e->id), "e-%u", once_in(s, 12) ? below(s, i + 1) : i);
	if (once_in(s, 10))
		e->id[0] = 0;
	snprintf(e->rest, sizeof(e->rest),
	    "%s\"source_id\":\"s%u\",\"body\":{\"user\":\"u%u\",\"kind\":\"%s\",\"n\":%s,"
	    "\"amount\":%u.%02u}",
	    ONE_OF(s, "\"tenant_id\":\"a\",", "\"tenant_id\":\"a\",", "\"tenant_id\":\"b\",", ""),
	    below(s, 3), below(s, 6), ONE_OF(s, "login", "pay", "view"),
	    ONE_OF(s, "1", "2", "3", "\"x\"", "null"), below(s, 40), below(s, 100));
}

static void
put_event(struct buf *b, const struct event *e)
{
	buf_printf(b, "{\"observed_at\":%llu,", (unsigned long long)e->at_ms);
	if (e->id[0])
		buf_printf(b, "\"event_id\":\"%s\",", e->id);
	buf_printf(b, "%s}", e->rest);
}

static void
make_bad_line(struct scenario *s, struct buf *b)
{
	buf_printf(b, "%s",
	    ONE_OF(s, "{\"observed_at\":\"soon\",\"body\":{}}\n", "{\"body\":{\"user\":\"u1\"}}\n",
		"nothing\n", "\n", "[1,2]\n", "{\"observed_at\":1767225600,\"a\":}\n"));
}

static int
cmp_shuffled(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

/* Writes the events whose numbers modulo the files are `file`: in order of time, in another, as a
 * document, or compressed. */
static void
write_events(struct scenario *s, const struct event *e, unsigned n, unsigned file)
{
	struct buf b = { 0 };
	char name[16];
	const bool document = once_in(s, 6), shuffled = once_in(s, 3), striped = once_in(s, 2);
	uint64_t key[EVENTS_MAX];
	unsigned count = 0;
	for (unsigned i = 0; i < n; i++)
		if (striped ? i % s->files == file : i * s->files / n == file) {
			key[count] = (shuffled ? draw(s) << 32 : (uint64_t)i << 32) | i;
			count++;
		}
	qsort(key, count, sizeof(*key), cmp_shuffled);
	if (document)
		buf_printf(&b, "[\n");
	for (unsigned i = 0; i < count; i++) {
		put_event(&b, &e[(uint32_t)key[i]]);
		if (document && i + 1 < count)
			buf_char(&b, ',');
		buf_char(&b, '\n');
		if (!document && once_in(s, 40))
			make_bad_line(s, &b);
	}
	if (document)
		buf_printf(&b, "]\n");
	snprintf(name, sizeof(name), "in%u", file);
	write_file(name, &b);
	buf_free(&b);
	if (once_in(s, 4) &&
	    run("zstd -q --rm %s -o %s.z && mv %s.z %s", name, name, name, name) != 0)
		exit(2);
}

static void
make_history(struct scenario *s, bool early)
{
	struct event e[EVENTS_MAX];
	const unsigned n = once_in(s, 10) ? below(s, 10) : 50 + below(s, EVENTS_MAX - 50);
	uint64_t at_ms = UINT64_C(1767225600000);
	for (unsigned i = 0; i < n; i++) {
		if (!once_in(s, 4))
			at_ms += below(s, 3000);
		if (once_in(s, 50))
			at_ms += below(s, 400000);
		if (i > 0 && s->chained && once_in(s, 2)) {
			e[i] = e[0];
			e[i].at_ms = at_ms;
		} else if (i > 0 && once_in(s, 6)) { /* as one before, a little later */
			e[i] = e[i - 1 - below(s, i < 20 ? i : 20)];
			e[i].at_ms = at_ms;
		} else {
			make_event(s, &e[i], i, at_ms);
			if (i == 0 && s->chained)
				snprintf(e[0].id, sizeof(e[0].id), "chain");
		}
	}
	if (early) { /* for a state to begin with */
		struct buf b = { 0 };
		for (unsigned i = 0; i < n / 4; i++) {
			put_event(&b, &e[i]);
			buf_char(&b, '\n');
		}
		write_file("early", &b);
		buf_free(&b);
	}
	for (unsigned file = 0; file < s->files; file++)
		write_events(s, e, n, file);
}

static void
make_labels(struct scenario *s)
{
	struct buf b = { 0 };
	for (unsigned i = 0; i < 50; i++)
		buf_printf(&b, "{\"event_id\":\"e-%u\",\"label\":\"%s\"}\n", i * 3,
		    ONE_OF(s, "good", "bad"));
	write_file("labels", &b);
	buf_free(&b);
}

/* ---- running -------------------------------------------------------------------------------- */

static void
choose_options(struct scenario *s)
{
	struct buf *o = &s->options;
	const bool state = !s->rebuild && once_in(s, 6);
	const char *type =
	    s->rebuild ? "StateRebuild" : ONE_OF(s, "DryRun", "DecisionOnly", "DecisionOnly");
	buf_printf(o, "--type %s", type);
	s->compares = !s->rebuild && once_in(s, 3);
	if (s->store)
		buf_printf(o, " -t a");
	else
		buf_printf(o, " -p plan -r rules%s", once_in(s, 4) ? " -t a" : "");
	if (s->compares && once_in(s, 2))
		buf_printf(o, " --baseline-plan plan2");
	if (s->compares)
		buf_printf(o, " --baseline-rules rules2");
	s->changes = s->compares && once_in(s, 2);
	if (once_in(s, 3))
		buf_printf(o, " --from @%u", 1767225600 + below(s, 300));
	if (once_in(s, 4))
		buf_printf(o, " --to @%u", 1767225900 + below(s, 300));
	if (!state && !s->rebuild && once_in(s, 4))
		buf_printf(o, " --warmup %us", below(s, 120));
	if (state &&
	    run("esper-decide -q --state state -p plan -r rules --again -o /dev/null early"
		" >/dev/null 2>&1") <= 3 &&
	    access("state", R_OK) == 0)
		buf_printf(o, " --state state");
	if (once_in(s, 4))
		buf_printf(o, " --labels labels");
	if (once_in(s, 3) && (strcmp(type, "DecisionOnly") == 0 || s->changes))
		buf_printf(o, " --explain");
	if (once_in(s, 4))
		buf_printf(o, " --format text");
	if (once_in(s, 4))
		buf_printf(o, " --max-rejects %s", ONE_OF(s, "5", "10%"));
}

static void
put_outputs(struct buf *b, const struct scenario *s, const char *to)
{
	buf_printf(b, " -o %s.out --report %s.report --rejects %s.rejects --stats=%s.stats", to, to,
	    to, to);
	if (s->changes)
		buf_printf(b, " --changes %s.changes", to);
	for (unsigned i = 0; i < s->files; i++)
		buf_printf(b, " in%u", i);
	buf_char(b, 0);
}

static void
make_store(const char *name)
{
	run("export ESPER_STORE=%s ESPER_TENANT=a ESPER_ACTOR=me; esper-encode -q --create plan "
	    ">/dev/null && esper-encode -q --activate 1 && esper-decide -q --create rules "
	    ">/dev/null && esper-decide -q --activate 1",
	    name);
}

/* Takes away what differs between any two runs. */
static void
plain(const char *name)
{
	if (access(name, R_OK) == 0)
		run("sed -E -i 's/\"(created|completed)_at\":\"[^\"]*\"/T/g; "
		    "s/^(created|completed|elapsed) .*/T/; s/[0-9]{4}-[0-9-]+T[0-9:.]+Z \\(took "
		    "[^)]*\\)/T/; s/\"elapsed_seconds\":[0-9.]+/T/; s/store2/store1/g; s/two\\./one./g' %s",
		    name);
}

static bool
same(const char *what)
{
	char one[32], two[32];
	snprintf(one, sizeof(one), "one.%s", what);
	snprintf(two, sizeof(two), "two.%s", what);
	if (access(one, F_OK) != 0 && access(two, F_OK) != 0)
		return true;
	plain(one);
	plain(two);
	return run("cmp %s %s", one, two) == 0;
}

static int
run_slices(struct scenario *s)
{
	struct buf b = { 0 };
	put_outputs(&b, s, "two");
	if (run("esper-replay --parts dir --slices %u%s%s %.*s%s 2>two.cut", s->slices,
		s->spool ? " --spool" : "", s->store ? " -S store2" : "", (int)s->options.n,
		s->options.p, b.p) != 0)
		return -1;
	buf_free(&b);
	return run(
	    "set -e; i=0; while [ $i -lt %u ]; do esper-replay -q --parts dir --summarise $i; "
	    "i=$((i+1)); done; esper-replay -q --parts dir --fold; i=0; "
	    "while [ $i -lt %u ]; do esper-replay --parts dir --decide $i; i=$((i+1)); done; "
	    "rounds=0; while :; do status=0; ESPER_ACTOR=me esper-replay --parts dir --merge "
	    ">again 2>two.err || status=$?; [ $status = 1 ] || break; rounds=$((rounds+1)); "
	    "[ $rounds -le %u ] || exit 9; for k in $(cat again); do esper-replay --parts "
	    "dir --decide $k; done; done; echo $rounds >rounds; exit $status",
	    s->slices, s->slices, s->slices);
}

static bool
try_scenario(struct scenario *s)
{
	struct buf b = { 0 };
	bool good = true;
	s->store = s->rebuild = once_in(s, 4);
	if (!s->rebuild)
		s->store = once_in(s, 8);
	s->files = 1 + below(s, 4);
	s->slices = 2 + below(s, once_in(s, 4) ? SLICES_MAX - 1 : 5);
	s->chained = once_in(s, 2);
	s->spool = once_in(s, 2);
	s->decision_count = once_in(s, 2);
	s->bounded = once_in(s, 3);
	make_plan(s, "plan", (const unsigned[]){ 0, 1, 5, 20, 60 }[below(s, 5)]);
	make_plan(s, "plan2", (const unsigned[]){ 0, 1, 5, 20, 60 }[below(s, 5)]);
	make_rules(s, "rules");
	make_rules(s, "rules2");
	make_labels(s);
	make_history(s, true);
	choose_options(s);
	if (s->store) {
		make_store("store1");
		run("cp -r store1 store2");
	}
	put_outputs(&b, s, "one");
	const int one = run("ESPER_ACTOR=me esper-replay%s %.*s%s 2>one.err",
	    s->store ? " -S store1" : "", (int)s->options.n, s->options.p, b.p);
	const int two = run_slices(s);
	buf_free(&b);
	if (one != two) {
		printf("status %d, in slices %d\n", one, two);
		good = false;
	}
	static const char *const outputs[] = { "out", "report", "changes", "rejects", "stats",
		"err" };
	for (size_t i = 0; i < sizeof(outputs) / sizeof(*outputs); i++)
		good &= same(outputs[i]);
	/* what was folded wrong would be decided again, and come out right all the same */
	if (run("grep -q decision_count rules%s", s->compares ? " rules2" : "") != 0)
		good &=
		    run("[ \"$(cat rounds)\" = 0 ] || { echo rounds: $(cat rounds); exit 1; }") ==
		    0;
	if (s->rebuild)
		good &= run("cmp store1/a/state/current.zst store2/a/state/current.zst") == 0;
	return good;
}

static bool
try_seed(unsigned seed)
{
	struct scenario s = { .random = seed * UINT64_C(1000003), .seed = seed };
	static char name[32]; /* unit_row keeps it */
	char folder[64];
	snprintf(name, sizeof(name), "seed %u", seed);
	snprintf(folder, sizeof(folder), "slices-%u", seed);
	unit_row(name);
	run("rm -rf %s", folder);
	if (mkdir(folder, 0777) < 0 || chdir(folder) < 0)
		exit(2);
	const bool good = try_scenario(&s);
	if (getenv("SLICES_VERBOSE"))
		run("echo %s: %u slices, rounds $(cat rounds), $(wc -l <one.out) lines, lead $(jq "
		    "-c .lead_seconds dir/plan.json); grep -h -o '\"decisions\":{[^}]*}' one.stats",
		    name, s.slices);
	if (chdir("..") < 0)
		exit(2);
	if (!good)
		printf("%s: %.*s, %u slices\n", name, (int)s.options.n, s.options.p, s.slices);
	else
		run("rm -rf %s", folder);
	buf_free(&s.options);
	return good;
}

static unsigned
number_from(const char *name, unsigned otherwise)
{
	const char *value = getenv(name);
	return value ? (unsigned)strtoul(value, NULL, 10) : otherwise;
}

int
main(void)
{
	char work[] = "/tmp/slices.XXXXXX";
	const char *given = getenv("SLICES_FOLDER");
	const char *build = getenv("BUILD");
	const unsigned seconds = number_from("SLICES_SECONDS", SECONDS);
	const unsigned count = number_from("SLICES_COUNT", 100000);
	const time_t begun = time(NULL);
	struct buf path = { 0 };
	buf_printf(&path, "%s:%s", build ? build : "build", getenv("PATH"));
	buf_char(&path, 0);
	setenv("PATH", path.p, 1);
	buf_free(&path);
	unsetenv("ESPER_STORE");
	unsetenv("ESPER_TENANT");
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (chdir(given ? given : mkdtemp(work)) < 0)
		return 2;
	unsigned failed = 0;
	for (unsigned i = 0, seed = number_from("SLICES_SEED", 1);
	     i < count && failed < 5 && time(NULL) - begun < (time_t)seconds; i++, seed++) {
		const bool good = try_seed(seed);
		CHECK(good);
		failed += !good;
	}
	if (!given && failed == 0 && chdir("/") == 0)
		run("rm -rf %s", work);
	return unit_end();
}
