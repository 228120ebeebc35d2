/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_REPLAY_OPTIONS_H
#define REPLAY_REPLAY_OPTIONS_H

#include "cmd/replay/attempt.h"

/* Returns the options of the replay that was asked for.  Also identifies its inputs. */
struct replay_options replay_options_of(struct attempt *a);

#endif
