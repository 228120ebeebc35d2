/* SPDX-License-Identifier: MIT */
/* Gates of a replay: what is read, and what is refused. */
#include "llm/gate.h"

#include "tests/unit/unit.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct {
	const char *gate, *error; /* NULL: none */
	bool similarity;
	enum trace_gate_operator op;
	double bound;
} rows[] = {
	{ "similarity<0.9", NULL, true, GATE_BELOW, 0.9 },
	{ " similarity <= 0.85 ", NULL, true, GATE_AT_MOST, 0.85 },
	{ "similarity>0", NULL, true, GATE_ABOVE, 0 },
	{ "cost>+10%", NULL, false, GATE_ABOVE, 0.1 },
	{ "errors>0", NULL, false, GATE_ABOVE, 0 },
	{ "similarity<-5%",
	    "not a bound of similarity: 'similarity<-5%'; write one such as similarity<0.9", false,
	    GATE_ABOVE, 0 },
	{ "similarity<x",
	    "not a bound of similarity: 'similarity<x'; write one such as similarity<0.9", false,
	    GATE_ABOVE, 0 },
	{ "nothing>1",
	    "no metric is named 'nothing'; there are mean, p50, p95, errors, calls, "
	    "tokens, cost, and those of --metric",
	    false, GATE_ABOVE, 0 },
};

int
main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct llm_gate g;
		struct err e;
		unit_row(rows[i].gate);
		const int result = llm_gate_read(text_of(rows[i].gate), &g, &e);
		CHECK((result < 0) == (rows[i].error != NULL));
		if (rows[i].error)
			CHECK_TEXT(text_of(e.text), rows[i].error);
		else
			CHECK(g.similarity == rows[i].similarity && g.gate.op == rows[i].op &&
			      g.gate.bound == rows[i].bound);
	}
	return unit_end();
}
