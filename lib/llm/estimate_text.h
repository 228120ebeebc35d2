/* SPDX-License-Identifier: MIT */
#ifndef LLM_ESTIMATE_TEXT_H
#define LLM_ESTIMATE_TEXT_H

#include "base/arena.h"
#include "llm/estimate.h"
#include "view/table.h"

/* Estimates for people: rows of a table (view/table.h). */
enum { LLM_ESTIMATE_COLUMNS = 9 };
struct view_table llm_estimate_table(const struct view_style *style);

/* trace_id: absent for a sum. */
void llm_estimate_cells(
    const struct llm_estimate *e, struct text trace_id, struct view_cell *cell, struct arena *a);

#endif
