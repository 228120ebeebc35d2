/* SPDX-License-Identifier: MIT */
#ifndef STATE_NAMES_H
#define STATE_NAMES_H

#include <stdint.h>

#include "base/text.h"
#include "state/distinct.h"

/*
 * The names that units hold for people: the source of an entity, the entity of a session.  Each
 * name is stored once, however many units have it.  A session id usually begins with the entity id;
 * such a name takes no memory.  A name is a number, and 0 is an absent one.
 */

/* Sets *name to the text t, for a unit whose key is `key`. */
void names_set(struct distinct *names, uint32_t *name, struct text key, struct text t);
struct text names_get(const struct distinct *names, uint32_t name, struct text key);
void names_drop(struct distinct *names, uint32_t *name);

#endif
