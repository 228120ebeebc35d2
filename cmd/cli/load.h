/* SPDX-License-Identifier: MIT */
#ifndef CLI_LOAD_H
#define CLI_LOAD_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "cmd/cli/diagnostics.h"
#include "plan/plan.h"
#include "rules/rules.h"

/* Small files that are read as a whole: plans, rule sets, lists.  They may be plain or zstd and
 * have at most LOAD_MAX bytes; `-` is standard input. */
#define LOAD_MAX ((size_t)256 << 20)

/* Returns the file's content in the arena, with a NUL after it, or an absent text and fills *e ("No
 * such file or directory"). */
struct text load_file(struct arena *a, const char *path, const char *program, struct err *e);

/* Returns the folder of the plan or rule set at `path`; its list files are relative to that. */
const char *load_folder(struct arena *a, const char *path);

/* Prints what is wrong with a plan or rule set: `PROGRAM: FILE:LINE:COLUMN: …`.  Line and column
 * are left out if the error has no offset. */
void load_complain(
    const struct voice *v, const char *path, struct text document, const struct err *e);

/* Prints all errors, one a line.  A last line says how many errors are not shown. */
void load_complain_all(
    const struct voice *v, const char *path, struct text document, const struct errs *all);

/*
 * Parse the text of a plan or rule set.  `path` is its file, for messages and list files.  Return
 * NULL if it is wrong; the errors have then been printed, and are in *why unless `why` is NULL.
 */
struct plan *load_as_plan(
    const struct voice *v, struct arena *a, const char *path, struct text text, struct errs *why);

/* `plan` may be NULL.  plan_name is the plan's name if two plans are in use, otherwise NULL. */
struct rules *load_as_rules(const struct voice *v, struct arena *a, const char *path,
    struct text text, const struct plan *plan, const char *plan_name, struct errs *why);

#endif
