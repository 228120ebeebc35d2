/* SPDX-License-Identifier: MIT */
#include "replay/report_compare_text.h"

#include <inttypes.h>
#include <string.h>

#include "json/tree.h"
#include "replay/report_compare.h"
#include "report/color.h"
#include "report/text_put.h"

enum { RULES_MOST = 6, FIELDS_MOST = 3, EXAMPLES_MOST = 3, SUBJECT_MOST = 32 };

void
report_text_baseline(struct buf *b, const struct replay *r)
{
	const struct replay_grid *g = &r->compare->grid;
	BUF_LIT(b, "baseline: ");
	report_text_documents(b, r, BASELINE, g->plan[BASELINE], g->rules[BASELINE][BASELINE]);
	buf_char(b, '\n');
}

/* Returns whether any event has the answer, on either side. */
static bool
occurs(const struct tally *t, size_t answer)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < ANSWERS; i++)
		sum += t->n.changes[answer][i] + t->n.changes[i][answer];
	return answer < OUTCOMES || sum > 0;
}

/* Colours the answer, written from `from` on.  Failed and Skipped stay plain. */
static void
color_answer(struct buf *b, size_t from, bool color, size_t answer)
{
	color_since(b, from, color && answer < OUTCOMES, COLOR_OUTCOME + answer % OUTCOMES);
}

/* Rows are the baseline's answers, columns the candidate's. */
static void
put_matrix(struct buf *b, const struct tally *t, size_t column, bool color)
{
	text_put_title(b, "from \\ to", column);
	for (size_t to = 0; to < ANSWERS; to++) {
		const size_t begun = b->n;
		if (occurs(t, to))
			text_put_head(b, answer_names[to].p, 12);
		color_answer(b, begun, color, to);
	}
	buf_char(b, '\n');
	for (size_t from = 0; from < ANSWERS; from++) {
		if (!occurs(t, from))
			continue;
		const size_t begun = b->n;
		text_put_name(b, answer_names[from], column);
		color_answer(b, begun, color, from);
		for (size_t to = 0; to < ANSWERS; to++) {
			if (!occurs(t, to))
				continue;
			if (t->n.changes[from][to] > 0)
				text_put_number(b, t->n.changes[from][to]);
			else
				text_put_head(b, "-", 12);
		}
		buf_char(b, '\n');
	}
}

static void
put_sum(struct buf *b, const struct tally *t)
{
	const uint64_t events = tally_compared(t), changed = tally_changed(t);
	bool first = true;
	const int share = events ? report_ratio(changed, events - changed) : 0;
	buf_printf(b, "changed: %" PRIu64 " of %" PRIu64 " decisions, %d.%02d%%", changed, events,
	    share / 100, share % 100);
	for (size_t i = 0; i < CAUSES; i++) {
		if (t->n.causes[i] == 0)
			continue;
		buf_printf(b, "%s%" PRIu64 " ", first ? "; cause: " : ", ", t->n.causes[i]);
		buf_text(b, cause_names[i]);
		first = false;
	}
	buf_char(b, '\n');
}

static void
put_rules(struct buf *b, const struct replay *r, size_t column)
{
	const struct compare *c = r->compare;
	struct text_rows rows = { .most = RULES_MOST };
	for (size_t i = 0; i < c->rules; i++)
		text_rows_offer(&rows, i, r->tally.rule[i].gained + r->tally.rule[i].lost);
	if (rows.n == 0)
		return;
	text_put_title(b, "rules", column);
	text_put_head(b, "baseline", 12);
	text_put_head(b, "candidate", 12);
	text_put_head(b, "gained", 12);
	text_put_head(b, "lost", 12);
	buf_char(b, '\n');
	for (size_t i = 0; i < rows.n; i++) {
		const struct rule_tally *n = &r->tally.rule[rows.row[i]];
		const struct name_pair *name = &c->rule[rows.row[i]].name;
		text_put_name(b, name->name, column);
		for (unsigned side = 0; side < SIDES; side++)
			if (name->number[side] == FIELD_UNKNOWN)
				text_put_head(b, "-", 12);
			else
				text_put_number(b, n->matched[side]);
		text_put_number(b, n->gained);
		text_put_number(b, n->lost);
		buf_char(b, '\n');
	}
	text_put_more(b, c->rules - rows.n);
}

void
report_text_compare(struct buf *b, const struct replay *r, size_t column, bool color)
{
	put_sum(b, &r->tally);
	put_matrix(b, &r->tally, column, color);
	put_rules(b, r, column);
}

void
report_text_fields(struct buf *b, const struct replay *r, size_t column)
{
	const struct compare *c = r->compare;
	struct text_rows rows = { .most = FIELDS_MOST };
	size_t differ = 0;
	for (size_t i = 0; i < c->fields; i++) {
		const uint64_t *count = c->tally.field[i].count;
		const uint64_t sum = count[FIELD_LOST] + count[FIELD_FOUND] + count[FIELD_CHANGED];
		differ += sum > 0;
		if (sum > 0)
			text_rows_offer(&rows, i, sum);
	}
	if (differ == 0)
		return;
	text_put_title(b, "fields", column);
	text_put_head(b, "lost", 12);
	text_put_head(b, "found", 12);
	text_put_head(b, "changed", 12);
	buf_char(b, '\n');
	for (size_t i = 0; i < rows.n; i++) {
		text_put_name(b, c->field[rows.row[i]].name, column);
		for (size_t what = 0; what < DIFFERENCES; what++)
			text_put_number(b, c->tally.field[rows.row[i]].count[what]);
		buf_char(b, '\n');
	}
	text_put_more(b, differ - rows.n);
}

static struct text
member(const struct json_node *object, const char *name)
{
	const struct json_node *node = json_get(object, name);
	return node && node->kind != JSON_NULL ? node->text : TEXT("-");
}

static void
put_answer(struct buf *b, struct text answer, bool color)
{
	const size_t begun = b->n;
	buf_text(b, answer);
	const size_t i = text_among(answer, answer_names, ANSWERS);
	if (i < ANSWERS)
		color_answer(b, begun, color, i);
}

/* Whom it was about: the entity, or else the id. */
static struct text
subject(const struct json_node *change)
{
	const struct json_node *entity = json_get(change, "entity_id");
	return entity->kind == JSON_STRING ? entity->text : member(change, "event_id");
}

/* The column that the subjects of the first changes need, within reason. */
static size_t
subject_column(const struct json_node *changes)
{
	size_t column = 0, n = 0;
	for (const struct json_node *i = changes; i && n < EXAMPLES_MOST; i = i->next, n++) {
		const size_t width = text_width(subject(i));
		column = width > column ? width : column;
	}
	return column < SUBJECT_MOST ? column : SUBJECT_MOST;
}

static void
put_example(struct buf *b, const struct json_node *change, size_t column, bool color)
{
	text_put_name(b, subject(change), column);
	buf_char(b, ' ');
	text_put_readable(b, member(change, "observed_at"), TEXT_NAME_MAX);
	buf_char(b, ' ');
	put_answer(b, member(change, "from"), color);
	BUF_LIT(b, "->");
	put_answer(b, member(change, "to"), color);
	BUF_LIT(b, ", ");
	buf_text(b, member(change, "cause"));
	const struct json_node *first = json_get(change, "first_difference")->child;
	if (first) {
		BUF_LIT(b, ": ");
		text_put_readable(b, first->key, 10);
		if (first->kind == JSON_STRING) {
			buf_char(b, ' ');
			text_put_readable(b, first->text, 16);
		}
	}
	buf_char(b, '\n');
}

/* Writes the first changes, as the tally has them. */
void
report_text_examples(struct buf *b, const struct replay *r, bool color)
{
	struct arena a = { 0 };
	struct buf array = { 0 };
	struct err e;
	size_t n = 0;
	if (r->tally.examples == 0)
		return;
	buf_char(&array, '[');
	buf_text(&array, buf_as_text(&r->tally.example));
	buf_char(&array, ']');
	const struct json_node *all = json_tree(&a, buf_as_text(&array), &e);
	BUF_LIT(b, "first changes\n");
	const struct json_node *changes = all ? all->child : NULL;
	const size_t column = subject_column(changes);
	for (const struct json_node *i = changes; i && n < EXAMPLES_MOST; i = i->next, n++)
		put_example(b, i, column, color);
	buf_free(&array);
	arena_free(&a);
}

/* How many events have an entity, and each field of the candidate's plan. */
static void
put_seen(struct buf *b, const struct replay *r)
{
	const struct presence *p = &r->presence;
	if (p->events == 0)
		return;
	buf_printf(b, "entities: %" PRIu64 " of %" PRIu64 " events\n", p->entities, p->events);
	text_put_occurred(b, "events with", r->plan->fields.name, p->present, p->fields);
}

/* Writes one line with the fields of the candidate's plan that no event has. */
static void
put_unseen(struct buf *b, const struct replay *r)
{
	const struct presence *p = &r->presence;
	size_t column = strlen("in no event:"), n = 0, more = 0;
	for (size_t i = 0; i < p->fields && p->events > 0; i++) {
		if (p->present[i] > 0)
			continue;
		const size_t width = text_width(r->plan->field[i].name) + 2;
		if (n > 0 && column + width > TEXT_LINE) {
			more++;
			continue;
		}
		buf_text(b, n++ > 0 ? TEXT(", ") : TEXT("in no event: "));
		text_put_readable(b, r->plan->field[i].name, TEXT_NAME_MAX);
		column += width;
	}
	if (more > 0)
		buf_printf(b, " and %zu more", more);
	if (n > 0)
		buf_char(b, '\n');
}

void
report_text_problems(struct buf *b, const struct replay *r)
{
	const struct compare *c = r->compare;
	if (c) {
		put_seen(b, r);
		put_unseen(b, r);
	}
	if (c && c->plans_differ) {
		const struct fields *fields = &c->grid.plan[BASELINE]->fields;
		text_put_occurred(b, "failures before", reject_names, c->failures, REJECT_CODES);
		text_put_occurred(
		    b, "failures now", reject_names, r->counts.failures, REJECT_CODES);
		text_put_occurred(b, "warnings before", fields->name, c->warnings, fields->n);
		text_put_occurred(
		    b, "warnings now", r->plan->fields.name, r->presence.warnings, r->plan->count);
		return;
	}
	text_put_occurred(b, "failures", reject_names, r->counts.failures, REJECT_CODES);
	text_put_occurred(
	    b, "warnings", r->plan->fields.name, r->presence.warnings, r->plan->count);
}
