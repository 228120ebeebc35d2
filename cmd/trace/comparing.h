/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_COMPARING_H
#define CMD_TRACE_COMPARING_H

#include "cmd/cli/options.h"
#include "trace/gate.h"
#include "trace/select.h"

/* The options of --compare, besides those that are the action. */
struct comparing {
	const char *variant_key;  /* NULL: two inputs are compared */
	struct trace_texts rates; /* --metric */
	double alpha, min_effect;
	struct trace_texts bounds; /* --fail-on, as given */
	struct trace_gate *gate;   /* the same, once they are read */
};

enum { COMPARING_OPTIONS = 4 };
extern const struct option_spec comparing_options[COMPARING_OPTIONS];

void comparing_init(struct comparing *k);
/* Reads the gates, when all names of --metric are known.  Returns 0, or -1 and fills *e. */
int comparing_read_gates(struct comparing *k, struct err *e);
void comparing_free(struct comparing *k);

#endif
