/* SPDX-License-Identifier: MIT */
#ifndef CLI_ACTOR_H
#define CLI_ACTOR_H

#include "base/arena.h"
#include "base/text.h"
#include "store/version.h"

/*
 * The actor for the audit history: the name given (--actor; NULL: none), or $ESPER_ACTOR, or the
 * login name of the process's effective user, or its number as in `uid-1000`.  The text is in the
 * arena.
 */
struct text actor_name(struct arena *a, const char *given);

/* The actor, with the current time.  Call this once the store is open, so that the times in its
 * history do not run backwards. */
struct store_author actor_author(struct arena *a, const char *given);

#endif
