/* SPDX-License-Identifier: MIT */
#include "trace/select.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/glob.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "json/write.h"
#include "time/stamp.h"
#include "trace/ids.h"
#include "trace/members.h"

void
trace_texts_add(struct trace_texts *t, struct text text)
{
	t->text = mem_grow(t->text, &t->cap, t->n + 1, sizeof(*t->text));
	t->text[t->n++] = text;
}

void
trace_selection_free(struct trace_selection *s)
{
	free(s->correlation_ids.text);
	free(s->error_types.text);
	free(s->names.text);
	free(s->services.text);
	free(s->wheres.text);
	free(s->trace_ids.text);
	free(s->unders.text);
	free(s->code_versions.text);
}

bool
trace_selects_calls(const struct trace_selection *s)
{
	return s->correlation_ids.n > 0 || s->error || s->names.n > 0 || s->services.n > 0 ||
	       s->wheres.n > 0 || s->kinds != 0;
}

bool
trace_selects_all(const struct trace_selection *s)
{
	return !trace_selects_calls(s) && s->trace_ids.n == 0 && s->statuses == 0 &&
	       !s->marked_pattern && !s->marked_of && s->min_ns == TRACE_NO_TIME &&
	       s->max_ns == TRACE_NO_TIME && s->from_ns == INT64_MIN && s->to_ns == INT64_MAX &&
	       s->last_ns == TRACE_NO_TIME && s->limit == UINT64_MAX && s->sample == UINT64_MAX &&
	       s->unders.n == 0;
}

/* ---- calls ---------------------------------------------------------------------------------- */

static bool
matches(const struct trace_texts *globs, struct text t)
{
	for (size_t i = 0; i < globs->n; i++)
		if (t.p && glob_match(globs->text[i], t))
			return true;
	return globs->n == 0;
}

static bool
is_among(const struct trace_texts *texts, struct text t)
{
	for (size_t i = 0; i < texts->n; i++)
		if (t.p && text_eq(texts->text[i], t))
			return true;
	return false;
}

struct found {
	bool (*found)(void *context, struct text value);
	void *context;
};

/* A value as it is compared: the content of a string. */
static bool
tell(const struct found *f, struct text json)
{
	if (json.n < 2 || json.p[0] != '"')
		return f->found(f->context, json);
	struct text t = { json.p + 1, json.n - 2 };
	if (!memchr(t.p, '\\', t.n))
		return f->found(f->context, t);
	struct arena a = { 0 };
	const bool told = f->found(f->context, json_unescaped(&a, t));
	arena_free(&a);
	return told;
}

/* Is that a key, which may be spelled with escapes? */
static bool
is_named(struct text key, struct text name)
{
	if (!memchr(key.p, '\\', key.n))
		return text_eq(key, name);
	struct arena a = { 0 };
	const bool named = text_eq(json_unescaped(&a, key), name);
	arena_free(&a);
	return named;
}

/* Looks for a name in an object: as a whole, or up to a dot and on in that member. */
static bool
look_in(const struct found *f, struct text object, struct text name)
{
	struct trace_members it = trace_members(object);
	struct text key, value;
	while (it.object && trace_member(&it, &key, &value)) {
		if (is_named(key, name)) {
			if (tell(f, value))
				return true;
		} else if (key.n < name.n && name.p[key.n] == '.' &&
			   memcmp(key.p, name.p, key.n) == 0) {
			const struct text rest = { name.p + key.n + 1, name.n - key.n - 1 };
			if (look_in(f, value, rest))
				return true;
		}
	}
	return false;
}

bool
trace_find_values(const struct trace_model *m, const struct trace_call *c, struct text name,
    bool (*found)(void *context, struct text value), void *context)
{
	const struct found f = { found, context };
	if (look_in(&f, trace_text_of(c->input), name) ||
	    look_in(&f, trace_text_of(c->attributes), name) ||
	    look_in(&f, trace_text_of(c->resource), name))
		return true;
	for (uint32_t e = c->event; e > 0; e = m->event[e - 1].next) {
		const struct trace_event *event = &m->event[e - 1];
		if (event->type == TRACE_VARIABLE && event->text[TRACE_VALUE] &&
		    text_eq(trace_text_of(event->text[TRACE_NAME]), name) &&
		    tell(&f, trace_text_of(event->text[TRACE_VALUE])))
			return true;
	}
	return false;
}

static bool
is_like(void *context, struct text value)
{
	return glob_match(*(const struct text *)context, value);
}

/* KEY=GLOB */
static bool
where_holds(const struct trace_model *m, const struct trace_call *c, struct text where)
{
	const char *equals = memchr(where.p, '=', where.n);
	if (!equals)
		return false;
	const struct text key = { where.p, (size_t)(equals - where.p) };
	struct text glob = { equals + 1, where.n - key.n - 1 };
	return trace_find_values(m, c, key, is_like, &glob);
}

static bool
has_error(const struct trace_selection *s, const struct trace_model *m, const struct trace_call *c)
{
	if (c->status != TRACE_ERROR)
		return false;
	if (s->error_types.n == 0 ||
	    (c->more && matches(&s->error_types, trace_text_of(c->more->error_type))))
		return true;
	for (uint32_t e = c->event; e > 0; e = m->event[e - 1].next)
		if (m->event[e - 1].type == TRACE_ERROR_EVENT &&
		    matches(&s->error_types, trace_text_of(m->event[e - 1].text[TRACE_ERROR_TYPE])))
			return true;
	return false;
}

static bool
is_correlation_id(void *context, struct text value)
{
	return is_among(context, value);
}

bool
trace_select_call(
    const struct trace_selection *s, const struct trace_model *m, const struct trace_call *c)
{
	struct trace_texts ids = s->correlation_ids;
	if (ids.n > 0 && !is_among(&ids, trace_text_of(c->id)) &&
	    !trace_find_values(m, c, TEXT("correlation_id"), is_correlation_id, &ids))
		return false;
	if (s->kinds != 0 && !(s->kinds >> c->kind & 1))
		return false;
	if (s->error && !has_error(s, m, c))
		return false;
	if (!matches(&s->names, trace_text_of(c->name)) ||
	    !matches(&s->services, trace_text_of(c->service)))
		return false;
	for (size_t i = 0; i < s->wheres.n; i++)
		if (where_holds(m, c, s->wheres.text[i]))
			return true;
	return s->wheres.n == 0;
}

/* ---- traces --------------------------------------------------------------------------------- */

static int64_t
end_of(const struct trace_call *c)
{
	if (c->start_ns == TRACE_NO_TIME)
		return TRACE_NO_TIME;
	return c->duration_ns == TRACE_NO_TIME ? c->start_ns
					       : stamp_add(c->start_ns, c->duration_ns);
}

/* The last time that is known of a trace. */
static int64_t
last_time(const struct trace_model *m, const struct trace *t)
{
	int64_t last = TRACE_NO_TIME;
	for (uint32_t i = t->first; i < t->last; i++) {
		const struct trace_call *c = trace_call_at(m, i);
		const int64_t end = end_of(c);
		last = end > last ? end : last;
		for (uint32_t e = c->event; e > 0; e = m->event[e - 1].next)
			last = m->event[e - 1].at_ns > last ? m->event[e - 1].at_ns : last;
	}
	return last;
}

uint32_t
trace_longest_root(const struct trace_model *m, const struct trace *t, int64_t *duration_ns)
{
	uint32_t longest = TRACE_NONE;
	int64_t last = TRACE_NO_TIME;
	*duration_ns = TRACE_NO_TIME;
	for (uint32_t i = t->first; i < t->last; i = trace_call_at(m, i)->last) {
		const struct trace_call *c = trace_call_at(m, i);
		int64_t d = c->duration_ns;
		if (d == TRACE_NO_TIME && c->start_ns != TRACE_NO_TIME) {
			last = last == TRACE_NO_TIME ? last_time(m, t) : last;
			d = stamp_sub(last, c->start_ns);
		}
		if (d <= *duration_ns)
			continue;
		*duration_ns = d;
		longest = m->depth_first[i];
	}
	return longest;
}

uint32_t
trace_unended_root(const struct trace_model *m, const struct trace *t)
{
	for (uint32_t i = t->first; i < t->last; i = trace_call_at(m, i)->last) {
		const struct trace_call *c = trace_call_at(m, i);
		if (c->duration_ns == TRACE_NO_TIME && c->status != TRACE_OK)
			return m->depth_first[i];
	}
	return TRACE_NONE;
}

int64_t
trace_duration(const struct trace_model *m, const struct trace *t)
{
	int64_t d;
	trace_longest_root(m, t, &d);
	return d;
}

static bool
duration_holds(const struct trace_selection *s, const struct trace_model *m, const struct trace *t)
{
	if (s->min_ns == TRACE_NO_TIME && s->max_ns == TRACE_NO_TIME)
		return true;
	const int64_t d = trace_duration(m, t);
	if (d == TRACE_NO_TIME)
		return false;
	return (s->min_ns == TRACE_NO_TIME || d >= s->min_ns) &&
	       (s->max_ns == TRACE_NO_TIME || d <= s->max_ns);
}

static bool
time_holds(const struct trace_selection *s, int64_t latest, const struct trace *t)
{
	if (s->from_ns == INT64_MIN && s->to_ns == INT64_MAX && s->last_ns == TRACE_NO_TIME)
		return true;
	if (t->start_ns == TRACE_NO_TIME || t->start_ns < s->from_ns)
		return false;
	if (s->to_ns != INT64_MAX && t->start_ns >= s->to_ns)
		return false;
	return s->last_ns == TRACE_NO_TIME || t->start_ns >= stamp_sub(latest, s->last_ns);
}

static bool
calls_hold(const struct trace_selection *s, const struct trace_model *m, const struct trace *t)
{
	bool call = !trace_selects_calls(s), pattern = !s->marked_pattern, of = !s->marked_of;
	for (uint32_t i = t->first; i < t->last && !(call && pattern && of); i++) {
		const struct trace_call *c = trace_call_at(m, i);
		pattern |= (c->marks & TRACE_MARK_PATTERN) != 0;
		of |= (c->marks & TRACE_MARK_OF) != 0;
		call = call || trace_select_call(s, m, c);
	}
	return call && pattern && of;
}

bool
trace_is_under(const struct trace_selection *s, const struct trace_call *c)
{
	return is_among(&s->unders, trace_text_of(c->id)) ||
	       is_among(&s->unders, trace_text_of(c->name));
}

static bool
has_under(const struct trace_selection *s, const struct trace_model *m, const struct trace *t)
{
	for (uint32_t i = t->first; i < t->last && s->unders.n > 0; i++)
		if (trace_is_under(s, trace_call_at(m, i)))
			return true;
	return s->unders.n == 0;
}

/* Is a text that the id begins with all of it? */
static bool
is_whole(struct text id, struct text prefix)
{
	return prefix.n == id.n ? text_eq_nocase(prefix, id) : prefix.n == id.n + 2;
}

/* Finds the trace of an id, or the first two whose ids begin so; SIZE_MAX: there is none. */
static void
find_id(const struct trace_model *m, struct text prefix, size_t found[2])
{
	found[0] = found[1] = SIZE_MAX;
	for (size_t i = 0; i < m->traces; i++) {
		const struct text id = trace_text_of(m->trace[i].id);
		if (!trace_id_begins(id, prefix))
			continue;
		if (is_whole(id, prefix)) {
			found[0] = i;
			found[1] = SIZE_MAX;
			return;
		}
		found[found[0] == SIZE_MAX ? 0 : 1] = i;
	}
}

/* Finds the trace of 32 digits by the 16 that other records of it have. */
static void
find_tail(const struct trace_model *m, struct text digits, size_t found[2])
{
	for (size_t i = 0; i < m->traces; i++) {
		const struct text id = trace_text_of(m->trace[i].id);
		if (trace_id_is_hex(id, 32) && digits.n >= 16 &&
		    trace_id_begins((struct text){ id.p + 16, 16 }, digits))
			found[found[0] == SIZE_MAX ? 0 : 1] = i;
	}
}

/* Marks the trace of an id, or of the only one that begins so. */
static int
mark_id(const struct trace_model *m, struct text prefix, bool *wanted, struct buf *why)
{
	size_t found[2];
	find_id(m, prefix, found);
	if (found[0] == SIZE_MAX)
		find_tail(m, prefix, found);
	if (found[1] != SIZE_MAX) {
		buf_text(why, TEXT("--trace-id "));
		buf_visible(why, prefix);
		buf_text(why, TEXT(": several traces have such an id, such as "));
		buf_visible(why, trace_text_of(m->trace[found[0]].id));
		buf_text(why, TEXT(" and "));
		buf_visible(why, trace_text_of(m->trace[found[1]].id));
		return -1;
	}
	if (found[0] != SIZE_MAX)
		wanted[found[0]] = true;
	return 0;
}

static int
mark_ids(
    const struct trace_model *m, const struct trace_selection *s, bool *wanted, struct buf *why)
{
	memset(wanted, s->trace_ids.n == 0, m->traces);
	for (size_t i = 0; i < s->trace_ids.n; i++)
		if (mark_id(m, s->trace_ids.text[i], wanted, why) < 0)
			return -1;
	return 0;
}

static void
keep_first(bool *wanted, size_t n, uint64_t limit)
{
	for (size_t i = 0; i < n; i++) {
		wanted[i] = wanted[i] && limit > 0;
		limit -= wanted[i];
	}
}

struct sampled {
	unsigned char hash[32];
	size_t trace;
};

static int
by_hash(const void *a, const void *b)
{
	return memcmp(((const struct sampled *)a)->hash, ((const struct sampled *)b)->hash, 32);
}

static void
keep_sample(const struct trace_model *m, bool *wanted, uint64_t sample)
{
	struct sampled *s = mem_alloc((m->traces + 1) * sizeof(*s));
	size_t n = 0;
	for (size_t i = 0; i < m->traces; i++) {
		const struct text id = trace_text_of(m->trace[i].id);
		if (!wanted[i])
			continue;
		sha256(id.p, id.n, s[n].hash);
		s[n++].trace = i;
	}
	qsort(s, n, sizeof(*s), by_hash);
	for (size_t i = sample; i < n; i++)
		wanted[s[i].trace] = false;
	free(s);
}

static bool
is_version(void *context, struct text value)
{
	return is_among(context, value);
}

static int
check_version(const struct trace_model *m, const struct trace_selection *s, const struct trace *t,
    struct buf *why)
{
	static const struct text keys[] = { TEXT("code.version"), TEXT("service.version"),
		TEXT("version") };
	struct trace_texts versions = s->code_versions;
	for (uint32_t i = t->first; i < t->last; i++)
		for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++)
			if (trace_find_values(
				m, trace_call_at(m, i), keys[k], is_version, &versions))
				return 0;
	buf_text(why, TEXT("--code-version: trace "));
	buf_visible(why, trace_text_of(t->id));
	buf_text(
	    why, TEXT(" does not have that version (code.version, service.version or version)"));
	return -1;
}

/* ---- the model of the selection ------------------------------------------------------------- */

static int64_t
latest_start(const struct trace_model *m)
{
	int64_t latest = TRACE_NO_TIME;
	for (size_t i = 0; i < m->traces; i++)
		if (m->trace[i].start_ns > latest)
			latest = m->trace[i].start_ns;
	return latest;
}

int
trace_select(struct trace_model *m, const struct trace_selection *s, struct buf *why)
{
	bool *wanted = mem_zalloc(m->traces + 1, sizeof(*wanted));
	const int64_t latest = latest_start(m);
	int result = mark_ids(m, s, wanted, why);
	for (size_t i = 0; i < m->traces && result == 0; i++) {
		const struct trace *t = &m->trace[i];
		wanted[i] = wanted[i] && has_under(s, m, t) &&
			    (s->statuses == 0 || (s->statuses >> t->status & 1)) &&
			    time_holds(s, latest, t) && duration_holds(s, m, t) &&
			    calls_hold(s, m, t);
	}
	if (result == 0 && s->sample != UINT64_MAX)
		keep_sample(m, wanted, s->sample);
	if (result == 0 && s->limit != UINT64_MAX)
		keep_first(wanted, m->traces, s->limit);
	for (size_t i = 0; i < m->traces && result == 0 && s->code_versions.n > 0; i++)
		if (wanted[i])
			result = check_version(m, s, &m->trace[i], why);
	if (result == 0)
		trace_reduce(m, s, wanted);
	free(wanted);
	return result;
}
