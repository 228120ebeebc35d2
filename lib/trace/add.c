/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "trace/build.h"

/* Records, one after the other, become calls and events of the model. */

/* ---- what records say ----------------------------------------------------------------------- */

static struct trace_call_more *
keep_more(struct trace_model *m, const struct trace_more *r)
{
	if (!r)
		return NULL;
	struct trace_call_more *k = arena_alloc(&m->build->arena, sizeof(*k));
	*k = (struct trace_call_more){ .error_type = trace_intern(m, r->error.type),
		.message = trace_keep(m, r->error.message),
		.where = trace_intern(m, r->error.where),
		.model = trace_intern(m, r->model),
		.vendor = trace_intern(m, r->vendor),
		.cost_usd = trace_keep(m, r->cost_usd),
		.links = trace_keep(m, r->links),
		.file = trace_intern(m, r->file),
		.after = trace_keep(m, r->after),
		.llm = r->llm };
	memcpy(k->usage, r->usage, sizeof(k->usage));
	return k;
}

static const struct trace_text *
either(const struct trace_text *a, const struct trace_text *b)
{
	return a ? a : b;
}

/* Adds what *more says to what the call has, which has precedence. */
static void
join_more(struct trace_call *c, struct trace_call_more *more)
{
	struct trace_call_more *const has = c->more;
	if (!has || !more) {
		c->more = has ? has : more;
		return;
	}
	if (!has->error_type && !has->message) {
		has->error_type = more->error_type;
		has->message = more->message;
		has->where = more->where;
	}
	has->model = either(has->model, more->model);
	has->vendor = either(has->vendor, more->vendor);
	has->cost_usd = either(has->cost_usd, more->cost_usd);
	has->links = either(has->links, more->links);
	has->after = either(has->after, more->after);
	has->file = either(has->file, more->file);
	has->llm |= more->llm;
	for (size_t i = 0; i < TRACE_USAGES; i++)
		if (has->usage[i] < 0)
			has->usage[i] = more->usage[i];
}

void
trace_append_event(struct trace_model *m, uint32_t call, uint32_t event)
{
	struct trace_making *made = &m->build->making[call];
	const struct trace_event *e = &m->event[event];
	m->call[call].events++;
	made->failed |= e->type == TRACE_ERROR_EVENT;
	if (made->last > 0) {
		made->mixed |= e->at_ns <= m->event[made->last - 1].at_ns;
		m->event[made->last - 1].next = event + 1;
	} else {
		m->call[call].event = event + 1;
	}
	made->last = event + 1;
}

/* Is the text of this event one that many events have? */
static bool
is_common(enum trace_event_type type, unsigned text)
{
	switch (type) {
	case TRACE_VARIABLE: return text == TRACE_NAME;
	case TRACE_LOOP: return text == TRACE_PHASE || text == TRACE_LOOP_TYPE;
	case TRACE_BRANCH: return true;
	case TRACE_LOG: return text == TRACE_LEVEL;
	case TRACE_ERROR_EVENT: return text != TRACE_ERROR_MESSAGE;
	}
	return false;
}

static uint32_t
keep_event(struct trace_model *m, const struct trace_event_record *r)
{
	struct trace_build *b = m->build;
	m->event = mem_grow(m->event, &b->event_cap, m->nevents + 1, sizeof(*m->event));
	struct trace_event *e = &m->event[m->nevents];
	*e = (struct trace_event){ .at_ns = r->at_ns,
		.attributes = trace_keep(m, r->attributes),
		.order = b->order,
		.after = r->after >= 0 && r->after <= INT32_MAX ? (int32_t)r->after : -1,
		.type = (uint8_t)r->type };
	for (unsigned i = 0; i < TRACE_EVENT_TEXTS; i++)
		e->text[i] =
		    is_common(r->type, i) ? trace_intern(m, r->text[i]) : trace_keep(m, r->text[i]);
	return (uint32_t)m->nevents++;
}

static void
add_events(struct trace_model *m, uint32_t call, const struct trace_record *r)
{
	for (size_t i = 0; i < r->events; i++) {
		const uint32_t event = keep_event(m, &r->event[i]);
		trace_append_event(m, call, event);
	}
}

/* ---- inputs and outputs --------------------------------------------------------------------- */

/* What models and their tools get and give is repeated in the inputs of models. */
static bool
is_of_model(const struct trace_record *r)
{
	return r->kind == TRACE_LLM || r->kind == TRACE_TOOL;
}

static const struct trace_text *
keep_input(struct trace_model *m, const struct trace_record *r)
{
	if (r->kind == TRACE_LLM)
		return trace_keep_whole(m, r->input);
	return is_of_model(r) ? trace_share(m, r->input) : trace_keep(m, r->input);
}

static const struct trace_text *
keep_output(struct trace_model *m, const struct trace_record *r)
{
	return is_of_model(r) ? trace_share(m, r->output) : trace_keep(m, r->output);
}

/* ---- beginnings, ends and whole calls ------------------------------------------------------- */

static void
set_end(struct trace_making *made, struct trace_call *c, int64_t end_ns, int64_t duration_ns)
{
	made->ended = true;
	made->end_ns = end_ns;
	if (duration_ns != TRACE_NO_TIME)
		c->duration_ns = duration_ns;
}

/* A call whose beginning is not recorded is of the kind that its other records tell. */
static void
take_kind(struct trace_model *m, uint32_t call, const struct trace_record *r)
{
	if (!m->build->making[call].begun && m->call[call].kind == TRACE_SPAN)
		m->call[call].kind = (uint8_t)r->kind;
}

/*
 * Most calls begin soon after their parents.  So the parent is found while it is still in the
 * cache, and its id need not be stored again.  trace_build_forest finds out whether it is still
 * the call of this id, and looks for all other parents.
 */
static void
take_parent(struct trace_model *m, uint32_t call, const struct trace_record *r)
{
	struct trace_call *c = &m->call[call];
	c->parent = trace_parent_of(m, call, r);
	c->parent_id =
	    c->parent != TRACE_NONE ? m->call[c->parent].id : trace_keep(m, r->parent_id);
}

/* Is nothing said that an end says, too? */
static bool
only_begins(const struct trace_record *r)
{
	const struct trace_more *more = r->more;
	if (r->what != TRACE_BEGIN || !r->name.p || r->output.p || r->status != TRACE_OPEN ||
	    r->duration_ns != TRACE_NO_TIME)
		return false;
	if (!more)
		return true;
	for (size_t i = 0; i < TRACE_USAGES; i++)
		if (more->usage[i] >= 0)
			return false;
	return !more->error.type.p && !more->error.message.p && !more->error.where.p &&
	       !more->model.p && !more->vendor.p && !more->cost_usd.p && !more->links.p &&
	       !more->file.p && !more->after.p;
}

static void
begin_call(struct trace_model *m, uint32_t call, const struct trace_record *r)
{
	struct trace_call *c = &m->call[call];
	struct trace_making *made = &m->build->making[call];
	made->begun = true;
	made->early = made->ended;
	made->apart = only_begins(r);
	made->lined = r->line > 0;
	c->order = m->build->order;
	take_parent(m, call, r);
	c->name = trace_intern(m, r->name);
	c->service = trace_intern(m, r->service);
	c->start_ns = r->start_ns;
	c->kind = (uint8_t)r->kind;
	c->line = r->line;
	c->notes |= (uint8_t)r->notes;
	c->input = keep_input(m, r);
	c->output = either(c->output, keep_output(m, r));
	trace_join_attributes(m, call, r->attributes, true);
	struct trace_call_more *late = c->more;
	c->more = keep_more(m, r->more);
	join_more(c, late);
	if (r->status > c->status)
		c->status = (uint8_t)r->status;
	if (r->what == TRACE_CALL) {
		made->whole = true;
		set_end(made, c, r->end_ns, r->duration_ns);
	} else if (r->duration_ns != TRACE_NO_TIME && c->duration_ns == TRACE_NO_TIME) {
		c->duration_ns = r->duration_ns;
	}
	add_events(m, call, r);
}

/* A later record of a call whose parts are joined: what it has wins. */
static void
join_call(struct trace_model *m, uint32_t call, const struct trace_record *r)
{
	struct trace_call *c = &m->call[call];
	struct trace_making *made = &m->build->making[call];
	if (r->parent_id.p)
		c->parent_id = trace_keep(m, r->parent_id);
	if (r->name.p)
		c->name = trace_intern(m, r->name);
	if (r->service.p)
		c->service = trace_intern(m, r->service);
	if (r->kind != TRACE_SPAN)
		c->kind = (uint8_t)r->kind;
	if (r->start_ns != TRACE_NO_TIME)
		c->start_ns = r->start_ns;
	if (r->duration_ns != TRACE_NO_TIME || r->end_ns != TRACE_NO_TIME)
		set_end(made, c, r->end_ns, r->duration_ns);
	if (r->status > c->status)
		c->status = (uint8_t)r->status;
	if (r->input.p)
		c->input = keep_input(m, r);
	if (r->output.p)
		c->output = keep_output(m, r);
	trace_join_attributes(m, call, r->attributes, true);
	struct trace_call_more *has = c->more;
	c->more = keep_more(m, r->more);
	join_more(c, has);
	add_events(m, call, r);
}

static uint32_t
add_call(struct trace_model *m, const struct trace_record *r)
{
	struct trace_build *b = m->build;
	const uint64_t content = r->content != 0 ? r->content : trace_content(b->key, r);
	const uint32_t first = trace_call_of(m, r);
	if (!b->making[first].begun) {
		begin_call(m, first, r);
		b->making[first].content = content;
		return first;
	}
	const uint32_t before =
	    b->making[first].content == content ? first : trace_find_content(b, first, content);
	if (before != TRACE_NONE) {
		m->repeated++;
		return before;
	}
	if (r->joins) {
		join_call(m, first, r);
		trace_note_content(b, first, content, first);
		return first;
	}
	trace_take_end(m, first, r);
	const uint32_t call =
	    trace_new_call(m, b->making[first].trace_id, m->call[first].id, b->making[first].half);
	trace_chain(b, first, call);
	begin_call(m, call, r);
	trace_note_content(b, first, content, call);
	return call;
}

void
trace_end_call(struct trace_model *m, uint32_t call, const struct trace_late_end *end)
{
	struct trace_call *c = &m->call[call];
	struct trace_making *made = &m->build->making[call];
	set_end(made, c, end->end_ns, end->duration_ns);
	made->decided |= end->decides;
	c->name = either(c->name, end->name);
	c->output = either(c->output, end->output);
	made->end_attributes = end->attributes;
	m->build->end_attributes += end->attributes != NULL;
	if (end->line > 0 && c->line == 0)
		c->line = end->line;
	if (end->status > c->status)
		c->status = end->status;
	join_more(c, end->more);
}

static struct trace_late_end
late_end(struct trace_model *m, uint32_t call, const struct trace_record *r)
{
	return (struct trace_late_end){ r->end_ns, r->duration_ns, keep_output(m, r),
		trace_keep(m, r->attributes), trace_intern(m, r->name), trace_keep(m, r->parent_id),
		keep_more(m, r->more), call, r->line, r->records, m->build->order,
		(uint8_t)r->status, r->marks, r->decides };
}

/* Has the call the attributes of its end already? */
static bool
has_attributes(const struct trace_model *m, uint32_t call, struct text attributes)
{
	const struct trace_text *has = m->call[call].attributes;
	return m->build->making[call].begun && has && attributes.p &&
	       text_eq(trace_text_of(has), attributes);
}

void
trace_end_now(struct trace_model *m, uint32_t call, const struct trace_record *r)
{
	const struct trace_call *c = &m->call[call];
	struct trace_record needed = *r;
	needed.parent_id = TEXT_ABSENT;
	if (c->name)
		needed.name = TEXT_ABSENT;
	if (c->output)
		needed.output = TEXT_ABSENT;
	if (has_attributes(m, call, r->attributes)) {
		needed.attributes = TEXT_ABSENT;
		m->build->making[call].echoed = true;
	}
	const struct trace_late_end end = late_end(m, call, &needed);
	trace_end_call(m, call, &end);
}

static uint32_t
add_end(struct trace_model *m, const struct trace_record *r)
{
	struct trace_build *b = m->build;
	const uint64_t content = r->content != 0 ? r->content : trace_content(b->key, r);
	const uint32_t call = trace_call_of(m, r);
	struct trace_making *made = &b->making[call];
	if ((made->ended && made->end_content == content) ||
	    trace_find_content(b, call, content) != TRACE_NONE) {
		m->repeated++;
		return call;
	}
	if (!made->begun && r->parent_id.p && !m->call[call].parent_id)
		m->call[call].parent_id = trace_keep(m, r->parent_id);
	take_kind(m, call, r);
	add_events(m, call, r);
	if (!made->ended && made->same == 0) {
		trace_end_now(m, call, r);
		made->end_content = content;
		made->told = r->name.p != NULL;
		return call;
	}
	b->end = mem_grow(b->end, &b->end_cap, b->ends + 1, sizeof(*b->end));
	b->end[b->ends++] = late_end(m, call, r);
	trace_note_content(b, call, content, call);
	return TRACE_NONE;
}

static void
add_stray(struct trace_model *m, const struct trace_record *r, struct text function,
    struct trace_stray stray)
{
	struct trace_build *b = m->build;
	stray.trace_id = trace_intern(m, r->trace_id);
	stray.name = trace_intern(m, function);
	stray.marks = r->marks;
	b->stray = mem_grow(b->stray, &b->stray_cap, b->strays + 1, sizeof(*b->stray));
	b->stray[b->strays++] = stray;
}

static uint32_t
add_event(struct trace_model *m, const struct trace_record *r)
{
	struct trace_build *b = m->build;
	if (r->call_id.p) {
		const uint32_t call = trace_call_of(m, r);
		struct trace_call *c = &m->call[call];
		take_kind(m, call, r);
		b->making[call].made_up |= r->made_up;
		if (!b->making[call].begun) {
			c->name = either(c->name, trace_intern(m, r->name));
			c->parent_id = c->parent_id ? c->parent_id : trace_keep(m, r->parent_id);
			c->service = either(c->service, trace_intern(m, r->service));
			b->making[call].lasts |= r->lasts;
		}
		trace_join_attributes(m, call, r->attributes, false);
		add_events(m, call, r);
		return call;
	}
	for (size_t i = 0; i < r->events; i++)
		add_stray(m, r, r->name,
		    (struct trace_stray){ .number = keep_event(m, &r->event[i]),
			.records = i == 0 ? r->records : 0 });
	return TRACE_NONE;
}

static void
keep_text(struct trace_model *m, struct text *t)
{
	if (t->p)
		*t = trace_text_of(trace_keep(m, *t));
}

/* A copy in the arena, without events. */
static struct trace_record *
keep_record(struct trace_model *m, const struct trace_record *r)
{
	struct trace_record *k = arena_alloc(&m->build->arena, sizeof(*k));
	*k = *r;
	k->event = NULL;
	k->events = 0;
	struct text *const texts[] = { &k->name, &k->service, &k->process, &k->input, &k->output,
		&k->attributes };
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		keep_text(m, texts[i]);
	k->trace_id = k->call_id = k->parent_id = k->function = TEXT_ABSENT;
	if (r->more) {
		struct trace_more *more = arena_alloc(&m->build->arena, sizeof(*more));
		*more = (struct trace_more)TRACE_MORE_INIT;
		more->error = r->more->error;
		keep_text(m, &more->error.type);
		keep_text(m, &more->error.message);
		keep_text(m, &more->error.where);
		k->more = more;
	}
	return k;
}

static uint32_t
add_astray(struct trace_model *m, const struct trace_record *r)
{
	struct trace_build *b = m->build;
	b->astray = mem_grow(b->astray, &b->astray_cap, b->astrays + 1, sizeof(*b->astray));
	b->astray[b->astrays] = (struct trace_astray){ keep_record(m, r), b->order };
	add_stray(m, r, r->function,
	    (struct trace_stray){
		.number = (uint32_t)b->astrays++, .records = r->records, .is_record = true });
	return TRACE_NONE;
}

static uint32_t
add(struct trace_model *m, const struct trace_record *r)
{
	if (!r->call_id.p && r->function.p)
		return add_astray(m, r);
	switch (r->what) {
	case TRACE_CALL:
	case TRACE_BEGIN: return add_call(m, r);
	case TRACE_END: return add_end(m, r);
	case TRACE_EVENT: return add_event(m, r);
	}
	return TRACE_NONE;
}

uint32_t
trace_add(struct trace_model *m, const struct trace_record *r)
{
	m->build->order++;
	const uint32_t call = add(m, r);
	if (call != TRACE_NONE) {
		m->call[call].records += r->records;
		m->call[call].marks |= r->marks;
	}
	return call;
}
