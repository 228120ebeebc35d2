/* SPDX-License-Identifier: MIT */
#include "redact/redactor.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/glob.h"
#include "base/mem.h"
#include "redact/redactor_private.h"

enum { NAMES = 1024, BLOCK = 64, DIGITS = 16 };

const struct text redact_kind_names[REDACT_KINDS] = {
	[REDACT_EMAIL] = { "email", 5 },
	[REDACT_IP] = { "ip", 2 },
	[REDACT_CARD] = { "card", 4 },
	[REDACT_PHONE] = { "phone", 5 },
	[REDACT_IBAN] = { "iban", 4 },
	[REDACT_JWT] = { "jwt", 3 },
	[REDACT_KEY] = { "key", 3 },
	[REDACT_BEARER] = { "bearer", 6 },
	[REDACT_SECRET] = { "hidden", 6 },
};

static void
take_key(struct redactor *r, struct text key)
{
	unsigned char block[BLOCK] = { 0 }, pad[BLOCK];
	if (key.n > BLOCK)
		sha256(key.p, key.n, block);
	else if (key.n > 0)
		memcpy(block, key.p, key.n);
	for (size_t i = 0; i < BLOCK; i++)
		pad[i] = block[i] ^ 0x36;
	sha256_init(&r->inner);
	sha256_add(&r->inner, pad, BLOCK);
	for (size_t i = 0; i < BLOCK; i++)
		pad[i] = block[i] ^ 0x5c;
	sha256_init(&r->outer);
	sha256_add(&r->outer, pad, BLOCK);
}

struct redactor *
redactor_new(struct text key, struct siphash_key hash)
{
	struct redactor *r = mem_zalloc(1, sizeof(*r));
	r->known.key = hash;
	r->name = mem_zalloc(NAMES, sizeof(*r->name));
	take_key(r, key);
	return r;
}

void
redactor_free(struct redactor *r)
{
	if (!r)
		return;
	redact_known_free(&r->known);
	arena_free(&r->arena);
	buf_free(&r->decoded);
	buf_free(&r->canonical);
	for (size_t i = 0; i < REDACT_LEVELS; i++) {
		buf_free(&r->level[i].plain);
		buf_free(&r->level[i].changed);
	}
	free(r->secret.glob);
	free(r->keep.glob);
	free(r->name);
	free(r->at);
	free(r);
}

void
redactor_learn(struct redactor *r, bool on)
{
	r->learning = on;
	memset(r->name, 0, NAMES * sizeof(*r->name)); /* clean names may not be any more */
}

struct redact_counts
redactor_counts(const struct redactor *r)
{
	return r->counts;
}

void
redactor_set_counts(struct redactor *r, const struct redact_counts *counts)
{
	r->counts = *counts;
}

uint64_t
redact_total(const struct redact_counts *counts)
{
	uint64_t n = 0;
	for (size_t i = 0; i < REDACT_KINDS; i++)
		n += counts->of[i];
	return n;
}

bool
redact_finds_known(const struct redactor *r, struct text t)
{
	return redact_known_in(&r->known, t);
}

/* ---- names ---------------------------------------------------------------------------------- */

static void
add_glob(struct redactor *r, struct redact_globs *g, struct text glob)
{
	char *lower = arena_alloc(&r->arena, glob.n);
	for (size_t i = 0; i < glob.n; i++)
		lower[i] = ascii_lower(glob.p[i]);
	g->glob = mem_grow(g->glob, &g->cap, g->n + 1, sizeof(*g->glob));
	g->glob[g->n++] = (struct text){ lower, glob.n };
}

void
redactor_add_field(struct redactor *r, struct text glob)
{
	add_glob(r, &r->secret, glob);
}

void
redactor_keep_field(struct redactor *r, struct text glob)
{
	add_glob(r, &r->keep, glob);
}

static bool
has(struct text t, const char *part)
{
	return memmem(t.p, t.n, part, strlen(part)) != NULL;
}

static bool
ends_in(struct text t, struct text end)
{
	return t.n >= end.n && memcmp(t.p + t.n - end.n, end.p, end.n) == 0;
}

static bool
is_one_of(struct text t, const struct text *names, size_t n)
{
	return text_among(t, names, n) < n;
}

#define IS_ONE_OF(t, names) is_one_of((t), (names), sizeof(names) / sizeof(*(names)))

/* A time or a duration; or a count of tokens, whose digits are no card either. */
static bool
is_time(struct text name)
{
	static const struct text names[] = { TEXT("ts"), TEXT("dur"), TEXT("start"), TEXT("end"),
		TEXT("at") };
	static const struct text ends[] = { TEXT("_ns"), TEXT("_us"), TEXT("_ms"), TEXT("_at") };
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (ends_in(name, ends[i]))
			return true;
	return has(name, "time") || has(name, "nano") || has(name, "duration") ||
	       has(name, "cost") || has(name, "tokens") || has(name, "token_count") ||
	       IS_ONE_OF(name, names);
}

/* Ids of any kind.  Many are numbers of 17 digits and more, and some of these pass Luhn's check. */
static bool
is_id(struct text name)
{
	return ends_in(name, TEXT("id")) && !has(name, "card");
}

/* In some formats that is an object of counts, as JSON in a string. */
static bool
counts_tokens(struct text name)
{
	static const char *const parts[] = { "token_usage", "tokenusage", "token_count",
		"tokencount" };
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (has(name, parts[i]))
			return true;
	return false;
}

/* Is it a secret by the names that always are?  An object with details of tokens is none. */
static unsigned
built_in(struct text name)
{
	static const char *const parts[] = { "password", "secret", "authorization", "cookie",
		"apikey", "api_key", "api-key" };
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (has(name, parts[i]))
			return NAME_SECRET;
	if (!has(name, "token") || ends_in(name, TEXT("tokens")) || counts_tokens(name) ||
	    is_time(name))
		return 0;
	return NAME_SECRET | NAME_COUNT | (has(name, "tokens") ? NAME_OPEN : 0);
}

static bool
matches(const struct redact_globs *g, struct text name)
{
	for (size_t i = 0; i < g->n; i++)
		if (glob_match(g->glob[i], name))
			return true;
	return false;
}

static unsigned
judge(const struct redactor *r, struct text name)
{
	static const struct text pair[] = { TEXT("name"), TEXT("key"), TEXT("variable_name") };
	static const struct text number[] = { TEXT("intvalue"), TEXT("doublevalue") };
	unsigned flags = matches(&r->secret, name) ? NAME_SECRET : built_in(name);
	if (matches(&r->keep, name))
		flags = NAME_KEEP;
	flags |= is_time(name) ? REDACT_TIME : 0;
	flags |= is_id(name) ? REDACT_ID : 0;
	flags |= has(name, "version") ? REDACT_VERSION : 0;
	flags |= IS_ONE_OF(name, pair) ? NAME_NAMES : 0;
	flags |= text_eq(name, TEXT("value")) ? NAME_VALUE : 0;
	return flags | (IS_ONE_OF(name, number) ? NAME_NUMBER : 0);
}

static unsigned
judge_any(struct redactor *r, struct text name)
{
	struct buf lower = { 0 };
	for (size_t i = 0; i < name.n; i++)
		buf_char(&lower, ascii_lower(name.p[i]));
	const unsigned flags = judge(r, buf_as_text(&lower));
	buf_free(&lower);
	return flags;
}

static bool
is_at(const struct redact_name *k, struct text name)
{
	return k->used && text_eq((struct text){ k->name, k->n }, name);
}

/* The place of a name that is short enough to be kept.  Four names may have the same hash. */
static struct redact_name *
place_of(struct redactor *r, struct text name)
{
	enum { WAYS = 4 };
	uint32_t h = (uint32_t)name.n;
	for (size_t i = 0; i < name.n; i++)
		h = h * 31 + (unsigned char)name.p[i];
	h = (h * UINT32_C(0x9e3779b1)) >> 16;
	struct redact_name *const set = &r->name[h % (NAMES / WAYS) * WAYS];
	for (size_t i = 0; i < WAYS; i++)
		if (!set[i].used || is_at(&set[i], name))
			return &set[i];
	return &set[h / (NAMES / WAYS) % WAYS];
}

unsigned
redact_name_flags(struct redactor *r, struct text name)
{
	if (!name.p)
		return 0;
	if (name.n > sizeof(r->name->name))
		return judge_any(r, name);
	struct redact_name *k = place_of(r, name);
	if (is_at(k, name))
		return k->flags;
	memcpy(k->name, name.p, name.n);
	k->n = (unsigned char)name.n;
	k->used = true;
	k->flags = (uint16_t)judge_any(r, name);
	return k->flags;
}

void
redact_name_is_clean(struct redactor *r, struct text name)
{
	if (name.n > sizeof(r->name->name))
		return;
	struct redact_name *k = place_of(r, name);
	if (is_at(k, name))
		k->flags |= NAME_CLEAN;
}

/* ---- values --------------------------------------------------------------------------------- */

/* The same for all spellings of a value. */
static struct text
canonical(struct redactor *r, enum redact_kind kind, struct text value)
{
	struct buf *b = &r->canonical;
	b->n = 0;
	switch (kind) {
	case REDACT_EMAIL:
	case REDACT_IP:
		for (size_t i = 0; i < value.n; i++)
			buf_char(b, ascii_lower(value.p[i]));
		return buf_as_text(b);
	case REDACT_CARD:
	case REDACT_PHONE:
	case REDACT_IBAN:
		for (size_t i = 0; i < value.n; i++)
			if (ascii_is_digit(value.p[i]) || ascii_is_letter(value.p[i]))
				buf_char(b, ascii_upper(value.p[i]));
		return buf_as_text(b);
	case REDACT_JWT:
	case REDACT_KEY:
	case REDACT_BEARER:
	case REDACT_SECRET: break;
	}
	return value;
}

static void
put_pseudonym(struct redactor *r, enum redact_kind kind, struct text value, struct buf *out)
{
	struct sha256 s = r->inner;
	unsigned char digest[32];
	char hex[DIGITS];
	sha256_add(&s, value.p, value.n);
	sha256_end(&s, digest);
	s = r->outer;
	sha256_add(&s, digest, sizeof(digest));
	sha256_end(&s, digest);
	sha256_hex(digest, DIGITS / 2, hex);
	hex[7] = "abcdef"[digest[8] % 6];
	buf_text(out, redact_kind_names[kind]);
	buf_char(out, ':');
	buf_put(out, hex, DIGITS);
}

size_t
redact_pseudonym_end(struct text t, size_t i)
{
	for (size_t k = 0; k < REDACT_KINDS; k++) {
		const struct text name = redact_kind_names[k];
		const size_t n = name.n + 1 + DIGITS;
		if (t.n - i >= n && t.p[i + name.n] == ':' &&
		    memcmp(t.p + i, name.p, name.n) == 0 &&
		    sha256_is_hex((struct text){ t.p + i + name.n + 1, DIGITS }))
			return i + n;
	}
	return 0;
}

static bool
is_pseudonym(struct text t)
{
	return t.n > 0 && redact_pseudonym_end(t, 0) == t.n;
}

/* May the value of a secret field be looked for elsewhere?  A time may not, nor may a short word or
 * number, which other texts have for other reasons. */
static bool
is_telling(struct text value)
{
	enum { LONG = 8 };
	bool digit = false, other = false;
	/* a time, with or without a zone */
	if (value.n >= 10 && value.p[4] == '-' && value.p[7] == '-' && ascii_is_digit(value.p[0]))
		return false;
	if (value.n >= LONG)
		return true;
	for (size_t i = 0; i < value.n; i++) {
		digit |= ascii_is_digit(value.p[i]);
		other |= !ascii_is_digit(value.p[i]) && value.p[i] != '.' && value.p[i] != '-';
	}
	return digit && other;
}

bool
redact_value(struct redactor *r, enum redact_kind kind, struct text value, struct buf *out)
{
	if (r->learning) {
		if (kind != REDACT_SECRET || is_telling(value))
			redact_known_add(&r->known, value, kind);
		return false;
	}
	r->counts.of[kind]++;
	put_pseudonym(r, kind, canonical(r, kind, value), out);
	return true;
}

bool
redact_secret(struct redactor *r, struct text value, unsigned flags, struct buf *out)
{
	enum { TOKEN_LEAST = 8 };
	/* `token_type` and its like have ordinary values: oauth2, base64 */
	const bool word = flags & NAME_COUNT && value.n < TOKEN_LEAST;
	if (value.n == 0 || is_pseudonym(value) || (r->learning && word))
		return false;
	return redact_value(r, REDACT_SECRET, value, out);
}
