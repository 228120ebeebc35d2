/* SPDX-License-Identifier: MIT */
#ifndef CLI_VERSIONS_H
#define CLI_VERSIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "cmd/cli/options.h"
#include "cmd/cli/settings.h"
#include "store/store.h"

/*
 * Versions of a tenant's plans and rule sets on the command line: --list, --show, --create and so
 * on, the same for esper-encode (plans) and esper-decide (rule sets).  Also loads the plan or rule
 * set that a filter takes from a store.
 */
enum versions_action {
	VERSIONS_NONE,
	VERSIONS_LIST,
	VERSIONS_SHOW,
	VERSIONS_CREATE,
	VERSIONS_UPDATE,
	VERSIONS_DELETE,
	VERSIONS_ACTIVATE,
	VERSIONS_RETIRE,
	VERSIONS_DIFF,
	VERSIONS_ACTIONS /* the first number for actions of the program's own */
};

/* The values of these options. */
struct versions {
	uint64_t number;  /* the version that the action is about */
	const char *file; /* --create */
	const char *actor;
	bool text, exit_code;      /* --diff */
	uint64_t use[STORE_KINDS]; /* the versions to use; 0: the active version */
};

enum { VERSIONS_OPTIONS = 10 };
extern const struct option_spec versions_options[VERSIONS_OPTIONS];
#define VERSIONS_TABLE(struct_)                                                                    \
	{                                                                                          \
		versions_options, VERSIONS_OPTIONS, offsetof(struct_, versions), 0                 \
	}

/* For --encoding-version and --rule-version in a program's table: stores a version number in the
 * struct versions that is a member of struct_. */
#define VERSIONS_NUMBER(struct_, member, kind)                                                     \
	.takes = { OPTION_NUMBER, OPTION_MEMBER(struct_, member.use[kind]), 1, INT64_MAX }

/* What the program keeps versions of, and how it checks one. */
struct versions_program {
	const struct option_program *program;
	enum store_kind kind;
	void *own;
	/*
	 * Checks a plan or rule set as --check does, and appends the config to store to *config.
	 * If config is NULL, the text is already stored and only has to load.  Prints what is
	 * wrong.  Returns the exit status: EXIT_WORKED if it may be stored.
	 */
	int (*check)(void *own, const char *path, struct text text, struct buf *config);
};

/* Does the action check a plan or rule set? */
bool versions_checks(unsigned action);

/* Does the action on the command line, which must have one.  Returns the exit status. */
int versions_run(
    const struct versions_program *p, const struct versions *v, const struct settings *s);

/* Do the settings name a tenant of a store? */
bool versions_in_store(const struct settings *s);

/*
 * Fills *text, in the arena, with the plan or rule set from the file *path.  If that is NULL, takes
 * the version that the options name, or the active version, and sets *path to its file.  Returns 1;
 * 0 if no version is Active; or -1 after printing what is wrong.  `why` may be NULL; otherwise *why
 * also gets the error, or an empty text if the store could not be opened.
 */
int versions_load(const struct versions *v, const struct settings *s, enum store_kind kind,
    struct arena *a, struct text *text, const char **path, struct err *why);

/* Prints that the store has no such tenant, and which tenants it has. */
void versions_say_no_tenant(const struct settings *s);

/* Prints that no version of that kind is Active, or that there is no such tenant. */
void versions_say_none(const struct settings *s, enum store_kind kind);

#endif
