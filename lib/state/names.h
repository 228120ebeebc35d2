/* SPDX-License-Identifier: MIT */
#ifndef STATE_NAMES_H
#define STATE_NAMES_H

#include <stdint.h>

#include "base/text.h"
#include "state/distinct.h"

/*
 * The names that units carry for people, each held once however many carry it: the source of an
 * entity, the entity of a session.  A session's entity mostly is what its id begins with, and then
 * takes no memory at all.  A name is a number; 0 is an absent one.
 */

/* Makes *name that of the text t, for a unit whose key is `key`. */
void names_set(struct distinct *names, uint32_t *name, struct text key, struct text t);
struct text names_get(const struct distinct *names, uint32_t name, struct text key);
void names_drop(struct distinct *names, uint32_t *name);

#endif
