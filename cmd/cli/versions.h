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
 * The versions of a tenant's documents on the command line: --list, --show, --create and so on, the
 * same in the program of plans and in that of rule sets; and the documents that a filter takes from
 * a store.
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

/* What the options say, beside the action. */
struct versions {
	uint64_t number;  /* the version it is about */
	const char *file; /* --create */
	const char *actor;
	bool text, exit_code;      /* --diff */
	uint64_t use[STORE_KINDS]; /* the versions that are named; 0: the Active one */
};

enum { VERSIONS_OPTIONS = 10 };
extern const struct option_spec versions_options[VERSIONS_OPTIONS];
#define VERSIONS_TABLE(struct_)                                                                    \
	{                                                                                          \
		versions_options, VERSIONS_OPTIONS, offsetof(struct_, versions), 0                 \
	}

/* How an entry of a program's table takes the version of a kind of document, into a struct versions
 * that is a member of struct_: --encoding-version, --rule-version. */
#define VERSIONS_NUMBER(struct_, member, kind)                                                     \
	.takes = { OPTION_NUMBER, OPTION_MEMBER(struct_, member.use[kind]), 1, INT64_MAX }

/* What the program's documents are. */
struct versions_program {
	const struct option_program *program;
	enum store_kind kind;
	void *own;
	/*
	 * Checks a document as --check does, and puts its config as it is stored into *config.
	 * config NULL: it is stored already, and has to load.  Returns the exit status: EXIT_WORKED
	 * where it may be stored; what is wrong has been said.
	 */
	int (*check)(void *own, const char *path, struct text text, struct buf *config);
};

/* Does the action check a document? */
bool versions_checks(unsigned action);

/* Does what there is on the command line, which has an action.  Returns the exit status. */
int versions_run(
    const struct versions_program *p, const struct versions *v, const struct settings *s);

/* Do the settings name a tenant of a store? */
bool versions_in_store(const struct settings *s);

/*
 * A document's text, in the arena: of the file *path; else of the version that the options name, or
 * of the Active one, and then *path becomes where that is.  1; 0 where none is Active; -1: what is
 * wrong has been said, and *why (which may be NULL) has it, or the empty text where the version was
 * not come to.
 */
int versions_load(const struct versions *v, const struct settings *s, enum store_kind kind,
    struct arena *a, struct text *text, const char **path, struct err *why);

/* Says that the store has no such tenant, and which it has. */
void versions_say_no_tenant(const struct settings *s);

/* Says that no version of that kind is Active, or that there is no such tenant. */
void versions_say_none(const struct settings *s, enum store_kind kind);

#endif
