/* SPDX-License-Identifier: MIT */
#ifndef CLI_ACTOR_H
#define CLI_ACTOR_H

#include "base/arena.h"
#include "base/text.h"

/*
 * Who changes something, for the audit history: the name that was given (--actor; NULL: none), else
 * $ESPER_ACTOR, else the login name of the user that the process runs as, else `uid-1000`.  In the
 * arena.
 */
struct text actor_name(struct arena *a, const char *given);

#endif
