/* SPDX-License-Identifier: MIT */
#include "rerun/workers.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"

/* Parts for each worker: some wait to be put while others are made. */
enum { PARTS_EACH = 4 };

struct crew {
	const struct rerun_crew *is;
	pthread_mutex_t lock;
	pthread_cond_t made, freed;
	char *part;  /* of trace i: at i % parts */
	bool *ready; /* by part */
	size_t parts;
	size_t next, put; /* the next trace to replay, and to put */
	bool stopped;
};

static void *
part_of(const struct crew *c, size_t trace)
{
	return c->part + trace % c->parts * c->is->part;
}

/* Takes the next trace.  Returns false if there is none. */
static bool
take(struct crew *c, size_t *trace)
{
	pthread_mutex_lock(&c->lock);
	while (!c->stopped && c->next < c->is->model->traces && c->next >= c->put + c->parts)
		pthread_cond_wait(&c->freed, &c->lock);
	const bool more = !c->stopped && c->next < c->is->model->traces;
	*trace = c->next;
	c->next += more;
	pthread_mutex_unlock(&c->lock);
	return more;
}

static void
replay(const struct rerun_crew *is, struct rerun_worker *w, size_t trace, void *part)
{
	if (is->before)
		is->before(is->context, trace);
	is->make(is->context, rerun_trace(w, is->model, trace), part);
}

static void *
work(void *context)
{
	struct crew *c = context;
	struct rerun_worker *w = rerun_worker_new(c->is->options);
	size_t trace;
	while (take(c, &trace)) {
		replay(c->is, w, trace, part_of(c, trace));
		pthread_mutex_lock(&c->lock);
		c->ready[trace % c->parts] = true;
		pthread_cond_signal(&c->made);
		pthread_mutex_unlock(&c->lock);
	}
	rerun_worker_free(w);
	return NULL;
}

static int
put_all(struct crew *c)
{
	int result = 0;
	for (size_t i = 0; i < c->is->model->traces && result == 0; i++) {
		pthread_mutex_lock(&c->lock);
		while (!c->ready[i % c->parts])
			pthread_cond_wait(&c->made, &c->lock);
		pthread_mutex_unlock(&c->lock);
		result = c->is->put(c->is->context, i, part_of(c, i));
		pthread_mutex_lock(&c->lock);
		c->ready[i % c->parts] = false;
		c->put = i + 1;
		c->stopped = result < 0;
		pthread_cond_broadcast(&c->freed);
		pthread_mutex_unlock(&c->lock);
	}
	return result;
}

static int
replay_alone(const struct rerun_crew *is)
{
	struct rerun_worker *w = rerun_worker_new(is->options);
	void *part = mem_zalloc(1, is->part);
	int result = 0;
	for (size_t i = 0; i < is->model->traces && result == 0; i++) {
		replay(is, w, i, part);
		result = is->put(is->context, i, part);
	}
	rerun_worker_free(w);
	is->free_part(part);
	free(part);
	return result;
}

int
rerun_all(const struct rerun_crew *is)
{
	struct crew c = { .is = is, .parts = (size_t)is->workers * PARTS_EACH };
	unsigned started = 0;
	int result = 0;
	if (is->workers <= 1 || is->model->traces <= 1)
		return replay_alone(is);
	pthread_t *thread = mem_alloc(is->workers * sizeof(*thread));
	c.part = mem_zalloc(c.parts, is->part);
	c.ready = mem_zalloc(c.parts, sizeof(*c.ready));
	pthread_mutex_init(&c.lock, NULL);
	pthread_cond_init(&c.made, NULL);
	pthread_cond_init(&c.freed, NULL);
	while (started < is->workers && started < is->model->traces &&
	       pthread_create(&thread[started], NULL, work, &c) == 0)
		started++;
	if (started > 0)
		result = put_all(&c);
	for (unsigned i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	for (size_t i = 0; i < c.parts; i++)
		is->free_part((char *)c.part + i * is->part);
	pthread_mutex_destroy(&c.lock);
	pthread_cond_destroy(&c.made);
	pthread_cond_destroy(&c.freed);
	free(thread);
	free(c.part);
	free(c.ready);
	return started > 0 ? result : replay_alone(is);
}
