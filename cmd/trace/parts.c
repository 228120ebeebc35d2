/* SPDX-License-Identifier: MIT */
#include "cmd/trace/parts.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"
#include "trace/places.h"

enum {
	PART = 1 << 13,  /* positions of a part, at least */
	LARGE = 1 << 17, /* of one that is not held */
	ENOUGH = 1 << 18 /* bytes of a piece of a large part */
};

struct part {
	struct timeline_part traces;
	uint64_t positions;
	struct buf text;
	bool written;
};

struct parts {
	const struct trace_model *model;
	const struct timeline_options *options;
	struct part *part;
	size_t n, cap;
	size_t ahead; /* how many parts may be written before they are put out */

	pthread_mutex_t lock; /* of the rest, and of part[].written */
	pthread_cond_t changed;
	size_t next, done; /* the next part to write; how many were put out */
	bool stopped;
};

static void
divide(struct parts *p)
{
	const size_t failed = timeline_failed(p->model);
	uint64_t before = 0;
	for (size_t i = 0; i < p->model->traces; i++) {
		const uint64_t positions = trace_positions(p->model, i);
		struct part *last = p->n > 0 ? &p->part[p->n - 1] : NULL;
		if (!last || last->positions >= PART || positions >= LARGE) {
			p->part = mem_grow(p->part, &p->cap, p->n + 1, sizeof(*p->part));
			last = &p->part[p->n++];
			*last = (struct part){ { i, i, failed, before }, .positions = 0 };
		}
		last->traces.last = i + 1;
		last->positions += positions;
		before += positions;
	}
}

static bool
is_large(const struct part *part)
{
	return part->positions >= LARGE;
}

static void
write_part(struct parts *p, struct part *part)
{
	struct timeline_at at;
	struct timeline *t = timeline_new(p->model, p->options, &part->traces);
	while (timeline_next(t, &part->text, &at))
		;
	timeline_free(t);
}

/* Returns a part that may be written now, or NULL.  The lock is held. */
static struct part *
take(struct parts *p)
{
	while (!p->stopped && p->next < p->n && is_large(&p->part[p->next]))
		p->next++;
	if (p->stopped || p->next >= p->n || p->next >= p->done + p->ahead)
		return NULL;
	return &p->part[p->next++];
}

/* The lock is held, but not while the part is written. */
static void
write_taken(struct parts *p, struct part *part)
{
	pthread_mutex_unlock(&p->lock);
	write_part(p, part);
	pthread_mutex_lock(&p->lock);
	part->written = true;
	pthread_cond_broadcast(&p->changed);
}

static void *
work(void *context)
{
	struct parts *p = context;
	pthread_mutex_lock(&p->lock);
	while (!p->stopped && p->next < p->n) {
		struct part *part = take(p);
		if (part)
			write_taken(p, part);
		else
			pthread_cond_wait(&p->changed, &p->lock);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

static int
put_large(struct parts *p, const struct part *part,
    int (*put)(void *context, const struct buf *piece), void *context)
{
	struct buf b = { 0 };
	struct timeline_at at;
	struct timeline *t = timeline_new(p->model, p->options, &part->traces);
	int result = 0;
	while (result == 0 && timeline_next(t, &b, &at)) {
		if (b.n < ENOUGH)
			continue;
		result = put(context, &b);
		b.n = 0;
	}
	if (result == 0)
		result = put(context, &b);
	timeline_free(t);
	buf_free(&b);
	return result;
}

/* Returns once a part is written.  Until then the caller writes parts as the other threads do. */
static void
await(struct parts *p, const struct part *part)
{
	pthread_mutex_lock(&p->lock);
	while (!part->written) {
		struct part *other = take(p);
		if (other)
			write_taken(p, other);
		else
			pthread_cond_wait(&p->changed, &p->lock);
	}
	pthread_mutex_unlock(&p->lock);
}

static int
put_all(struct parts *p, int (*put)(void *context, const struct buf *piece), void *context)
{
	int result = 0;
	for (size_t i = 0; i < p->n && result == 0; i++) {
		struct part *part = &p->part[i];
		if (is_large(part)) {
			result = put_large(p, part, put, context);
		} else {
			await(p, part);
			result = put(context, &part->text);
		}
		buf_free(&part->text);
		pthread_mutex_lock(&p->lock);
		p->done = i + 1;
		p->next = p->next > i + 1 ? p->next : i + 1;
		p->stopped = result != 0;
		pthread_cond_broadcast(&p->changed);
		pthread_mutex_unlock(&p->lock);
	}
	return result;
}

int
parts_put(const struct trace_model *m, const struct timeline_options *o, unsigned threads,
    int (*put)(void *context, const struct buf *piece), void *context)
{
	struct parts p = { .model = m, .options = o, .ahead = 4 * (size_t)threads };
	pthread_t *thread = mem_zalloc(threads, sizeof(*thread));
	unsigned started = 0;
	divide(&p);
	pthread_mutex_init(&p.lock, NULL);
	pthread_cond_init(&p.changed, NULL);
	/* the caller is one of the threads; it manages alone if no other can be started */
	while (started + 1 < threads && started + 1 < p.n &&
	       pthread_create(&thread[started], NULL, work, &p) == 0)
		started++;
	const int result = put_all(&p, put, context);
	for (unsigned i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	pthread_mutex_destroy(&p.lock);
	pthread_cond_destroy(&p.changed);
	for (size_t i = 0; i < p.n; i++)
		buf_free(&p.part[i].text);
	free(p.part);
	free(thread);
	return result;
}
