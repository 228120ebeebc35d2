/* SPDX-License-Identifier: MIT */
#include "cmd/trace/selecting.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "time/duration.h"
#include "time/stamp.h"
#include "trace/ids.h"
#include "trace/put.h"

void
selecting_init(struct selecting *s)
{
	*s = (struct selecting){ .selection = TRACE_SELECT_ALL };
}

void
selecting_free(struct selecting *s)
{
	trace_selection_free(&s->selection);
	import_marks_free(&s->marks);
	free(s->traces_of);
	arena_free(&s->arena);
}

bool
selecting_all(const struct selecting *s)
{
	return trace_selects_all(&s->selection) && s->files == 0;
}

/* ---- arguments ------------------------------------------------------------------------------ */

/* Options that may be repeated add to a list. */
#define ADDS(name, list)                                                                           \
	static int name(void *into, const char *argument, struct err *e)                           \
	{                                                                                          \
		struct selecting *s = into;                                                        \
		if (!*argument)                                                                    \
			return err_set(e, "an empty text");                                        \
		trace_texts_add(&s->list, text_of(argument));                                      \
		return 0;                                                                          \
	}

ADDS(add_name, selection.names)
ADDS(add_service, selection.services)
ADDS(add_trace_id, selection.trace_ids)
ADDS(add_code_version, selection.code_versions)

/* An id is looked for as it is given, and as the model writes it. */
static int
add_id(struct selecting *s, struct trace_texts *ids, const char *argument, struct err *e)
{
	const struct text id = text_of(argument), canonical = trace_id_of(&s->arena, id);
	if (!*argument)
		return err_set(e, "an empty text");
	trace_texts_add(ids, id);
	if (canonical.p && !text_eq(canonical, id))
		trace_texts_add(ids, canonical);
	return 0;
}

static int
add_correlation_id(void *into, const char *argument, struct err *e)
{
	struct selecting *s = into;
	return add_id(s, &s->selection.correlation_ids, argument, e);
}

static int
add_under(void *into, const char *argument, struct err *e)
{
	struct selecting *s = into;
	return add_id(s, &s->selection.unders, argument, e);
}

static int
add_where(void *into, const char *argument, struct err *e)
{
	struct selecting *s = into;
	const char *equals = strchr(argument, '=');
	if (!equals || equals == argument)
		return err_set(e, "not KEY=GLOB: '%s'", argument);
	trace_texts_add(&s->selection.wheres, text_of(argument));
	return 0;
}

static int
add_error(void *into, const char *argument, struct err *e)
{
	struct selecting *s = into;
	(void)e;
	s->selection.error = true;
	if (argument)
		trace_texts_add(&s->selection.error_types, text_of(argument));
	return 0;
}

static int
add_kind(void *into, const char *argument, struct err *e)
{
	struct selecting *s = into;
	const int kind = option_choice(argument, trace_kind_names, TRACE_KINDS, e);
	if (kind < 0)
		return -1;
	s->selection.kinds |= 1U << kind;
	return 0;
}

static int
add_status(void *into, const char *argument, struct err *e)
{
	static const struct text names[] = { TEXT("success"), TEXT("error"), TEXT("open") };
	static const enum trace_status statuses[] = { TRACE_OK, TRACE_ERROR, TRACE_OPEN };
	struct selecting *s = into;
	const int status = option_choice(argument, names, 3, e);
	if (status < 0)
		return -1;
	s->selection.statuses |= 1U << statuses[status];
	return 0;
}

static int
add_pattern(void *into, const char *argument, struct err *e)
{
	struct selecting *s = into;
	if (!*argument)
		return err_set(e, "an empty text");
	s->selection.marked_pattern = true;
	trace_texts_add(&s->marks.patterns, text_of(argument));
	return 0;
}

static int
add_traces_of(void *into, const char *argument, struct err *e)
{
	struct selecting *s = into;
	if (!*argument)
		return err_set(e, "an empty name");
	s->selection.marked_of = true;
	s->traces_of = mem_grow(s->traces_of, &s->file_cap, s->files + 1, sizeof(*s->traces_of));
	s->traces_of[s->files++] = argument;
	if (!s->read || strcmp(s->read, "-") != 0)
		s->read = argument;
	return 0;
}

static int
read_duration(const char *argument, int64_t *ns, struct err *e)
{
	if (duration_parse(text_of(argument), ns) == 0 && *ns >= 0)
		return 0;
	return err_set(e, "not a duration (250ms, 1.5s, 1h30m): '%s'", argument);
}

static int
read_min(void *into, const char *argument, struct err *e)
{
	return read_duration(argument, &((struct selecting *)into)->selection.min_ns, e);
}

static int
read_max(void *into, const char *argument, struct err *e)
{
	return read_duration(argument, &((struct selecting *)into)->selection.max_ns, e);
}

static int
read_last(void *into, const char *argument, struct err *e)
{
	return read_duration(argument, &((struct selecting *)into)->selection.last_ns, e);
}

static int
set_last_hour(void *into, const char *argument, struct err *e)
{
	(void)argument;
	(void)e;
	((struct selecting *)into)->selection.last_ns = 3600 * STAMP_SECOND;
	return 0;
}

static int
set_status(void *into, enum trace_status status)
{
	((struct selecting *)into)->selection.statuses |= 1U << status;
	return 0;
}

static int
set_success(void *into, const char *argument, struct err *e)
{
	(void)argument;
	(void)e;
	return set_status(into, TRACE_OK);
}

static int
set_failure(void *into, const char *argument, struct err *e)
{
	(void)argument;
	(void)e;
	return set_status(into, TRACE_ERROR);
}

/* ---- aliases of the seeds ------------------------------------------------------------------- */

/* KEY=VALUE for an alias that names the key. */
static int
add_key(void *into, const char *key, const char *value, struct err *e)
{
	struct buf b = { 0 };
	if (!*value)
		return err_set(e, "an empty text");
	buf_printf(&b, "%s=%s", key, value);
	struct selecting *s = into;
	trace_texts_add(&s->selection.wheres, arena_text(&s->arena, buf_as_text(&b)));
	buf_free(&b);
	return 0;
}

static int
add_user_id(void *into, const char *argument, struct err *e)
{
	return add_key(into, "user_id", argument, e);
}

static int
add_variant(void *into, const char *argument, struct err *e)
{
	return add_key(into, "variant", argument, e);
}

#define OWN(function) .takes = { OPTION_OWN, .read = function }

const struct option_spec selecting_options[SELECTING_OPTIONS] = {
	{ "trace-id", .value = "ID", .group = "Selection of traces:",
	    .help = "the trace of this id, or whose id alone begins with it", OWN(add_trace_id) },
	{ "correlation-id", .value = "ID", .help = "traces with a call of this id",
	    OWN(add_correlation_id) },
	{ "error", .value = "TYPE", .optional = true, .help = "traces with a failed call",
	    OWN(add_error) },
	{ "name", .value = "GLOB", .help = "traces with a call of this name", OWN(add_name) },
	{ "kind", .value = "KIND", .help = "traces with a call of this kind",
	    .takes = { OPTION_OWN, .read = add_kind, OPTION_NAMES(trace_kind_names) } },
	{ "service", .value = "GLOB", .help = "traces with a call of this service",
	    OWN(add_service) },
	{ "where", .value = "KEY=GLOB",
	    .help = "traces with a call that has such an argument, attribute or variable",
	    OWN(add_where) },
	{ "status", .value = "success|error|open", .help = "traces of this status",
	    OWN(add_status) },
	{ "pattern", .value = "TEXT", .help = "traces with a record that contains TEXT",
	    OWN(add_pattern) },
	{ "traces-of", .value = "FILE", .help = "the traces that the records of FILE belong to",
	    .takes = { OPTION_READ, OPTION_MEMBER(struct selecting, read),
		.read = add_traces_of } },
	{ "min-duration", .value = "DURATION", .help = "traces that lasted at least this long",
	    OWN(read_min) },
	{ "max-duration", .value = "DURATION", .help = "traces that lasted at most this long",
	    OWN(read_max) },
	{ "from", .value = "TIME", .help = "traces that start at this time or later",
	    .takes = { OPTION_TIME, OPTION_MEMBER(struct selecting, selection.from_ns) } },
	{ "to", .value = "TIME", .help = "traces that start before this time",
	    .takes = { OPTION_TIME, OPTION_MEMBER(struct selecting, selection.to_ns) } },
	{ "last", .value = "DURATION",
	    .help = "traces that start at most this long before the latest one", OWN(read_last) },
	{ "limit", .value = "N", .help = "only the first N of them",
	    .takes = { OPTION_NUMBER, OPTION_MEMBER(struct selecting, selection.limit), .min = 0,
		.max = UINT64_MAX - 1 } },
	{ "sample", .value = "N", .help = "only N of them, always the same",
	    .takes = { OPTION_NUMBER, OPTION_MEMBER(struct selecting, selection.sample), .min = 0,
		.max = UINT64_MAX - 1 } },
	{ "under", .value = "CALL", .help = "only that call, by id or name, and what is below it",
	    OWN(add_under) },
	{ "code-version", .value = "V", .help = "fail unless every trace has that version",
	    OWN(add_code_version) },
	{ "last-hour", .takes = { OPTION_OWN, .read = set_last_hour } },
	{ "user-id", .value = "ID", OWN(add_user_id) },
	{ "variant", .value = "NAME", OWN(add_variant) },
	{ "time-range", .value = "FROM-TO",
	    .takes = { OPTION_STRING, OPTION_MEMBER(struct selecting, time_range) } },
	{ "success", .takes = { OPTION_OWN, .read = set_success } },
	{ "failure", .takes = { OPTION_OWN, .read = set_failure } },
};
