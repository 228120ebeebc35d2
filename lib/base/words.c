/* SPDX-License-Identifier: MIT */
#include "base/words.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"

#define WORD_MAX 32 /* no table has longer words */
#define WORDS_MAX 16

/* A name, and what other tools call it, in lower case without `_`, `-` or spaces. */
struct synonym {
	const char *name;
	const char *words; /* separated by spaces */
	const char *note;  /* to add after the suggestion, or NULL */
};

/*
 * The first row wins that has the word and whose name is allowed at that place.  So a word may be
 * in several rows: "monitor" means Observe among outcomes and Shadow among modes.
 */
static const struct synonym synonyms[] = {
	/* operators */
	{ "Eq", "== = === equal equals equalto is eql same", NULL },
	{ "Ne", "!= <> !== /= ~= neq notequal notequals notequalto noteq isnot not unequal", NULL },
	{ "Ge",
	    ">= => gte ≥ greaterorequal greaterequal greaterthanorequal greaterthanorequalto "
	    "greaterthanequal greaterequals atleast notless nlt",
	    NULL },
	{ "Le",
	    "<= =< lte ≤ lessorequal lessequal lessthanorequal lessthanorequalto lessthanequal "
	    "lessequals atmost notgreater ngt",
	    NULL },
	{ "Gt", "> greater greaterthan gthan above over exceeds morethan more after", NULL },
	{ "Lt", "< less lessthan lthan below under fewer fewerthan smaller before", NULL },
	/* predicates */
	{ "FieldEq",
	    "== = === eq equal equals equalto is term same fieldequals fieldequal fieldis eqfield",
	    NULL },
	{ "FieldContains",
	    "contains contain includes include substring fieldcontain stringcontains strcontains "
	    "fieldincludes",
	    NULL },
	{ "FieldMatches",
	    "regex regexp matches match rlike pattern re =~ fieldregex fieldmatch fieldregexp "
	    "fieldmatchregex regexmatch stringmatch",
	    " (with an extended regular expression of POSIX)" },
	{ "FieldLike", "like glob wildcard ilike fnmatch stringlike fieldglob fieldwildcard",
	    NULL },
	{ "FieldLike",
	    "startswith beginswith hasprefix prefix fieldstartswith fieldprefix fieldbeginswith",
	    " (with a pattern like \"text*\")" },
	{ "FieldLike", "endswith hassuffix suffix fieldendswith fieldsuffix",
	    " (with a pattern like \"*text\")" },
	{ "FieldIn",
	    "in inlist isin oneof isoneof memberof inset terms fieldinlist fieldoneof fieldisin "
	    "inarray",
	    NULL },
	{ "FieldExists",
	    "exists exist present ispresent isset hasfield defined notnull isnotnull fieldpresent "
	    "fieldisset hasvalue",
	    NULL },
	{ "FieldCmp",
	    "cmp compare > >= < <= gt gte ge lt lte le != <> ne neq noteq notequal notequals "
	    "greaterthan lessthan between range fieldgt fieldge fieldgte fieldlt fieldle fieldlte "
	    "fieldne fieldneq fieldnoteq fieldnotequal fieldnotequals fieldcompare numericequals "
	    "numericgreaterthan numericlessthan",
	    " (with an operator: Eq, Ne, Lt, Le, Gt or Ge)" },
	{ "IpInCidr",
	    "ip cidr inetin subnet insubnet incidr ipin ipincidr ipmatch cidrmatch cidrcontains "
	    "ipinrange iprange ipaddress network innetwork ipinnetwork fieldincidr fieldipincidr "
	    "sourceip",
	    NULL },
	{ "Not",
	    "! none nor nand noneof mustnot negate fieldnotin notin nin notcontains "
	    "fieldnotcontains doesnotcontain notexists fieldnotexists missing absent fieldmissing "
	    "isnull null fieldnotlike notlike notmatches",
	    " (around the predicate that must not hold)" },
	{ "And", "&& & all allof every conjunction must", NULL },
	{ "Or", "|| | any anyof some disjunction should", NULL },
	{ "WindowCmp",
	    "window threshold rate ratelimit velocity frequency burst slidingwindow windowcount "
	    "countcmp timeframe",
	    NULL },
	{ "StateCmp", "state counter entitycmp sessioncmp statecompare", NULL },
	{ "HourBetween", "hour hours time timeofday timebetween hourofday schedule businesshours",
	    NULL },
	{ "Sample", "sampling percent percentage random rollout canary", NULL },
	/* expressions */
	{ "FieldRef", "field ref fieldreference reference var variable column get", NULL },
	{ "Constant", "const literal value lit string", NULL },
	{ "FirstNonEmpty", "coalesce firstnonnull firstpresent ifnull nvl default fallback first",
	    NULL },
	{ "Concat", "concatenate join + append format strcat template", NULL },
	{ "Conditional", "if ifelse ifthenelse case when ternary cond condition switch", NULL },
	/* parsers */
	{ "String", "str text varchar char keyword utf8 plain", NULL },
	{ "Symbol", "enum token identifier atom category", NULL },
	{ "Bool", "boolean bit flag", NULL },
	{ "I64", "int integer int64 int32 int16 int8 i32 i16 i8 long bigint signed short", NULL },
	{ "U64", "uint uint64 uint32 uint16 uint8 u32 u16 u8 unsigned ulong natural", NULL },
	{ "Decimal", "numeric money currency bigdecimal fixed fixedpoint dec", NULL },
	{ "F64", "float float64 float32 f32 double real number", NULL },
	{ "IpAddress", "ip ipv4 ipv6 ipaddr inet inetaddress address cidr", NULL },
	{ "Timestamp",
	    "datetime date time instant iso8601 rfc3339 epoch unixtime unix ts timestamptz", NULL },
	{ "Duration", "interval timedelta timespan period elapsed", NULL },
	{ "Json", "object map array list dict struct jsonb any", NULL },
	/* outcomes, modes, statuses */
	{ "Block", "deny reject drop forbid ban refuse blocked prevent", NULL },
	{ "Allow", "accept permit pass ok allowed approve grant whitelist allowlist", NULL },
	{ "Challenge", "captcha mfa 2fa otp stepup verify challenged reauthenticate", NULL },
	{ "Observe", "alert monitor log warn warning flag report detect notify observed audit",
	    NULL },
	{ "Shadow", "monitor dryrun log test audit silent observe report detect simulate canary",
	    NULL },
	{ "Enforce", "active live on enforced enforcing block prevent", NULL },
	{ "Active", "live published enabled current", NULL },
	{ "Retired", "archived inactive disabled deprecated old", NULL },
	{ "Draft", "new pending wip", NULL },
	/* what is counted, and how */
	{ "Entity", "user account actor principal identity subject customer", NULL },
	{ "Session", "visit sess login", NULL },
	{ "Distinct",
	    "unique uniq cardinality countdistinct distinctcount nunique dc approxcountdistinct "
	    "valuecount",
	    NULL },
	{ "Count", "number n events eventcount", NULL },
	{ "Sum", "total add sumof", NULL },
	{ "Max", "maximum highest largest peak", NULL },
	{ "Min", "minimum lowest smallest least", NULL },
	{ "event_count", "count events requests hits eventscount", NULL },
	{ "decision_count", "decisions blocks challenges decisionscount", NULL },
	{ "age_seconds", "age firstseen sincefirstseen", NULL },
	{ "idle_seconds", "idle lastseen sincelastseen", NULL },
	/* selectors, normalizers */
	{ "RequestField", "field body json jsonpath bodyfield jsonfield member key", NULL },
	{ "QueryParam", "query querystring param parameter queryparameter args arg", NULL },
	{ "Header", "headers httpheader requestheader", NULL },
	{ "Cookie", "cookies", NULL },
	{ "RouteParam", "route pathparam routeparameter pathparameter", NULL },
	{ "Method", "verb httpmethod requestmethod", NULL },
	{ "Path", "url uri urlpath requestpath", NULL },
	{ "SourceId", "source", NULL },
	{ "ObservedAt", "time timestamp ts eventtime date", NULL },
	{ "Trim", "strip trimspace trimwhitespace btrim", NULL },
	{ "Lowercase", "lower tolower tolowercase downcase lcase", NULL },
	{ "Uppercase", "upper toupper touppercase upcase ucase", NULL },
	{ "CollapseWhitespace", "squeeze collapse normalizespace squish collapsespaces", NULL },
	{ "Replace", "gsub sub replaceall translate remove", NULL },
	{ "Extract",
	    "regex regexp match matches capture grok rex regexextract extractregex regexpextract "
	    "regexreplace",
	    NULL },
	{ "Base64", "b64 b64decode base64decode decodebase64 frombase64 unbase64 base64url decode",
	    NULL },
	{ "Split", "cut explode splitby substr field", NULL },
	/* members */
	{ "expression", "if when condition predicate where match query logic detection", NULL },
	{ "outcome", "action decision verdict effect then result", NULL },
	{ "rule_id", "id ruleid", NULL },
	{ "enabled", "active on", NULL },
	{ "priority", "order weight rank", " (the lowest number comes first)" },
	{ "final", "stop last terminal break", NULL },
	{ "seconds",
	    "window period interval within timeframe windowseconds duration timespan secs sec",
	    " (a number of seconds)" },
	{ "operator", "op comparison comparator cmp", NULL },
	{ "value", "threshold limit than to val number", NULL },
	{ "group_by", "key by keys partitionby groupkey groupby per", NULL },
	{ "aggregate", "agg aggregation func function metric", NULL },
	{ "where", "filter only", NULL },
	{ "field_name", "field column fieldname attr key", NULL },
	{ "attribute", "field property counter", NULL },
	{ "kind", "type", NULL },
	{ "parser", "type datatype", NULL },
	{ "selector", "select source", NULL },
	{ "normalizers", "transform transforms filters normalize normalise normaliser normalisers",
	    NULL },
	{ "predicates", "conditions parts any all children clauses operands", NULL },
	{ "ignore_case",
	    "caseinsensitive nocase icase ignorecase insensitive caseless i flags casefold", NULL },
	{ "any", "anyof some exists foreach each", NULL },
	{ "all", "allof every each", NULL },
	{ "pattern", "regex regexp expression re glob match value", NULL },
	{ "patterns", "regexes globs values anyof list", NULL },
	{ "group", "capture capturegroup index groupindex n", NULL },
	{ "predicate", "condition if when expression", NULL },
	{ "else", "otherwise default elsethen", NULL },
	{ "delimiter", "separator sep joiner", NULL },
	{ "separator", "delimiter sep", NULL },
	{ "cidrs", "cidr networks subnets ranges ips values", NULL },
	{ "values", "items entries", NULL },
	{ "required", "mandatory", NULL },
	{ "description", "comment note doc", NULL },
	{ "summary", "description title", NULL },
	{ "runtime", "options settings config configuration", NULL },
	{ "entity_identity_fields", "identity identityfields entityfields entity keys", NULL },
	{ "default_decision", "default defaultoutcome defaultaction fallback", NULL },
	{ "lateness_seconds", "lateness allowedlateness watermark grace", NULL },
	{ "dedup_ttl_seconds", "dedup deduplication dedupwindow", NULL },
	{ "observed_at", "time timestamp ts eventtime @timestamp", NULL },
	{ "event_id", "id requestid", NULL },
	{ "source_id", "source host", NULL },
	{ "tenant_id", "tenant", NULL },
	/* options */
	{ "jobs", "threads workers cores cpus parallelism concurrency", NULL },
	{ "from", "since start after begin starttime newerthan", NULL },
	{ "to", "until before end till endtime olderthan", NULL },
	{ "resume", "continue restart fromcheckpoint", NULL },
	{ "quiet", "silent", NULL },
	{ "output", "outfile outputfile out", NULL },
	{ "zstd", "compress compression zst", NULL },
	{ "rules", "ruleset rulefile policy rule", NULL },
	{ "plan", "mapping encoding", NULL },
	{ "check", "validate lint test verify testrules", NULL },
	{ "store", "db database dir datadir", NULL },
	{ "tenant", "org customer account tenantid", NULL },
	{ "type", "kind mode jobtype", NULL },
	{ "format", "outputformat", NULL },
	{ "actor", "user author who as", NULL },
	{ "color", "colour", NULL },
	{ "rejects", "errors errorfile deadletter dlq badlines", NULL },
	{ "fail-fast", "strict exitonerror stoponerror", NULL },
	{ "max-line", "maxlinelength linelimit maxlinebytes", NULL },
	{ "max-window", "long memlimit maxmemory windowlog", NULL },
	{ "buffer-size", "memory buffer maxmemory memlimit", NULL },
	{ "stats", "metrics statistics counts", NULL },
	{ "limit", "head maxcount top n count lines", NULL },
	{ "reverse", "tac desc newestfirst", NULL },
	/* values of options */
	{ "jsonl", "json ndjson jsonlines", NULL },
	{ "json", "jsonl ndjson jsonlines", NULL },
	{ "text", "txt plain human pretty table", NULL },
	{ "always", "yes true on force", NULL },
	{ "never", "no false off none", NULL },
	{ "auto", "tty default", NULL },
	{ "DryRun", "report test simulate preview", NULL },
	{ "DecisionOnly", "decisions decide", NULL },
	{ "StateRebuild", "rebuild state", NULL },
};

/* Two names that have different words of the same row mean different things. */
static const char *const exclusive[] = {
	"min minimum max maximum",
	"eq ne lt le gt ge lte gte neq",
	"from to",
	"first last",
	"before after",
	"start end",
	"and or nand nor xor",
	"any all",
	"allow block observe challenge deny",
	"enforce shadow",
	"lower upper lowercase uppercase",
	"entity session",
	"header query cookie route",
	"enabled disabled",
	"include exclude includes excludes",
	"encoding rule",
	"true false",
	"yes no",
	"always never",
};

/* Units of time.  A name in another unit may still be the one that was meant. */
static const char units[] = "milliseconds millis ms seconds secs minutes mins hours days";

static const char negations[] = "not no non isnt doesnt without";
static const char prefixes[] = "un dis non no not in de anti"; /* they make opposites */

/* Is the word in the list, whose words are separated by spaces? */
static bool
listed(const char *list, struct text word)
{
	if (word.n == 0)
		return false;
	while (*list) {
		size_t n = strcspn(list, " ");
		if (text_eq_nocase((struct text){ list, n }, word))
			return true;
		list += n + (list[n] == ' ');
	}
	return false;
}

/* ---- words of other tools ------------------------------------------------------------------- */

/* `typed` in the form that the tables have; absent if it is too long for any word. */
static struct text
squeezed(struct text typed, char out[WORD_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < typed.n; i++) {
		if (typed.p[i] == '_' || typed.p[i] == '-' || typed.p[i] == ' ')
			continue;
		if (n == WORD_MAX)
			return TEXT("");
		out[n++] = ascii_lower(typed.p[i]);
	}
	return (struct text){ out, n };
}

static struct words_hint
said_elsewhere(struct text typed, const struct text *names, size_t count)
{
	char buffer[WORD_MAX];
	struct text word = squeezed(typed, buffer);
	for (size_t i = 0; i < sizeof(synonyms) / sizeof(*synonyms); i++) {
		const struct synonym *s = &synonyms[i];
		const size_t name = text_among(text_of(s->name), names, count);
		if (name < count && listed(s->words, word))
			return (struct words_hint){ names[name], s->note ? s->note : "" };
	}
	return (struct words_hint){ TEXT_ABSENT, "" };
}

/* ---- how near two names are ----------------------------------------------------------------- */

/*
 * Returns the next word of a name and moves *at past it.  Words are separated by characters that
 * are neither letters nor digits, and by the step from lower to upper case.  A run of digits is a
 * word.
 */
static struct text
next_word(struct text name, size_t *at)
{
	size_t start, end;
	while (*at < name.n && !ascii_is_letter(name.p[*at]) && !ascii_is_digit(name.p[*at]))
		(*at)++;
	start = end = *at;
	while (end < name.n && (ascii_is_letter(name.p[end]) || ascii_is_digit(name.p[end]))) {
		if (end > start && ascii_is_digit(name.p[end]) != ascii_is_digit(name.p[end - 1]))
			break;
		if (end > start && ascii_is_upper(name.p[end]) && ascii_is_lower(name.p[end - 1]))
			break;
		end++;
	}
	*at = end;
	return (struct text){ name.p + start, end - start };
}

struct words {
	struct text word[WORDS_MAX];
	size_t n;
};

static struct words
split(struct text name)
{
	struct words w = { .n = 0 };
	size_t at = 0;
	while (at < name.n && w.n < WORDS_MAX) {
		struct text word = next_word(name, &at);
		if (word.n > 0)
			w.word[w.n++] = word;
	}
	return w;
}

/* From the start of word `from` to the end of the word before `to`. */
static struct text
joined(const struct words *w, size_t from, size_t to)
{
	if (from == to)
		return TEXT("");
	return (struct text){ w->word[from].p,
		(size_t)(w->word[to - 1].p - w->word[from].p) + w->word[to - 1].n };
}

/* All units count as the same word; the note on the suggestion names the right unit. */
static bool
same_word(struct text a, struct text b)
{
	return text_eq_nocase(a, b) || (listed(units, a) && listed(units, b));
}

void
words_strip_common(struct text *a, struct text *b)
{
	const struct words x = split(*a), y = split(*b);
	size_t head = 0, x_end = x.n, y_end = y.n;
	if (x.n == WORDS_MAX || y.n == WORDS_MAX)
		return;
	while (head < x.n && head < y.n && same_word(x.word[head], y.word[head]))
		head++;
	while (
	    x_end > head && y_end > head && text_eq_nocase(x.word[x_end - 1], y.word[y_end - 1])) {
		x_end--;
		y_end--;
	}
	*a = joined(&x, head, x_end);
	*b = joined(&y, head, y_end);
}

/* The first word of the name that is in the list, or absent. */
static struct text
word_of(struct text name, const char *list)
{
	size_t at = 0;
	while (at < name.n) {
		struct text word = next_word(name, &at);
		if (listed(list, word))
			return word;
	}
	return TEXT_ABSENT;
}

static bool
have_different(struct text a, struct text b, const char *list)
{
	struct text of_a = word_of(a, list), of_b = word_of(b, list);
	return of_a.p && of_b.p && !text_eq_nocase(of_a, of_b);
}

/* Copies the digits of a name, or everything else, to `out`, which must have room for the name. */
static size_t
part_of(struct text name, bool digits, char *out)
{
	size_t n = 0;
	for (size_t i = 0; i < name.n; i++)
		if (ascii_is_digit(name.p[i]) == digits)
			out[n++] = ascii_lower(name.p[i]);
	return n;
}

static int
by_value(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

/* `ip1` and `ip2` are different names; `sha265` is `sha256` with two digits swapped. */
static bool
differ_in_number(struct text a, struct text b)
{
	char *x = mem_alloc(a.n + b.n + 1), *y = x + a.n;
	size_t n = part_of(a, false, x), m = part_of(b, false, y);
	bool differ = text_eq((struct text){ x, n }, (struct text){ y, m });
	if (differ) {
		n = part_of(a, true, x);
		m = part_of(b, true, y);
		qsort(x, n, 1, by_value);
		qsort(y, m, 1, by_value);
		differ = n > 0 && m > 0 && !text_eq((struct text){ x, n }, (struct text){ y, m });
	}
	free(x);
	return differ;
}

/* `unblock`, `disallow` */
static bool
is_opposite(struct text a, struct text b)
{
	if (a.n <= b.n)
		return false;
	struct text tail = (struct text){ a.p + a.n - b.n, b.n };
	return text_eq_nocase(tail, b) && listed(prefixes, (struct text){ a.p, a.n - b.n });
}

bool
words_exclude(struct text a, struct text b)
{
	for (size_t i = 0; i < sizeof(exclusive) / sizeof(*exclusive); i++)
		if (have_different(a, b, exclusive[i]))
			return true;
	if ((word_of(a, negations).p == NULL) != (word_of(b, negations).p == NULL))
		return true;
	return is_opposite(a, b) || is_opposite(b, a) || differ_in_number(a, b);
}

/* A suggestion in another unit than was typed needs a note with its unit. */
static const char *
unit_note(struct text typed, struct text name)
{
	static const struct {
		struct text unit;
		const char *note;
	} notes[] = {
		{ TEXT("seconds"), " (in seconds)" },
		{ TEXT("minutes"), " (in minutes)" },
	};

	if (!have_different(typed, name, units))
		return "";
	for (size_t i = 0; i < sizeof(notes) / sizeof(*notes); i++)
		if (text_eq_nocase(word_of(name, units), notes[i].unit))
			return notes[i].note;
	return "";
}

struct words_hint
words_meant(struct text typed, const struct text *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_eq_nocase(typed, names[i]))
			return (struct words_hint){ names[i], "" };
	struct words_hint hint = said_elsewhere(typed, names, count);
	if (!hint.name.p) {
		hint.name = text_nearest(typed, names, count);
		if (hint.name.p)
			hint.note = unit_note(typed, hint.name);
	}
	return hint;
}
