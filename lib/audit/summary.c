/* SPDX-License-Identifier: MIT */
#include "audit/summary.h"

#include <inttypes.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "audit/action.h"
#include "base/arena.h"
#include "base/mem.h"
#include "base/number.h"
#include "json/write.h"
#include "report/color.h"

enum kind { ENCODING, RULES };
static const struct text kind_names[] = {
	[ENCODING] = TEXT(ACTION_ENCODING), [RULES] = TEXT(ACTION_RULES)
};
#define KINDS (sizeof(kind_names) / sizeof(*kind_names))

/* A name and a number: how many entries have it, or the status of a job. */
struct tally {
	struct text name;
	uint64_t n;
};

struct tenant_summary {
	struct text id;
	uint64_t entries;
	char first_at[STAMP_MAX], last_at[STAMP_MAX]; /* NUL terminated */
	void *actions, *actors, *jobs;                /* trees of tally, by name */
	uint64_t active[KINDS];                       /* 0: none */
	uint64_t job[JOB_STATUSES];                   /* how many jobs have this status now */
	struct tenant_summary *next;
};

struct summary {
	struct arena arena;
	struct tenant_summary *first, **end;
};

static int
by_name(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;
	return text_cmp(x->name, y->name);
}

struct summary *
summary_new(void)
{
	struct summary *s = mem_zalloc(1, sizeof(*s));
	s->end = &s->first;
	return s;
}

static void
leave(void *node)
{
	(void)node; /* it is in the arena */
}

void
summary_free(struct summary *s)
{
	if (!s)
		return;
	for (struct tenant_summary *t = s->first; t; t = t->next) {
		tdestroy(t->actions, leave);
		tdestroy(t->actors, leave);
		tdestroy(t->jobs, leave);
	}
	arena_free(&s->arena);
	free(s);
}

static struct tenant_summary *
find_tenant(struct summary *s, struct text id)
{
	struct tenant_summary *t = s->first;
	while (t && !text_eq(t->id, id))
		t = t->next;
	if (t)
		return t;
	t = arena_zalloc(&s->arena, 1, sizeof(*t));
	t->id = arena_text(&s->arena, id);
	*s->end = t;
	s->end = &t->next;
	return t;
}

/* Finds the tally of a name.  *made: it is new. */
static struct tally *
find_tally(struct summary *s, void **tree, struct text name, bool *made)
{
	struct tally key = { name, 0 }, *new, **found = tfind(&key, tree, by_name);
	*made = !found;
	if (found)
		return *found;
	new = arena_zalloc(&s->arena, 1, sizeof(*new));
	new->name = arena_text(&s->arena, name);
	if (!tsearch(new, tree, by_name))
		mem_give_up();
	return new;
}

static void
count(struct summary *s, void **tree, struct text name)
{
	bool made;
	find_tally(s, tree, name, &made)->n++;
}

/* Notes that encoding/3 was activated or retired. */
static void
note_version(struct tenant_summary *t, const struct audit_line *entry)
{
	for (size_t i = 0; i < KINDS && entry->target.p; i++) {
		const struct text verb = action_of(entry->action, kind_names[i], '.'),
				  number = action_of(entry->target, kind_names[i], '/');
		uint64_t version;
		if (!verb.p || !number.p || number_u64(number, &version) < 0)
			continue;
		if (text_eq(verb, TEXT(ACTION_ACTIVATE)))
			t->active[i] = version;
		else if (text_eq(verb, TEXT(ACTION_RETIRE)) && t->active[i] == version)
			t->active[i] = 0;
	}
}

static void
note_job(struct summary *s, struct tenant_summary *t, const struct audit_line *entry)
{
	for (size_t i = 0; i < JOB_STATUSES && entry->target.p; i++) {
		struct tally *job;
		bool made;
		if (!text_eq(entry->action, job_status_actions[i]))
			continue;
		job = find_tally(s, &t->jobs, entry->target, &made);
		if (!made)
			t->job[job->n]--;
		job->n = i;
		t->job[i]++;
	}
}

static void
keep_time(char to[STAMP_MAX], struct text time)
{
	const size_t n = time.n < STAMP_MAX ? time.n : STAMP_MAX - 1;
	memcpy(to, time.p, n);
	to[n] = 0;
}

void
summary_add(struct summary *s, const struct audit_line *entry)
{
	struct tenant_summary *t = find_tenant(s, entry->tenant_id);
	if (t->entries++ == 0)
		keep_time(t->first_at, entry->recorded_at);
	keep_time(t->last_at, entry->recorded_at);
	count(s, &t->actions, entry->action);
	count(s, &t->actors, entry->actor);
	note_version(t, entry);
	note_job(s, t, entry);
}

struct ending {
	struct tenant_summary *tenant;
	bool (*has_ended)(void *context, struct text target);
	void *context;
};

static void
end_job(const void *node, VISIT visit, void *context)
{
	struct tally *job = *(struct tally *const *)node;
	struct ending *ending = context;
	if ((visit != postorder && visit != leaf) || job->n != JOB_RUNNING ||
	    !ending->has_ended(ending->context, job->name))
		return;
	ending->tenant->job[JOB_RUNNING]--;
	ending->tenant->job[JOB_FAILED]++;
	job->n = JOB_FAILED;
}

void
summary_end_jobs(struct summary *s, struct text tenant,
    bool (*has_ended)(void *context, struct text target), void *context)
{
	struct ending ending = { s->first, has_ended, context };
	while (ending.tenant && !text_eq(ending.tenant->id, tenant))
		ending.tenant = ending.tenant->next;
	if (ending.tenant)
		twalk_r(ending.tenant->jobs, end_job, &ending);
}

/* ---- writing -------------------------------------------------------------------------------- */

struct listing {
	struct buf *b;
	bool text;
};

static void
put_tally(const void *node, VISIT visit, void *context)
{
	const struct tally *tally = *(const struct tally *const *)node;
	struct listing *list = context;
	if (visit != postorder && visit != leaf)
		return;
	if (list->text) {
		BUF_LIT(list->b, "  ");
		buf_visible(list->b, tally->name);
		buf_printf(list->b, " %" PRIu64 "\n", tally->n);
		return;
	}
	json_name_text(list->b, tally->name);
	json_add_u64(list->b, tally->n);
}

static void
put_tallies(struct buf *b, const char *name, const void *tree)
{
	struct listing list = { .b = b };
	json_member_begin(b, name, '{');
	twalk_r(tree, put_tally, &list);
	json_end(b, '}');
}

static void
put_tenant(struct buf *b, const struct tenant_summary *t)
{
	json_begin(b, '{');
	json_member_string(b, "tenant_id", t->id);
	json_member_u64(b, "entries", t->entries);
	json_member_string(b, "first_at", text_of(t->first_at));
	json_member_string(b, "last_at", text_of(t->last_at));
	put_tallies(b, "by_action", t->actions);
	put_tallies(b, "by_actor", t->actors);
	json_member_begin(b, "active", '{');
	for (size_t i = 0; i < KINDS; i++)
		if (t->active[i] > 0)
			json_member_u64(b, kind_names[i].p, t->active[i]);
		else
			json_member_null(b, kind_names[i].p);
	json_end(b, '}');
	json_member_begin(b, "jobs", '{');
	for (size_t i = 0; i < JOB_STATUSES; i++)
		json_member_u64(b, job_status_names[i].p, t->job[i]);
	BUF_LIT(b, "}}\n");
}

void
summary_put_json(struct buf *b, const struct summary *s)
{
	for (const struct tenant_summary *t = s->first; t; t = t->next)
		put_tenant(b, t);
}

static void
put_tenant_text(struct buf *b, const struct tenant_summary *t, bool color)
{
	struct listing list = { .b = b, .text = true };
	buf_visible(b, t->id);
	buf_printf(
	    b, ": %" PRIu64 " entries, %s to %s\nactions\n", t->entries, t->first_at, t->last_at);
	twalk_r(t->actions, put_tally, &list);
	BUF_LIT(b, "actors\n");
	twalk_r(t->actors, put_tally, &list);
	BUF_LIT(b, "active\n");
	for (size_t i = 0; i < KINDS; i++) {
		buf_printf(b, "  %s ", kind_names[i].p);
		if (t->active[i] > 0)
			buf_u64(b, t->active[i]);
		else
			BUF_LIT(b, "none");
		buf_char(b, '\n');
	}
	BUF_LIT(b, "jobs\n");
	for (size_t i = 0; i < JOB_STATUSES; i++) {
		const size_t from = b->n;
		buf_printf(b, "  %s", job_status_names[i].p);
		color_since(b, from, color && t->job[i] > 0, job_status_colors[i]);
		buf_printf(b, " %" PRIu64 "\n", t->job[i]);
	}
}

void
summary_put_text(struct buf *b, const struct summary *s, bool color)
{
	for (const struct tenant_summary *t = s->first; t; t = t->next)
		put_tenant_text(b, t, color);
}
