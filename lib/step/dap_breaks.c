/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "step/dap_private.h"

/* The requests that set breakpoints: each of them replaces all that it has set before. */

static void
free_break(struct dap_break *b)
{
	arena_free(&b->arena);
	free(b->position);
	free(b);
}

void
dap_breaks_free(struct dap *d)
{
	for (size_t i = 0; i < d->breaks; i++)
		free_break(d->brk[i]);
	free(d->brk);
}

static struct dap_break *
new_break(struct dap *d, enum dap_break_kind kind)
{
	struct dap_break *b = mem_zalloc(1, sizeof(*b));
	b->kind = kind;
	b->id = ++d->break_id;
	d->brk = mem_grow(d->brk, &d->break_cap, d->breaks + 1, sizeof(struct dap_break *));
	d->brk[d->breaks++] = b;
	return b;
}

/* Removes the breakpoints of a kind; those of lines only in one source. */
static void
remove_breaks(struct dap *d, enum dap_break_kind kind, const struct dap_source *s)
{
	size_t n = 0;
	for (size_t i = 0; i < d->breaks; i++) {
		struct dap_break *b = d->brk[i];
		const bool same = !s || (s->text ? !b->source.p && b->trace == s->trace
						 : b->source.p && text_eq(b->source, s->path));
		if (b->kind == kind && same)
			free_break(b);
		else
			d->brk[n++] = b;
	}
	d->breaks = n;
}

static void
put_break(struct dap *d, struct buf *body, const struct dap_break *b)
{
	json_begin(body, '{');
	json_member_u64(body, "id", b->id);
	json_member_bool(body, "verified", b->verified);
	if (b->why.p)
		dap_member_visible(body, "message", b->why);
	if (b->kind == DAP_AT_LINE)
		json_member_u64(body, "line", dap_line_out(d, b->moved_to ? b->moved_to : b->line));
	if (!b->verified)
		json_member_string(body, "reason", d->launched ? TEXT("failed") : TEXT("pending"));
	json_end(body, '}');
}

static void
settle(struct dap *d, struct dap_break *b)
{
	if (b->log.p && b->log.n == 0)
		b->log = TEXT_ABSENT;
	if (b->condition.p && text_trim(b->condition).n == 0)
		b->condition = TEXT_ABSENT;
	if (b->hits.p && text_trim(b->hits).n == 0)
		b->hits = TEXT_ABSENT;
	if (d->launched)
		dap_resolve(d, b);
	else
		b->why = TEXT("no trace is loaded yet");
}

void
dap_breaks_resolve(struct dap *d)
{
	for (size_t i = 0; i < d->breaks; i++) {
		struct buf b = { 0 };
		dap_resolve(d, d->brk[i]);
		dap_event_begin(&b, dap_seq(d), "breakpoint");
		json_member_string(&b, "reason", TEXT("changed"));
		json_name(&b, "breakpoint");
		put_break(d, &b, d->brk[i]);
		dap_event_end(&b);
		dap_send(d, &b);
	}
}

/* ---- what they are asked with --------------------------------------------------------------- */

struct asked {
	uint64_t line;
	struct text name, condition, hits, log, access;
};

static const struct json_row line_rows[] = {
	DAP_REQUIRED(struct asked, line, "line", JSON_ROW_U64),
	DAP_OPTIONAL(struct asked, condition, "condition", JSON_ROW_TEXT),
	DAP_OPTIONAL(struct asked, hits, "hitCondition", JSON_ROW_TEXT),
	DAP_OPTIONAL(struct asked, log, "logMessage", JSON_ROW_TEXT),
}, function_rows[] = {
	DAP_REQUIRED(struct asked, name, "name", JSON_ROW_TEXT),
	DAP_OPTIONAL(struct asked, condition, "condition", JSON_ROW_TEXT),
	DAP_OPTIONAL(struct asked, hits, "hitCondition", JSON_ROW_TEXT),
}, data_rows[] = {
	DAP_REQUIRED(struct asked, name, "dataId", JSON_ROW_TEXT),
	DAP_OPTIONAL(struct asked, access, "accessType", JSON_ROW_TEXT),
	DAP_OPTIONAL(struct asked, condition, "condition", JSON_ROW_TEXT),
	DAP_OPTIONAL(struct asked, hits, "hitCondition", JSON_ROW_TEXT),
};

static const struct {
	const struct json_row *row;
	size_t n;
} rows_of[] = {
	[DAP_AT_LINE] = { line_rows, sizeof(line_rows) / sizeof(*line_rows) },
	[DAP_AT_FUNCTION] = { function_rows, sizeof(function_rows) / sizeof(*function_rows) },
	[DAP_AT_DATA] = { data_rows, sizeof(data_rows) / sizeof(*data_rows) },
};

/* Are all elements of the list what they should be?  If not, nothing is changed. */
static int
check_list(enum dap_break_kind kind, const struct json_node *list, struct err *e)
{
	for (const struct json_node *n = list ? list->child : NULL; n; n = n->next) {
		struct asked a = { 0 };
		char what[64];
		snprintf(what, sizeof(what), "arguments: breakpoints[%zu]", n->index);
		if (dap_read_object(n, what, rows_of[kind].row, rows_of[kind].n, &a, e) < 0)
			return -1;
	}
	return 0;
}

static void
set_list(struct dap *d, enum dap_break_kind kind, const struct dap_source *s,
    const struct json_node *list, struct buf *body)
{
	remove_breaks(d, kind, s);
	json_member_begin(body, "breakpoints", '[');
	for (const struct json_node *n = list ? list->child : NULL; n; n = n->next) {
		struct asked a = { 0 };
		struct dap_break *b = new_break(d, kind);
		dap_read_object(n, "", rows_of[kind].row, rows_of[kind].n, &a, NULL);
		if (s) {
			b->trace = s->trace;
			b->source = s->text ? TEXT_ABSENT : arena_text(&b->arena, s->path);
		}
		b->line = dap_line_in(d, a.line);
		b->name = arena_text(&b->arena, a.name);
		b->condition = arena_text(&b->arena, a.condition);
		b->hits = arena_text(&b->arena, a.hits);
		b->log = arena_text(&b->arena, a.log);
		settle(d, b);
		if (a.access.p && !text_eq(a.access, TEXT("write"))) {
			b->verified = false;
			b->positions = 0;
			b->why =
			    TEXT("a trace has no record of reads, only of values that are set");
		}
		put_break(d, body, b);
	}
	json_end(body, ']');
}

struct list {
	const struct json_node *source, *list, *options;
};

int
dap_set_breakpoints(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct list, source, "source", JSON_ROW_OBJECT),
		DAP_OPTIONAL(struct list, list, "breakpoints", JSON_ROW_ARRAY),
	};
	struct list a = { 0 };
	struct dap_source s;
	if (DAP_ARGUMENTS(r, rows, &a, e) < 0 || dap_source_of(d, a.source, &s, e) < 0 ||
	    check_list(DAP_AT_LINE, a.list, e) < 0)
		return -1;
	set_list(d, DAP_AT_LINE, &s, a.list, body);
	return 0;
}

static int
set_plain(struct dap *d, enum dap_break_kind kind, const struct dap_request *r, struct buf *body,
    struct err *e)
{
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct list, list, "breakpoints", JSON_ROW_ARRAY),
	};
	struct list a = { 0 };
	if (DAP_ARGUMENTS(r, rows, &a, e) < 0 || check_list(kind, a.list, e) < 0)
		return -1;
	set_list(d, kind, NULL, a.list, body);
	return 0;
}

int
dap_set_function_breakpoints(
    struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	return set_plain(d, DAP_AT_FUNCTION, r, body, e);
}

int
dap_set_data_breakpoints(
    struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	return set_plain(d, DAP_AT_DATA, r, body, e);
}

/* ---- errors --------------------------------------------------------------------------------- */

/* Sets one filter, with or without a type of error. */
static void
set_filter(struct dap *d, struct text filter, struct text type, struct buf *body)
{
	struct dap_break *b = new_break(d, DAP_AT_ERROR);
	const bool known = text_eq(filter, TEXT("errors"));
	if (known && text_trim(type).n > 0) {
		b->name = arena_text(&b->arena, text_trim(type));
		settle(d, b);
		put_break(d, body, b);
		return;
	}
	b->verified = known;
	if (!known)
		b->why = TEXT("the only filter is \"errors\"");
	d->stop_at_errors |= known;
	put_break(d, body, b);
	free_break(d->brk[--d->breaks]);
}

int
dap_set_exception_breakpoints(
    struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct list, list, "filters", JSON_ROW_ARRAY),
		DAP_OPTIONAL(struct list, options, "filterOptions", JSON_ROW_ARRAY),
	};
	static const struct json_row option_rows[] = {
		DAP_REQUIRED(struct asked, name, "filterId", JSON_ROW_TEXT),
		DAP_OPTIONAL(struct asked, condition, "condition", JSON_ROW_TEXT),
	};
	struct list a = { 0 };
	if (DAP_ARGUMENTS(r, rows, &a, e) < 0)
		return -1;
	for (const struct json_node *n = a.list->child; n; n = n->next)
		if (n->kind != JSON_STRING)
			return err_set(e, "arguments: \"filters\" must be an array of strings");
	for (const struct json_node *n = a.options ? a.options->child : NULL; n; n = n->next) {
		struct asked o = { 0 };
		if (dap_read_object(n, "arguments: filterOptions", option_rows, 2, &o, e) < 0)
			return -1;
	}
	remove_breaks(d, DAP_AT_ERROR, NULL);
	d->stop_at_errors = false;
	json_member_begin(body, "breakpoints", '[');
	for (const struct json_node *n = a.list->child; n; n = n->next)
		set_filter(d, n->text, TEXT_ABSENT, body);
	for (const struct json_node *n = a.options ? a.options->child : NULL; n; n = n->next) {
		struct asked o = { 0 };
		dap_read_object(n, "", option_rows, 2, &o, NULL);
		set_filter(d, o.name, o.condition, body);
	}
	json_end(body, ']');
	if (d->session)
		step_stop_at_errors(d->session, d->stop_at_errors);
	return 0;
}

/* ---- variables ------------------------------------------------------------------------------ */

struct about_data {
	uint64_t holder, frame;
	struct text name;
};

/* The name by which EXPR finds what is in a holder. */
static struct text
name_in(struct dap *d, const struct dap_holder *h, struct text name)
{
	struct buf b = { 0 };
	if (h->what != DAP_HOLDS_JSON)
		return name;
	if (!h->name.p)
		return TEXT_ABSENT;
	buf_text(&b, h->name);
	buf_char(&b, '.');
	buf_text(&b, name);
	const struct text whole = arena_text(&d->request, buf_as_text(&b));
	buf_free(&b);
	return whole;
}

int
dap_data_breakpoint_info(
    struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct about_data, name, "name", JSON_ROW_TEXT),
		DAP_OPTIONAL(struct about_data, holder, "variablesReference", JSON_ROW_U64),
	};
	struct about_data a = { 0 };
	if (DAP_ARGUMENTS(r, rows, &a, e) < 0)
		return -1;
	struct text name = a.name;
	if (a.holder != 0) {
		const struct dap_holder *h = dap_held(d, a.holder, e);
		if (!h)
			return -1;
		name = name_in(d, h, a.name);
	}
	if (!name.p) {
		json_member_null(body, "dataId");
		json_member_string(body, "description", TEXT("this is no variable or argument"));
		return 0;
	}
	dap_member_visible(body, "dataId", name);
	dap_member_visible(body, "description", name);
	json_member_begin(body, "accessTypes", '[');
	json_add_string(body, TEXT("write"));
	json_end(body, ']');
	json_member_bool(body, "canPersist", true);
	return 0;
}

/* ---- at a place ----------------------------------------------------------------------------- */

/* Prints the message of a breakpoint that only prints. */
static void
print_log(struct dap *d, const struct dap_break *at, uint64_t position)
{
	struct dap_frame_id f = { .trace = d->model->call[step_at(d->index, position).call].trace,
		.position = position,
		.frame = step_frame_at(d->index, position) };
	struct buf b = { 0 }, text = { 0 };
	dap_put_message(d, &text, at->log, &f.frame);
	buf_char(&text, '\n');
	dap_event_begin(&b, dap_seq(d), "output");
	json_member_string(&b, "category", TEXT("console"));
	json_member_string(&b, "output", buf_as_text(&text));
	dap_put_place(d, &b, &f);
	dap_event_end(&b);
	dap_send(d, &b);
	buf_free(&text);
}

const struct dap_break *
dap_break_at(struct dap *d, uint64_t position)
{
	const struct dap_break *stops = NULL;
	for (size_t i = 0; i < d->breaks; i++) {
		const struct dap_break *b = d->brk[i];
		if (!dap_is_at(b, position))
			continue;
		if (b->log.p)
			print_log(d, b, position);
		else if (!stops)
			stops = b;
	}
	return stops;
}
