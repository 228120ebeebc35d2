/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "step/dap_private.h"
#include "trace/members.h"
#include "view/value.h"

/* Variables, and what is in their values. */

enum {
	CONTAINER_ROOM = 120,  /* columns of an object or array, which can be opened */
	STRING_ROOM = 1 << 16, /* of any other value */
	HOLDERS_MOST = 1 << 24,
	MEMBERS_MOST = 10000 /* for a client that does not ask for a part */
};

/* ---- references ----------------------------------------------------------------------------- */

void
dap_forget(struct dap *d)
{
	d->frame_base += d->frames;
	d->holder_base += d->holders;
	d->frames = d->holders = 0;
	/* ids have 31 bits in clients */
	if (d->frame_base > INT32_MAX / 2)
		d->frame_base = 1;
	if (d->holder_base > INT32_MAX / 2)
		d->holder_base = 1;
	arena_reset(&d->stop);
}

uint64_t
dap_hold(struct dap *d, const struct dap_holder *h)
{
	if (d->holders == HOLDERS_MOST)
		return 0;
	d->holder = mem_grow(d->holder, &d->holder_cap, d->holders + 1, sizeof(*d->holder));
	d->holder[d->holders++] = *h;
	return d->holder_base + d->holders - 1;
}

const struct dap_holder *
dap_held(struct dap *d, uint64_t reference, struct err *e)
{
	if (reference >= d->holder_base && reference - d->holder_base < d->holders)
		return &d->holder[reference - d->holder_base];
	err_set(e,
	    "arguments: \"variablesReference\" is %llu, which nothing has since the last stop; "
	    "ask for \"scopes\" again",
	    (unsigned long long)reference);
	return NULL;
}

/* ---- values --------------------------------------------------------------------------------- */

static bool
is_container(struct text json)
{
	return json.n > 2 && (json.p[0] == '{' || json.p[0] == '[');
}

static const char *
type_of(struct text json)
{
	switch (json.n > 0 ? json.p[0] : 'n') {
	case '{': return "object";
	case '[': return "array";
	case '"': return "string";
	case 't':
	case 'f': return "boolean";
	case 'n': return "null";
	default: return "number";
	}
}

uint64_t
dap_count_members(struct text json)
{
	struct trace_members it = trace_members(json);
	struct text key, value;
	uint64_t n = 0;
	while (trace_member(&it, &key, &value))
		n++;
	return n;
}

void
dap_member_value(struct buf *b, const char *member, struct text json, size_t room)
{
	const struct view_style style = { .width = room, .utf8 = true, .full = room == SIZE_MAX };
	struct buf text = { 0 };
	struct view_line l = { .b = &text, .style = &style };
	view_value(&l, json, room);
	json_member_string(b, member, buf_as_text(&text));
	buf_free(&text);
}

void
dap_put_value(struct dap *d, struct buf *b, const char *member, struct text json, struct text name)
{
	const bool container = is_container(json);
	dap_member_value(b, member, json, container ? CONTAINER_ROOM : STRING_ROOM);
	if (d->variable_types)
		json_member_string(b, "type", text_of(type_of(json)));
	if (!container) {
		json_member_u64(b, "variablesReference", 0);
		return;
	}
	const struct dap_holder h = { .what = DAP_HOLDS_JSON, .json = json, .name = name };
	json_member_u64(b, "variablesReference", dap_hold(d, &h));
	json_member_u64(
	    b, json.p[0] == '[' ? "indexedVariables" : "namedVariables", dap_count_members(json));
}

/* ---- names ---------------------------------------------------------------------------------- */

bool
dap_is_simple(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if (!ascii_is_letter(t.p[i]) && !ascii_is_digit(t.p[i]) && t.p[i] != '_')
			return false;
	return t.n > 0;
}

/* The name of a member of a value that has a name. */
static struct text
name_below(struct dap *d, struct text name, struct text key)
{
	struct buf b = { 0 };
	if (!name.p || name.p[0] == '"' || !dap_is_simple(key))
		return TEXT_ABSENT;
	buf_text(&b, name);
	buf_char(&b, '.');
	buf_text(&b, key);
	const struct text whole = arena_text(&d->stop, buf_as_text(&b));
	buf_free(&b);
	return whole;
}

/* The name of a variable: in quotes, if it needs them and nothing in it does. */
static struct text
name_alone(struct dap *d, struct text name)
{
	struct buf b = { 0 };
	if (dap_is_simple(name))
		return arena_text(&d->stop, name);
	if (name.n == 0 || !json_is_plain(name))
		return TEXT_ABSENT;
	buf_char(&b, '"');
	buf_text(&b, name);
	buf_char(&b, '"');
	const struct text quoted = arena_text(&d->stop, buf_as_text(&b));
	buf_free(&b);
	return quoted;
}

/* ---- variables ------------------------------------------------------------------------------ */

struct part {
	uint64_t holder, start, count;
	struct text filter;
};

static void
put_variable(struct dap *d, struct buf *body, struct text shown, struct text json, struct text name)
{
	json_begin(body, '{');
	dap_member_visible(body, "name", shown);
	dap_put_value(d, body, "value", json, name);
	if (name.p)
		dap_member_visible(body, "evaluateName", name);
	json_end(body, '}');
}

/* The last row of a list that is cut. */
static void
put_more(struct buf *body, uint64_t left)
{
	struct buf b = { 0 };
	buf_printf(&b, "%llu more", (unsigned long long)left);
	json_begin(body, '{');
	json_member_string(body, "name", TEXT("…"));
	json_member_string(body, "value", buf_as_text(&b));
	json_member_u64(body, "variablesReference", 0);
	json_end(body, '}');
	buf_free(&b);
}

/* The members or elements of a value; `outer` is its name. */
static void
put_members(struct dap *d, struct buf *body, struct text json, const struct part *p,
    struct text outer, bool outermost)
{
	struct trace_members it = trace_members(json);
	struct text key, value;
	const bool asked = p->start > 0 || p->count > 0;
	const uint64_t most = p->count > 0 ? p->count : asked ? UINT64_MAX : MEMBERS_MOST;
	uint64_t n = 0, shown = 0;
	if (p->filter.p && text_eq(p->filter, it.object ? TEXT("indexed") : TEXT("named")))
		return;
	for (; trace_member(&it, &key, &value); n++) {
		if (n < p->start || shown == most)
			continue;
		char index[24];
		if (it.object)
			key = json_unescaped(&d->request, key);
		else
			key = (struct text){ index, (size_t)snprintf(index, sizeof(index), "%llu",
							(unsigned long long)n) };
		put_variable(d, body, key, value,
		    outermost ? name_alone(d, key) : name_below(d, outer, key));
		shown++;
	}
	if (!asked && n > shown)
		put_more(body, n - shown);
}

static void
put_arguments(struct dap *d, struct buf *body, const struct dap_holder *h, const struct part *p)
{
	const struct text input = trace_text_of(d->model->call[h->frame.call].input);
	if (input.n > 0 && input.p[0] == '{')
		put_members(d, body, input, p, TEXT_ABSENT, true);
	else if (input.p)
		put_variable(d, body, TEXT("input"), input, TEXT("input"));
}

static void
put_set(struct dap *d, struct buf *body, const struct dap_holder *h, const struct part *p)
{
	struct step_variable *v;
	const size_t n = step_variables(d->index, &h->frame, &v);
	for (size_t i = p->start; i < n && (p->count == 0 || i - p->start < p->count); i++)
		put_variable(d, body, v[i].name, v[i].value, name_alone(d, v[i].name));
	free(v);
}

int
dap_variables(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct part, holder, "variablesReference", JSON_ROW_U64),
		DAP_OPTIONAL(struct part, filter, "filter", JSON_ROW_TEXT),
		DAP_OPTIONAL(struct part, start, "start", JSON_ROW_U64),
		DAP_OPTIONAL(struct part, count, "count", JSON_ROW_U64),
	};
	struct part a = { 0 };
	if (DAP_ARGUMENTS(r, rows, &a, e) < 0)
		return -1;
	const struct dap_holder *held = dap_held(d, a.holder, e);
	if (!held)
		return -1;
	const struct dap_holder h = *held; /* the list grows */
	json_member_begin(body, "variables", '[');
	switch (h.what) {
	case DAP_HOLDS_ARGUMENTS: put_arguments(d, body, &h, &a); break;
	case DAP_HOLDS_VARIABLES: put_set(d, body, &h, &a); break;
	case DAP_HOLDS_JSON: put_members(d, body, h.json, &a, h.name, false); break;
	}
	json_end(body, ']');
	return 0;
}

/* ---- names that may follow ------------------------------------------------------------------ */

static void
put_name(struct buf *words, struct text name, struct text begun)
{
	if (!dap_is_simple(name) || name.n < begun.n || memcmp(name.p, begun.p, begun.n) != 0)
		return;
	buf_text(words, name);
	buf_char(words, '\n');
}

void
dap_put_names(struct dap *d, const struct step_frame *f, struct text begun, struct buf *words)
{
	struct step_variable *v;
	const size_t n = step_variables(d->index, f, &v);
	for (size_t i = 0; i < n; i++)
		put_name(words, v[i].name, begun);
	free(v);
	struct trace_members it = trace_members(trace_text_of(d->model->call[f->call].input));
	struct text key, value;
	while (it.object && trace_member(&it, &key, &value))
		put_name(words, key, begun);
}
