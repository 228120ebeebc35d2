/* SPDX-License-Identifier: MIT */
#include "json/write.h"
#include "replay/report_compare.h"
#include "replay/report_put.h"

struct agreement
report_agreement(const uint64_t held[LABELS], const struct label_tally *all)
{
	return (struct agreement){ held[LABEL_BAD], held[LABEL_GOOD],
		all->seen[LABEL_BAD] - held[LABEL_BAD] };
}

int
report_ratio(uint64_t part, uint64_t rest)
{
	const unsigned __int128 total = (unsigned __int128)part + rest;
	if (total == 0)
		return -1;
	return (int)(((unsigned __int128)part * 10000 + total / 2) / total);
}

static void
put_ratio(struct buf *b, const char *name, uint64_t part, uint64_t rest)
{
	const int ratio = report_ratio(part, rest);
	json_put_name(b, false, name);
	if (ratio < 0)
		BUF_LIT(b, "null");
	else
		buf_printf(b, "%d.%04d", ratio / 10000, ratio % 10000);
}

/* "true_positives":…, and so on. */
static void
put_agreement(struct buf *b, bool first, const struct agreement *a)
{
	report_put_count(b, first, "true_positives", a->hits);
	report_put_count(b, false, "false_positives", a->alarms);
	report_put_count(b, false, "false_negatives", a->misses);
	put_ratio(b, "precision", a->hits, a->alarms);
	put_ratio(b, "recall", a->hits, a->misses);
}

static void
put_rule(struct buf *b, const struct replay *r, enum side side, size_t rule, struct text name)
{
	const struct agreement a =
	    report_agreement(r->tally.rule[rule].labelled[side], &r->tally.n.label[side]);
	BUF_LIT(b, "{\"rule_id\":");
	json_put_string(b, name);
	put_agreement(b, false, &a);
	buf_char(b, '}');
}

/* The members of one side, whose rules come in their order. */
static void
put_side(struct buf *b, const struct replay *r, enum side side)
{
	const struct label_tally *l = &r->tally.n.label[side];
	const struct agreement a = report_agreement(l->stopped, l);
	const struct rules *rules =
	    side == CANDIDATE ? r->rules : r->compare->grid.rules[side][side];
	report_put_count(b, true, "good", l->seen[LABEL_GOOD]);
	report_put_count(b, false, "bad", l->seen[LABEL_BAD]);
	report_put_count(b, false, "unlabelled", l->seen[LABEL_NONE]);
	BUF_LIT(b, ",\"decisions\":{");
	put_agreement(b, true, &a);
	BUF_LIT(b, "},\"rules\":[");
	for (size_t i = 0; i < rules->count; i++) {
		if (i > 0)
			buf_char(b, ',');
		put_rule(b, r, side, r->compare ? r->compare->rule_of[side][i] : i,
		    rules->rule[i].rule_id);
	}
	buf_char(b, ']');
}

void
report_put_labels(struct buf *b, const struct replay *r)
{
	BUF_LIT(b, ",\"labels\":{");
	put_side(b, r, CANDIDATE);
	if (r->compare) {
		BUF_LIT(b, ",\"baseline\":{");
		put_side(b, r, BASELINE);
		buf_char(b, '}');
	}
	buf_char(b, '}');
}
