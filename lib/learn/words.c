/* SPDX-License-Identifier: MIT */
#include "learn/words.h"

#include "base/mem.h"

/* A word is numbered by one of these letters and its name. */
enum { CALL = 'c', CALL_UNKNOWN = 'C', FAILURE = 'e', FAILURE_UNKNOWN = 'E' };

void
learn_words_begin(struct learn_words *w, struct siphash_key key)
{
	*w = (struct learn_words){ .all.key = key };
}

void
learn_words_free(struct learn_words *w)
{
	trace_numbered_free(&w->all);
	buf_free(&w->scratch);
}

uint32_t
learn_word(struct learn_words *w, struct learn_word word)
{
	const char known = word.error ? FAILURE : CALL;
	const char unknown = word.error ? FAILURE_UNKNOWN : CALL_UNKNOWN;
	w->scratch.n = 0;
	buf_char(&w->scratch, word.name.p ? known : unknown);
	buf_text(&w->scratch, word.name);
	return trace_number(&w->all, buf_as_text(&w->scratch));
}

struct learn_word
learn_word_of(const struct learn_words *w, uint32_t number)
{
	const struct text t = w->all.text[number];
	const char letter = t.p[0];
	const bool unknown = letter == CALL_UNKNOWN || letter == FAILURE_UNKNOWN;
	return (struct learn_word){ letter == FAILURE || letter == FAILURE_UNKNOWN,
		unknown ? TEXT_ABSENT : (struct text){ t.p + 1, t.n - 1 } };
}

int
learn_word_cmp(struct learn_word a, struct learn_word b)
{
	if (a.error != b.error)
		return a.error ? 1 : -1;
	if (!a.name.p || !b.name.p)
		return (a.name.p != NULL) - (b.name.p != NULL);
	return text_cmp(a.name, b.name);
}

uint32_t *
learn_words_of_calls(struct learn_words *w, const struct trace_model *m)
{
	uint32_t *word = mem_alloc((m->calls + 1) * sizeof(*word));
	for (size_t i = 0; i < m->listed; i++) {
		const uint32_t call = m->depth_first[i];
		const struct trace_text *name = m->call[call].name;
		word[call] = learn_word(w, (struct learn_word){ false, trace_text_of(name) });
	}
	return word;
}

void
learn_put_word(struct buf *b, struct learn_word word)
{
	if (word.error)
		buf_text(b, word.name.n > 0 ? TEXT("error ") : TEXT("an error"));
	else if (word.name.n == 0)
		buf_text(b, TEXT("a call without a name"));
	buf_text(b, word.name);
}
