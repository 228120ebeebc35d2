/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_SELECTING_H
#define CMD_TRACE_SELECTING_H

#include "base/arena.h"
#include "cmd/cli/options.h"
#include "import/marks.h"
#include "trace/select.h"

/* The options that select traces, and what they need besides the selection itself. */
struct selecting {
	struct trace_selection selection;
	struct import_marks marks; /* --pattern, --traces-of */
	const char **traces_of;    /* files */
	const char *read;          /* one of them: "-" if that is among them */
	size_t files, file_cap;
	const char *time_range; /* --time-range, which is read after all options; NULL: none */
	struct arena arena;     /* texts that an alias makes */
};

enum { SELECTING_OPTIONS = 25 };
extern const struct option_spec selecting_options[SELECTING_OPTIONS];

void selecting_init(struct selecting *s);
void selecting_free(struct selecting *s);

/* Is everything selected? */
bool selecting_all(const struct selecting *s);

#endif
