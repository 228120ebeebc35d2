/* SPDX-License-Identifier: MIT */
#ifndef CLI_LOAD_H
#define CLI_LOAD_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "cmd/cli/diagnostics.h"
#include "plan/plan.h"
#include "rules/rules.h"

/* Small files that are read whole: plans, rule sets, lists.  At most LOAD_MAX bytes, plain or zstd,
 * `-` is standard input. */
#define LOAD_MAX ((size_t)256 << 20)

/* The file's content, in the arena, a NUL behind it; absent with *e filled ("No such file or
 * directory"). */
struct text load_file(struct arena *a, const char *path, const char *program, struct err *e);

/* The folder that a document at `path` is in, which its list files are relative to. */
const char *load_folder(struct arena *a, const char *path);

/* Says what is wrong with a document: `PROGRAM: FILE:LINE:COLUMN: …`, the place only where the
 * error has an offset. */
void load_complain(
    const struct voice *v, const char *path, struct text document, const struct err *e);

/* Says all of it, a line each; a last line says how many errors are not shown. */
void load_complain_all(
    const struct voice *v, const char *path, struct text document, const struct errs *all);

/*
 * Makes a plan or a rule set of a document's text.  path: where it is, for messages and for its
 * list files.  NULL: what is wrong with it has been said, and *why (which may be NULL) has it.
 */
struct plan *load_as_plan(
    const struct voice *v, struct arena *a, const char *path, struct text text, struct errs *why);

/* By the plan, or by none.  plan_name: where two plans are in use, the one that it is; else NULL.
 */
struct rules *load_as_rules(const struct voice *v, struct arena *a, const char *path,
    struct text text, const struct plan *plan, const char *plan_name, struct errs *why);

#endif
