/* SPDX-License-Identifier: MIT */
#ifndef LEARN_WORDS_H
#define LEARN_WORDS_H

#include "base/buf.h"
#include "trace/model.h"
#include "trace/numbered.h"

/*
 * The words of which sequences are made: a call of a name, or an error of a type.  They have
 * numbers from 0, in the order in which they are met.
 */
struct learn_word {
	bool error;
	struct text name; /* of the call, or the type of the error; absent: not known */
};

struct learn_words {
	struct trace_numbered all;
	struct buf scratch;
};

#define LEARN_NO_WORD UINT32_MAX

/* The key is for a table; nothing depends on it. */
void learn_words_begin(struct learn_words *w, struct siphash_key key);
void learn_words_free(struct learn_words *w);

/* The number of a word, which is w->all.n before the call if the word is new. */
uint32_t learn_word(struct learn_words *w, struct learn_word word);

/* The word of a number.  Its name is valid until learn_words_free. */
struct learn_word learn_word_of(const struct learn_words *w, uint32_t number);

/* In the order of bytes: calls first.  Less than 0: a is the first. */
int learn_word_cmp(struct learn_word a, struct learn_word b);

/* The word of each listed call, by the number of the call.  Free it. */
uint32_t *learn_words_of_calls(struct learn_words *w, const struct trace_model *m);

/* Appends a word as text: the name, or `error TYPE`. */
void learn_put_word(struct buf *b, struct learn_word word);

#endif
