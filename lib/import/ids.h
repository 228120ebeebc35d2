/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_IDS_H
#define IMPORT_IDS_H

#include <stddef.h>

#include "base/siphash.h"
#include "base/table.h"
#include "base/text.h"

/*
 * What ids stand for: a table from texts to pointers, in constant time whoever chose the texts.
 * All zeros and a key is a valid empty table.  The texts and what they stand for are borrowed.
 */
struct import_ids {
	struct siphash_key key;
	struct table table;
	struct import_id {
		struct text id;
		void *value;
	} * id;
	size_t n, cap;
};

/* Returns what an id stands for; NULL: it is not there, or it is absent. */
void *import_ids_find(const struct import_ids *s, struct text id);

/* Adds an id that is not there.  It must not be absent. */
void import_ids_add(struct import_ids *s, struct text id, void *value);

/* Replaces what an id that is there stands for. */
void import_ids_replace(struct import_ids *s, struct text id, void *value);

void import_ids_free(struct import_ids *s);

#endif
