/* SPDX-License-Identifier: MIT */
#include "cmd/cli/option_value.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/words.h"
#include "time/duration.h"
#include "time/stamp.h"

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
option_number(const char *argument, uint64_t min, uint64_t max, uint64_t *out, struct err *e)
{
	if (argument[0] != '-' && number_u64(text_of(argument), out) == 0 && *out >= min &&
	    *out <= max)
		return 0;
	return err_set(e, "not a number from %" PRIu64 " to %" PRIu64 ": '%s'", min, max, argument);
}

static int
read_interval(const char *argument, struct option_interval *to, struct err *e)
{
	const size_t digits = strspn(argument, "0123456789");
	*to = (struct option_interval){ 0 };
	if (digits > 0 && !argument[digits])
		return option_number(argument, 1, UINT64_C(1) << 62, &to->events, e);
	if (duration_parse(text_of(argument), &to->ns) == 0 && to->ns > 0)
		return 0;
	return err_set(
	    e, "neither a duration nor a number of events (30s, 5m, 100000): '%s'", argument);
}

/* Returns the power of two that a unit stands for, or -1. */
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

static int
read_size(const char *argument, uint64_t min, uint64_t max, uint64_t *out, struct err *e)
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

static int
read_time(const char *argument, struct option_clock clock, int64_t *to, struct err *e)
{
	if (stamp_parse_option(text_of(argument), clock.now_ns, to) == 0)
		return 0;
	return err_set(e,
	    "not a time from 1677 to 2262: '%s' (2026-11-20T10:00:00Z, 2026-11-20, "
	    "2026-11-20T10:00, @SECONDS, now, -90m)",
	    argument);
}

static const struct text formats[] = { TEXT("json"), TEXT("jsonl"), TEXT("text") };

static int
read_format(const char *argument, bool *text, struct err *e)
{
	const int format = option_choice(argument, formats, 3, e);
	*text = format == 2;
	return format < 0 ? -1 : 0;
}

/* ---- storing -------------------------------------------------------------------------------- */

/* Stores n in an integer of `size` bytes. */
static void
store_number(void *member, size_t size, uint64_t n)
{
	const uint32_t n32 = (uint32_t)n;
	assert(size == sizeof(n) || size == sizeof(n32));
	if (size == sizeof(n))
		memcpy(member, &n, sizeof(n));
	else
		memcpy(member, &n32, sizeof(n32));
}

static int
store_counted(const struct option_value *v, void *member, const char *argument, struct err *e)
{
	uint64_t n = v->without;
	if (argument && (v->type == OPTION_SIZE ? read_size : option_number)(
			    argument, v->min, v->max, &n, e) < 0)
		return -1;
	store_number(member, v->size, n);
	return 0;
}

static int
store_choice(const struct option_value *v, void *member, const char *argument, struct err *e)
{
	const int choice =
	    argument ? option_choice(argument, v->choice, v->choices, e) : (int)v->without;
	if (choice < 0)
		return -1;
	store_number(member, v->size, (uint64_t)choice);
	return 0;
}

static int
store_text(enum option_type type, void *member, const char *argument, struct err *e)
{
	if (type != OPTION_STRING && argument && !*argument)
		return err_set(e, type == OPTION_ID ? "an empty id" : "an empty name");
	if (type == OPTION_ID)
		*(struct text *)member = text_of(argument);
	else
		*(const char **)member = argument;
	return 0;
}

int
option_store(const struct option_value *v, struct option_clock clock, void *into,
    const char *argument, struct err *e)
{
	void *member = (char *)into + v->at;
	if (v->read)
		return v->read(into, argument, e);
	switch (v->type) {
	case OPTION_OWN:
	case OPTION_NOTHING: return 0;
	case OPTION_FLAG: *(bool *)member = true; return 0;
	case OPTION_STRING:
	case OPTION_NAME:
	case OPTION_READ:
	case OPTION_WRITE:
	case OPTION_FOLDER:
	case OPTION_ID: return store_text(v->type, member, argument, e);
	case OPTION_NUMBER:
	case OPTION_SIZE: return store_counted(v, member, argument, e);
	case OPTION_CHOICE: return store_choice(v, member, argument, e);
	case OPTION_FORMAT: return read_format(argument, member, e);
	case OPTION_TIME: return read_time(argument, clock, member, e);
	case OPTION_INTERVAL: return read_interval(argument, member, e);
	}
	return 0;
}
