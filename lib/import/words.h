/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_WORDS_H
#define IMPORT_WORDS_H

#include <stdbool.h>

#include "base/text.h"
#include "trace/record.h"

/* The words that vendors have for the kind and the state of a call, without case.  Both return
 * false and leave *out alone if the word is none of these. */
bool import_kind_of_word(struct text word, enum trace_kind *out);
bool import_status_of_word(struct text word, enum trace_status *out);

#endif
