/* SPDX-License-Identifier: MIT */
#include "learn/pattern.h"

#include <stdlib.h>

#include "base/mem.h"

const struct text learn_pattern_names[LEARN_PATTERN_KINDS] = {
	[LEARN_TIMES] = { "times", 5 },
	[LEARN_NEXT] = { "next", 4 },
	[LEARN_THREE] = { "three", 5 },
	[LEARN_LATER] = { "later", 5 },
};

const unsigned learn_pattern_words[LEARN_PATTERN_KINDS] = {
	[LEARN_TIMES] = 1,
	[LEARN_NEXT] = 2,
	[LEARN_THREE] = 3,
	[LEARN_LATER] = 2,
};

/* ---- numbers -------------------------------------------------------------------------------- */

struct wanted {
	const struct learn_patterns *all;
	const struct learn_pattern *pattern;
};

static bool
is_wanted(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return memcmp(&w->all->pattern[ref - 1], w->pattern, sizeof(*w->pattern)) == 0;
}

static uint32_t
hash_of(const struct learn_patterns *s, const struct learn_pattern *p)
{
	return (uint32_t)siphash(s->key, p, sizeof(*p));
}

uint32_t
learn_pattern_find(const struct learn_patterns *s, const struct learn_pattern *p)
{
	const struct wanted w = { s, p };
	const uint32_t found = table_find(&s->table, hash_of(s, p), is_wanted, &w);
	return found > 0 ? found - 1 : LEARN_NO_PATTERN;
}

uint32_t
learn_pattern_number(struct learn_patterns *s, const struct learn_pattern *p)
{
	const uint32_t found = learn_pattern_find(s, p);
	if (found != LEARN_NO_PATTERN)
		return found;
	s->pattern = mem_grow(s->pattern, &s->cap, s->n + 1, sizeof(*s->pattern));
	s->pattern[s->n++] = *p;
	table_add(&s->table, hash_of(s, p), (uint32_t)s->n);
	return (uint32_t)s->n - 1;
}

void
learn_patterns_free(struct learn_patterns *s)
{
	table_free(&s->table);
	free(s->pattern);
	s->pattern = NULL;
	s->n = s->cap = 0;
}

/* ---- finding -------------------------------------------------------------------------------- */

struct finding {
	const struct learn_sequence *sequence;
	const struct learn_search *search;
	struct learn_scratch *scratch;
	void *context;
};

static void
make_room(struct learn_scratch *s, size_t words)
{
	if (words <= s->words)
		return;
	s->times = mem_resize(s->times, words * sizeof(*s->times));
	s->first = mem_resize(s->first, words * sizeof(*s->first));
	s->last = mem_resize(s->last, words * sizeof(*s->last));
	memset(s->times + s->words, 0, (words - s->words) * sizeof(*s->times));
	s->words = words;
}

void
learn_scratch_free(struct learn_scratch *s)
{
	free(s->times);
	free(s->first);
	free(s->last);
	free(s->met);
	*s = (struct learn_scratch){ .words = 0 };
}

static bool
is_known(const struct finding *f, size_t at)
{
	const uint32_t word = f->sequence->word[at];
	return word < f->search->words && f->search->known[word];
}

/* A word that comes for the 1st, 2nd, 4th, 8th… time. */
static void
count_word(struct finding *f, uint32_t at)
{
	struct learn_scratch *s = f->scratch;
	const uint32_t word = f->sequence->word[at];
	if (s->times[word]++ == 0) {
		s->met = mem_grow(s->met, &s->met_cap, s->n + 1, sizeof(*s->met));
		s->met[s->n++] = word;
		s->first[word] = at;
	}
	s->last[word] = at;
	if ((s->times[word] & (s->times[word] - 1)) == 0)
		f->search->found(
		    f->context, &(struct learn_pattern){ LEARN_TIMES, s->times[word], { word } });
}

static void
find_neighbours(struct finding *f, size_t at)
{
	const uint32_t *w = f->sequence->word;
	if (at < 1 || !is_known(f, at - 1))
		return;
	const struct learn_pattern next = { LEARN_NEXT, 0, { w[at - 1], w[at] } };
	f->search->found(f->context, &next);
	if (f->search->far && at >= 2 && is_known(f, at - 2))
		f->search->found(f->context,
		    &(struct learn_pattern){ LEARN_THREE, 0, { w[at - 2], w[at - 1], w[at] } });
}

static void
find_later(struct finding *f)
{
	const struct learn_scratch *s = f->scratch;
	const size_t n = s->n < LEARN_LATER_MOST ? s->n : LEARN_LATER_MOST;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			if (i != j && s->first[s->met[i]] < s->last[s->met[j]])
				f->search->found(f->context, &(struct learn_pattern){ LEARN_LATER,
								 0, { s->met[i], s->met[j] } });
}

void
learn_find_patterns(const struct learn_sequence *s, const struct learn_search *search,
    struct learn_scratch *scratch, void *context)
{
	struct finding f = { s, search, scratch, context };
	make_room(scratch, search->words);
	scratch->n = 0;
	for (size_t at = 0; at < s->n; at++)
		if (is_known(&f, at)) {
			count_word(&f, (uint32_t)at);
			find_neighbours(&f, at);
		}
	if (search->far)
		find_later(&f);
	for (size_t i = 0; i < scratch->n; i++)
		scratch->times[scratch->met[i]] = 0;
}

/* ---- words ---------------------------------------------------------------------------------- */

void
learn_put_pattern(struct buf *b, const struct learn_words *w, const struct learn_pattern *p)
{
	static const char *const between[LEARN_PATTERN_KINDS] = { "", ", then ", ", then ",
		", later " };
	for (unsigned i = 0; i < learn_pattern_words[p->kind]; i++) {
		buf_printf(b, "%s", i > 0 ? between[p->kind] : "");
		learn_put_word(b, learn_word_of(w, p->word[i]));
	}
	if (p->times > 1)
		buf_printf(b, ", %u times or more", p->times);
}
