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
	json_name(b, name);
	if (ratio < 0)
		json_add_null(b);
	else
		buf_printf(b, "%d.%04d", ratio / 10000, ratio % 10000);
}

/* Writes "true_positives":… and the other members. */
static void
put_agreement(struct buf *b, const struct agreement *a)
{
	json_member_u64(b, "true_positives", a->hits);
	json_member_u64(b, "false_positives", a->alarms);
	json_member_u64(b, "false_negatives", a->misses);
	put_ratio(b, "precision", a->hits, a->alarms);
	put_ratio(b, "recall", a->hits, a->misses);
}

static void
put_rule(struct buf *b, const struct replay *r, enum side side, size_t rule, struct text name)
{
	const struct agreement a =
	    report_agreement(r->tally.rule[rule].labelled[side], &r->tally.n.label[side]);
	json_begin(b, '{');
	json_member_string(b, "rule_id", name);
	put_agreement(b, &a);
	json_end(b, '}');
}

/* Writes the members of one side, with its rules in order. */
static void
put_side(struct buf *b, const struct replay *r, enum side side)
{
	const struct label_tally *l = &r->tally.n.label[side];
	const struct agreement a = report_agreement(l->stopped, l);
	const struct rules *rules =
	    side == CANDIDATE ? r->rules : r->compare->grid.rules[side][side];
	json_member_u64(b, "good", l->seen[LABEL_GOOD]);
	json_member_u64(b, "bad", l->seen[LABEL_BAD]);
	json_member_u64(b, "unlabelled", l->seen[LABEL_NONE]);
	json_member_begin(b, "decisions", '{');
	put_agreement(b, &a);
	json_end(b, '}');
	json_member_begin(b, "rules", '[');
	for (size_t i = 0; i < rules->count; i++)
		put_rule(b, r, side, r->compare ? r->compare->rule_of[side][i] : i,
		    rules->rule[i].rule_id);
	json_end(b, ']');
}

void
report_put_labels(struct buf *b, const struct replay *r)
{
	json_member_begin(b, "labels", '{');
	put_side(b, r, CANDIDATE);
	if (r->compare) {
		json_member_begin(b, "baseline", '{');
		put_side(b, r, BASELINE);
		json_end(b, '}');
	}
	json_end(b, '}');
}
