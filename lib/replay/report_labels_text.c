/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "replay/report_compare.h"
#include "replay/report_compare_text.h"
#include "report/text_put.h"

enum { RULES_MOST = 10, RULES_BESIDE = 3 }; /* rows of rules; the second is for comparisons */

static void
put_ratio(struct buf *b, uint64_t part, uint64_t rest)
{
	const int ratio = report_ratio(part, rest);
	if (ratio < 0)
		text_put_head(b, "-", 12);
	else
		buf_printf(b, " %6d.%04d", ratio / 10000, ratio % 10000);
}

static void
put_row(struct buf *b, struct text name, size_t column, const uint64_t held[LABELS],
    const struct label_tally *all)
{
	const struct agreement a = report_agreement(held, all);
	text_put_name(b, name, column);
	put_ratio(b, a.hits, a.alarms);
	put_ratio(b, a.hits, a.misses);
	text_put_number(b, a.hits);
	text_put_number(b, a.alarms);
	buf_char(b, '\n');
}

/* Shows how decisions and the candidate's rules agree with labels.  Challenge and Block count as
 * bad. */
void
report_text_labels(struct buf *b, const struct replay *r, size_t column)
{
	const struct tally *t = &r->tally;
	struct text_rows rows = { .most = r->compare ? RULES_BESIDE : RULES_MOST };
	const struct label_tally *now = &t->n.label[CANDIDATE], *before = &t->n.label[BASELINE];
	buf_printf(b,
	    "labels: %" PRIu64 " good, %" PRIu64 " bad, %" PRIu64
	    " unlabelled; Challenge and Block count as bad\n",
	    now->seen[LABEL_GOOD], now->seen[LABEL_BAD], now->seen[LABEL_NONE]);
	text_put_title(b, "", column);
	text_put_head(b, "precision", 12);
	text_put_head(b, "recall", 12);
	text_put_head(b, "hits", 12);
	text_put_head(b, "false hits", 12);
	buf_char(b, '\n');
	if (r->compare)
		put_row(b, TEXT("before"), column, before->stopped, before);
	put_row(b, r->compare ? TEXT("now") : TEXT("decisions"), column, now->stopped, now);
	for (size_t i = 0; i < r->rules->count; i++) {
		const struct agreement a = report_agreement(t->rule[i].labelled[CANDIDATE], now);
		text_rows_offer(&rows, i, a.hits + a.alarms);
	}
	for (size_t k = 0; k < rows.n; k++)
		put_row(b, r->rules->rule[rows.row[k]].rule_id, column,
		    t->rule[rows.row[k]].labelled[CANDIDATE], now);
	text_put_more(b, r->rules->count - rows.n);
}
