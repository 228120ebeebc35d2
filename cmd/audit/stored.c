/* SPDX-License-Identifier: MIT */
#include "cmd/audit/stored.h"

#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "store/job.h"
#include "store/proof.h"
#include "store/version.h"

static int
open_store(struct store *store, const struct settings *s, struct err *e)
{
	if (store_open(store, s->store, s->tenant, STORE_READ, e) < 0)
		return -1;
	if (store->note.n > 0 && !s->quiet)
		diag(&s->voice, "%s", store->note.p);
	return 0;
}

/* ---- documents ------------------------------------------------------------------------------ */

/* A comparison while it runs. */
struct comparison {
	const struct settings *settings;
	struct store store;
	struct chain *chain;
	struct arena *arena, one;
};

static void
note_difference(struct comparison *w, const char *path, const struct err *e)
{
	struct chain *c = w->chain;
	if (!w->settings->quiet)
		diag(&w->settings->voice, "%s", e->text);
	c->differing =
	    mem_grow(c->differing, &c->differing_cap, c->ndiffering + 1, sizeof(*c->differing));
	c->differing[c->ndiffering++] = (struct chain_fault){ arena_text(w->arena, text_of(path)),
		arena_text(w->arena, text_of(e->text)), 0 };
}

/* Compares one version.  Returns 0, or -1 and fills *e if it cannot tell. */
static int
compare(struct comparison *w, enum store_kind kind, uint64_t number, struct err *e)
{
	struct version v;
	struct err why;
	arena_reset(&w->one);
	const int there = version_find(&w->store, kind, number, &w->one, &v, e);
	if (there < 0) /* for example, not a regular file */
		note_difference(w, v.path, e);
	if (there > 0)
		version_parse(&w->store, &w->one, &v, &why); /* for the status in it */
	if (there >= 0 && version_prove(&w->store, kind, &v, e) < 0) {
		if (w->store.damaged)
			return -1;
		note_difference(w, v.path, e);
	}
	w->chain->documents_seen++;
	return 0;
}

/* Compares all versions that have a file or are in the history. */
static int
compare_kind(struct comparison *w, enum store_kind kind, struct err *e)
{
	const struct proof **proof;
	uint64_t *number;
	const ssize_t n = version_numbers(&w->store, kind, &w->store.arena, &number, e);
	const ssize_t all = n < 0 ? -1 : proof_all(&w->store, kind, &proof, e);
	ssize_t k = 0;
	if (all < 0)
		return -1;
	for (ssize_t i = 0; i < n || k < all;) {
		const uint64_t there = i < n ? number[i] : UINT64_MAX;
		const uint64_t told = k < all ? proof[k]->number : UINT64_MAX;
		if (compare(w, kind, there < told ? there : told, e) < 0)
			return -1;
		i += there <= told;
		k += told <= there;
	}
	return 0;
}

int
stored_documents(const struct settings *s, struct chain *c, struct arena *a)
{
	struct comparison w = { .settings = s, .chain = c, .arena = a };
	struct err e;
	int result = -1;
	c->documents_wanted = true;
	store_init(&w.store);
	if (open_store(&w.store, s, &e) == 0) {
		result = 0;
		for (unsigned kind = 0; kind < STORE_KINDS && result == 0; kind++)
			result = compare_kind(&w, (enum store_kind)kind, &e);
	}
	if (result < 0) {
		c->documents_unknown = true;
		if (!w.store.damaged || !s->quiet)
			diag(&s->voice, "%s", e.text);
		if (w.store.damaged)
			result = 0; /* the verdict on the chain says what is wrong */
	}
	store_close(&w.store);
	arena_free(&w.one);
	return result;
}

/* ---- jobs ----------------------------------------------------------------------------------- */

/* Is the target a job that is recorded as Running but whose process has ended? */
static bool
has_ended(void *context, struct text target)
{
	struct store *store = context;
	const struct text before = TEXT("job/");
	struct arena a = { 0 };
	struct job j;
	if (target.n <= before.n || memcmp(target.p, before.p, before.n) != 0)
		return false;
	const uint64_t number =
	    job_number((struct text){ target.p + before.n, target.n - before.n });
	const bool ended = number > 0 && job_read(store, number, &a, &j, NULL) > 0 && j.orphaned;
	arena_free(&a);
	return ended;
}

void
stored_jobs(const struct settings *s, struct summary *summary)
{
	struct store store;
	struct err e;
	store_init(&store);
	if (open_store(&store, s, &e) == 0)
		summary_end_jobs(summary, s->tenant, has_ended, &store);
	else if (!s->quiet)
		diag(&s->voice, "%s; jobs that were killed are counted as Running", e.text);
	store_close(&store);
}
