/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "event/decision.h"
#include "report/color.h"
#include "report/text_put.h"
#include "time/stamp.h"

enum { NAME_MOST = 64 }; /* columns of an entity, an id or a rule */

/* The entity, and the id unless that only says what the line was. */
static void
put_subject(struct buf *b, const struct event *ev)
{
	const bool entity = ev->entity_id.kind != VALUE_ABSENT;
	if (entity)
		text_put_readable(b, ev->entity_id.text, NAME_MOST);
	if (entity && event_id_is_of_line(ev->event_id.text))
		return;
	buf_text(b, entity ? TEXT(", event ") : TEXT("event "));
	text_put_readable(b, ev->event_id.text, NAME_MOST);
}

static void
put_lines(struct buf *b, struct text lines)
{
	while (lines.n > 0) {
		const char *end = memchr(lines.p, '\n', lines.n);
		const size_t n = end ? (size_t)(end - lines.p) + 1 : lines.n;
		BUF_LIT(b, "  ");
		buf_put(b, lines.p, n);
		lines = (struct text){ lines.p + n, lines.n - n };
	}
}

void
event_put_decision_text(struct buf *b, const struct event *ev, const struct decision *d, bool color)
{
	const struct verdict *v = d->verdict;
	char at[STAMP_MAX];
	const size_t n = stamp_put(ev->observed_at_ns, at);
	buf_put(b, at, n);
	buf_char(b, ' ');
	const size_t from = b->n;
	buf_text(b, outcome_names[v->outcome]);
	color_since(b, from, color, COLOR_OUTCOME + v->outcome);
	buf_char(b, ' ');
	put_subject(b, ev);
	BUF_LIT(b, ": ");
	if (v->decided_by.p)
		text_put_readable(b, v->decided_by, NAME_MOST);
	else
		BUF_LIT(b, "no rule, the default");
	if (d->duplicate)
		BUF_LIT(b, " (a duplicate)");
	buf_char(b, '\n');
	put_lines(b, d->evidence);
}
