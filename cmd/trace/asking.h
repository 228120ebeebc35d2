/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_ASKING_H
#define CMD_TRACE_ASKING_H

#include "base/arena.h"
#include "cmd/cli/settings.h"
#include "llm/gate.h"
#include "llm/prices.h"
#include "llm/retry.h"
#include "rerun/modify.h"
#include "rerun/paid.h"
#include "trace/select.h"

/* The options of calls to models: what is changed in them, who answers, and what it may cost. */
struct asking {
	/* several values make a grid */
	struct trace_texts models, temperatures, max_tokens, system_prompts, queries;
	uint64_t from_step;
	const char *command; /* --llm; NULL: the helper that comes with Esper */
	int api;             /* --llm-api: 1 + enum llm_api; 0: not given */
	const char *drop;    /* settings that are not sent; NULL: none */
	struct llm_retry retry;
	bool stream, all;
	struct rerun_budget budget; /* --max-cost */
	const char *resume;         /* a result; NULL: none */
	const char *embed;          /* a command; NULL: none */
	bool compare;               /* --compare, of a replay with its recording */
	struct llm_gate *gate;      /* --fail-on, by its number, for a replay */
	const char *prices_file;
	struct arena arena;
	const struct prices *prices; /* once they are read */
	struct rerun_paid *paid;     /* the same of --resume; or NULL */
};

enum { ASKING_OPTIONS = 19 };
extern const struct option_spec asking_options[ASKING_OPTIONS];

void asking_init(struct asking *k);
void asking_free(struct asking *k);

/* Is anything to be changed? */
bool asking_changes(const struct asking *k);

/* How many sets of changes there are, and one of them. */
size_t asking_cells(const struct asking *k);
struct rerun_cell asking_cell(const struct asking *k, size_t cell);

#endif
