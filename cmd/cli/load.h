/* SPDX-License-Identifier: MIT */
#ifndef CLI_LOAD_H
#define CLI_LOAD_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "cmd/cli/diagnostics.h"

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

#endif
