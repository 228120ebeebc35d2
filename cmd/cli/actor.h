/* SPDX-License-Identifier: MIT */
#ifndef CLI_ACTOR_H
#define CLI_ACTOR_H

#include "base/arena.h"
#include "base/text.h"
#include "store/version.h"

/*
 * Who changes something, for the audit history: the name that was given (--actor; NULL: none), else
 * $ESPER_ACTOR, else the login name of the user that the process runs as, else `uid-1000`.  In the
 * arena.
 */
struct text actor_name(struct arena *a, const char *given);

/* The same with the time that it is now: asked for when the store has been opened, so that the
 * times of its history do not run backwards. */
struct store_author actor_author(struct arena *a, const char *given);

#endif
