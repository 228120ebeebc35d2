/* SPDX-License-Identifier: MIT */
#include "learn/anomalies.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "json/write.h"
#include "learn/odd_durations.h"

/* The numbers of two words of their own: where a trace begins and ends. */
enum { BEGINNING, END, OWN_WORDS };

struct tally {
	uint32_t traces, latest; /* traces that have it; the last of them, from 1 */
};

struct finding {
	const struct trace_model *model;
	struct learn_anomalies *a;
	struct learn_reading reading;
	struct learn_sequence sequence;
	struct learn_scratch scratch;
	struct learn_patterns patterns;
	struct tally *word, *pattern; /* by number */
	size_t words, word_cap, pattern_cap;
	bool *known; /* all words are */
	size_t known_cap;
	struct learn_odd_durations durations;
	size_t odd_cap, next_duration;
	uint32_t trace;
};

/* ---- counting ------------------------------------------------------------------------------- */

static void
read_trace(struct finding *f, uint32_t trace)
{
	const struct learn_cut whole = learn_uncut(trace);
	struct learn_sequence *s = &f->sequence;
	learn_read_sequence(s, &f->reading, &whole);
	s->word = mem_grow(s->word, &s->cap, s->n + 2, sizeof(*s->word));
	memmove(s->word + 1, s->word, s->n * sizeof(*s->word));
	s->word[0] = BEGINNING;
	s->n++;
	if (f->model->trace[trace].status != TRACE_OPEN)
		s->word[s->n++] = END;
	f->trace = trace;
	const size_t n = f->a->words.all.n;
	f->word = mem_grow(f->word, &f->word_cap, n, sizeof(*f->word));
	f->known = mem_grow(f->known, &f->known_cap, n, sizeof(*f->known));
	for (; f->words < n; f->words++) {
		f->word[f->words] = (struct tally){ 0, 0 };
		f->known[f->words] = true;
	}
}

static void
count(struct tally *t, uint32_t trace)
{
	t->traces += t->latest != trace + 1;
	t->latest = trace + 1;
}

static void
count_pattern(void *context, const struct learn_pattern *p)
{
	struct finding *f = context;
	if (p->kind == LEARN_TIMES && p->times == 1) {
		count(&f->word[p->word[0]], f->trace);
		return;
	}
	const size_t before = f->patterns.n;
	const uint32_t i = learn_pattern_number(&f->patterns, p);
	if (f->patterns.n > before) {
		f->pattern =
		    mem_grow(f->pattern, &f->pattern_cap, f->patterns.n, sizeof(*f->pattern));
		f->pattern[i] = (struct tally){ 0, 0 };
	}
	count(&f->pattern[i], f->trace);
}

static void
find_patterns(struct finding *f, void (*found)(void *context, const struct learn_pattern *p))
{
	const struct learn_search search = { f->known, f->words, false, found };
	learn_find_patterns(&f->sequence, &search, &f->scratch, f);
}

/* ---- what is odd in a trace ----------------------------------------------------------------- */

static void
add(struct finding *f, const struct learn_odd *odd)
{
	struct learn_anomalies *a = f->a;
	a->odd = mem_grow(a->odd, &f->odd_cap, a->odds + 1, sizeof(*a->odd));
	a->odd[a->odds++] = *odd;
}

static void
take_pattern(void *context, const struct learn_pattern *p)
{
	struct finding *f = context;
	if (p->kind == LEARN_TIMES && p->times == 1)
		return;
	struct tally *t = &f->pattern[learn_pattern_find(&f->patterns, p)];
	if (t->latest == f->trace + 1)
		return;
	t->latest = f->trace + 1;
	const uint64_t of = f->word[p->word[0]].traces;
	const double bits = learn_bits_of(t->traces, of);
	if (bits > 0)
		add(f,
		    &(struct learn_odd){ p->kind == LEARN_TIMES ? LEARN_ODD_TIMES : LEARN_ODD_NEXT,
			{ p->word[0], p->word[1] }, p->times, t->traces, of, bits, 0, 0, 0 });
}

static void
take_durations(struct finding *f)
{
	const struct learn_odd_durations *d = &f->durations;
	for (; f->next_duration < d->n; f->next_duration++) {
		const struct learn_odd *o = &d->odd[f->next_duration];
		if (f->model->call[o->call].trace != f->trace)
			return;
		add(f, o);
	}
}

/* Stable: what is as rare stays in the order in which it happened. */
static void
sort_odd(struct learn_odd *o, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const struct learn_odd it = o[i];
		size_t at = i;
		for (; at > 0 && o[at - 1].bits < it.bits; at--)
			o[at] = o[at - 1];
		o[at] = it;
	}
}

enum { SORTED_MOST = 64 };

/* Keeps the rarest of what is odd in a trace, so that sorting it takes little time. */
static size_t
keep_rarest(struct learn_odd *o, size_t n)
{
	size_t kept = n < SORTED_MOST ? n : SORTED_MOST;
	sort_odd(o, kept);
	for (size_t i = kept; i < n; i++) {
		if (o[i].bits <= o[kept - 1].bits)
			continue;
		o[kept - 1] = o[i];
		sort_odd(o, kept);
	}
	return kept;
}

static int
by_rarity(const void *a, const void *b)
{
	const struct learn_anomaly *x = a, *y = b;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return (x->trace > y->trace) - (x->trace < y->trace);
}

static void
find(struct finding *f)
{
	const struct trace_model *m = f->model;
	struct learn_anomalies *a = f->a;
	for (uint32_t i = 0; i < m->traces; i++) {
		read_trace(f, i);
		find_patterns(f, count_pattern);
	}
	for (size_t i = 0; i < f->patterns.n; i++)
		f->pattern[i].latest = 0;
	a->anomaly = mem_alloc((m->traces + 1) * sizeof(*a->anomaly));
	for (uint32_t i = 0; i < m->traces; i++) {
		const size_t first = a->odds;
		read_trace(f, i);
		find_patterns(f, take_pattern);
		take_durations(f);
		if (a->odds == first)
			continue;
		const size_t n = keep_rarest(a->odd + first, a->odds - first);
		a->odds = first + n;
		a->anomaly[a->n++] =
		    (struct learn_anomaly){ i, round(a->odd[first].bits * 1e4) / 1e4, first, n };
	}
	qsort(a->anomaly, a->n, sizeof(*a->anomaly), by_rarity);
}

struct learn_anomalies *
learn_anomalies_new(const struct trace_model *m, struct siphash_key key)
{
	struct learn_anomalies *a = mem_zalloc(1, sizeof(*a));
	struct finding f = { .model = m, .a = a, .patterns.key = key };
	learn_words_begin(&a->words, key);
	trace_number(&a->words.all, TEXT("^"));
	trace_number(&a->words.all, TEXT("$"));
	uint32_t *word = learn_words_of_calls(&a->words, m);
	f.reading = (struct learn_reading){ m, &a->words, word, true };
	learn_find_odd_durations(&f.durations, m, word);
	find(&f);
	free(word);
	free(f.sequence.word);
	free(f.word);
	free(f.pattern);
	free(f.known);
	free(f.durations.odd);
	learn_scratch_free(&f.scratch);
	learn_patterns_free(&f.patterns);
	return a;
}

void
learn_anomalies_free(struct learn_anomalies *a)
{
	learn_words_free(&a->words);
	free(a->anomaly);
	free(a->odd);
	free(a);
}

/* ---- output --------------------------------------------------------------------------------- */

static void
put_word(struct buf *b, const struct learn_anomalies *a, uint32_t word)
{
	if (word == BEGINNING)
		BUF_LIT(b, "begins");
	else if (word == END)
		BUF_LIT(b, "the end");
	else
		learn_put_word(b, learn_word_of(&a->words, word));
}

void
learn_put_odd(struct buf *b, const struct learn_anomalies *a, const struct learn_odd *o)
{
	put_word(b, a, o->word[0]);
	switch (o->kind) {
	case LEARN_ODD_NEXT:
		buf_text(b, o->word[0] == BEGINNING ? TEXT(" with ") : TEXT(", then "));
		put_word(b, a, o->word[1]);
		return;
	case LEARN_ODD_TIMES: buf_printf(b, ", %u times or more", o->times); return;
	case LEARN_ODD_DURATION:
		buf_text(b, o->ns > o->median_ns ? TEXT(" took long") : TEXT(" took a short time"));
		return;
	}
}

static void
put_odd(struct buf *b, const struct trace_model *m, const struct learn_anomalies *a,
    const struct learn_odd *o, struct buf *scratch)
{
	static const char *const kinds[] = { "next", "times", "duration" };
	scratch->n = 0;
	learn_put_odd(scratch, a, o);
	json_begin(b, '{');
	json_member_string(b, "what", buf_as_text(scratch));
	json_member_string(b, "kind", text_of(kinds[o->kind]));
	json_member_u64(b, "count", o->count);
	json_member_u64(b, "of", o->of);
	if (o->kind == LEARN_ODD_DURATION) {
		json_member_string_or_null(b, "call_id", trace_text_of(m->call[o->call].id));
		json_member_u64(b, "duration_ns", (uint64_t)o->ns);
		json_member_u64(b, "median_ns", (uint64_t)o->median_ns);
	}
	json_end(b, '}');
}

void
learn_put_anomaly(struct buf *b, const struct trace_model *m, const struct learn_anomalies *a,
    const struct learn_anomaly *it)
{
	char digits[NUMBER_F64_MAX];
	struct buf scratch = { 0 };
	json_begin(b, '{');
	json_member_string_or_null(b, "trace_id", trace_text_of(m->trace[it->trace].id));
	json_name(b, "score");
	json_add_raw(b, (struct text){ digits, number_put_f64(it->score, digits) });
	json_member_begin(b, "because", '[');
	for (size_t i = 0; i < it->n; i++)
		put_odd(b, m, a, &a->odd[it->first + i], &scratch);
	json_end(b, ']');
	json_end(b, '}');
	buf_char(b, '\n');
	buf_free(&scratch);
}
