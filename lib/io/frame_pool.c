/* SPDX-License-Identifier: MIT */
#include "io/frame_pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <zstd.h>

#include "base/mem.h"
#include "io/block.h"

#define HUGE_PAGE ((size_t)2 << 20)

/* A decoder, for one thread at a time. */
struct decoder {
	ZSTD_DCtx *zstd;
	struct decoder *next;
};

/*
 * The lock protects the lists, the states of jobs and `uses`.  `waiting` is also read without it.
 * The pool lives until its owner and the last text are gone.
 */
struct frame_pool {
	pthread_mutex_t lock;
	pthread_cond_t done;
	struct frame_job *first, **last; /* jobs that wait */
	unsigned waiting;
	struct frame_job *spare_jobs;
	struct frame_text *spare_texts;
	struct decoder *spare_decoders;
	unsigned uses; /* the owner, and each text in use */
	void (*news)(void *context);
	void *context;
};

struct frame_pool *
frame_pool_new(void)
{
	struct frame_pool *pool = mem_zalloc(1, sizeof(*pool));
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->done, NULL);
	pool->last = &pool->first;
	pool->uses = 1;
	return pool;
}

void
frame_pool_tell(struct frame_pool *pool, void (*news)(void *context), void *context)
{
	pool->news = news;
	pool->context = context;
}

static void
free_all(struct frame_pool *pool)
{
	for (struct frame_job *job = pool->spare_jobs, *next; job; job = next) {
		next = job->next;
		free(job->raw);
		free(job);
	}
	for (struct frame_text *t = pool->spare_texts, *next; t; t = next) {
		next = t->next;
		free(t->p);
		free(t);
	}
	for (struct decoder *d = pool->spare_decoders, *next; d; d = next) {
		next = d->next;
		ZSTD_freeDCtx(d->zstd);
		free(d);
	}
	pthread_mutex_destroy(&pool->lock);
	pthread_cond_destroy(&pool->done);
	free(pool);
}

/* Call with the lock, which it gives up. */
static void
leave(struct frame_pool *pool)
{
	const bool last = --pool->uses == 0;
	pthread_mutex_unlock(&pool->lock);
	if (last)
		free_all(pool);
}

void
frame_pool_free(struct frame_pool *pool)
{
	if (!pool)
		return;
	pthread_mutex_lock(&pool->lock);
	leave(pool);
}

/* ---- texts ---------------------------------------------------------------------------------- */

void
frame_text_hold(struct frame_text *t)
{
	__atomic_add_fetch(&t->uses, 1, __ATOMIC_RELAXED);
}

void
frame_text_drop(struct frame_text *t)
{
	if (!t || __atomic_sub_fetch(&t->uses, 1, __ATOMIC_ACQ_REL) > 0)
		return;
	struct frame_pool *pool = t->pool;
	pthread_mutex_lock(&pool->lock);
	t->next = pool->spare_texts;
	pool->spare_texts = t;
	leave(pool);
}

bool
frame_text_is_near(const struct frame_text *t)
{
	return pthread_equal(t->by, pthread_self());
}

/* Takes a spare text, if there is one: of this thread, or any.  Call with the lock. */
static struct frame_text *
take_text(struct frame_pool *pool)
{
	struct frame_text **at = &pool->spare_texts;
	while (*at && !frame_text_is_near(*at))
		at = &(*at)->next;
	if (!*at)
		at = &pool->spare_texts;
	struct frame_text *t = *at;
	if (t)
		*at = t->next;
	else
		t = mem_zalloc(1, sizeof(*t));
	t->pool = pool;
	t->by = pthread_self();
	t->uses = 1;
	pool->uses++;
	return t;
}

/* ---- jobs ----------------------------------------------------------------------------------- */

struct frame_job *
frame_pool_job(struct frame_pool *pool)
{
	pthread_mutex_lock(&pool->lock);
	struct frame_job *job = pool->spare_jobs;
	if (job)
		pool->spare_jobs = job->next;
	pthread_mutex_unlock(&pool->lock);
	if (!job)
		job = mem_zalloc(1, sizeof(*job));
	job->raw_n = job->stored = 0;
	job->state = FRAME_DONE;
	return job;
}

void
frame_pool_put(struct frame_pool *pool, struct frame_job *job)
{
	pthread_mutex_lock(&pool->lock);
	job->state = FRAME_WAITS;
	job->next = NULL;
	*pool->last = job;
	pool->last = &job->next;
	__atomic_store_n(&pool->waiting, pool->waiting + 1, __ATOMIC_RELAXED);
	pthread_mutex_unlock(&pool->lock);
	if (pool->news)
		pool->news(pool->context);
}

/* Takes a job out of those that wait; call with the lock. */
static void
take_out(struct frame_pool *pool, struct frame_job *job)
{
	struct frame_job **at = &pool->first;
	while (*at != job)
		at = &(*at)->next;
	*at = job->next;
	if (!job->next)
		pool->last = at;
	__atomic_store_n(&pool->waiting, pool->waiting - 1, __ATOMIC_RELAXED);
	job->state = FRAME_TAKEN;
}

static struct decoder *
take_decoder(struct frame_pool *pool)
{
	struct decoder *d = pool->spare_decoders;
	if (d)
		pool->spare_decoders = d->next;
	else
		d = mem_zalloc(1, sizeof(*d));
	return d;
}

/* Each text is larger than a cache, and new for its first frame: with huge pages, where the system
 * gives them, few of its pages are missed.  The last part of a huge page stays on small ones. */
static char *
take_memory(size_t n)
{
	char *p = mem_alloc_aligned(HUGE_PAGE, (n + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE);
#ifdef MADV_HUGEPAGE
	madvise(p, n / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
#endif
	return p;
}

static bool
decode(struct decoder *d, struct frame_job *job)
{
	struct frame_text *t = job->text;
	if (!d->zstd)
		d->zstd = ZSTD_createDCtx();
	if (!d->zstd)
		mem_give_up();
	if (t->cap < job->bytes + BLOCK_BEHIND) {
		/* frames differ a little, and new memory is slower than decoding */
		free(t->p);
		t->cap = job->bytes + job->bytes / 16 + BLOCK_BEHIND;
		t->p = take_memory(t->cap);
	}
	t->n = job->bytes;
	return ZSTD_decompressDCtx(d->zstd, t->p, t->n, job->raw, job->stored) == t->n;
}

/* Does a job.  Call with the lock. */
static void
work(struct frame_pool *pool, struct frame_job *job)
{
	take_out(pool, job);
	struct decoder *d = take_decoder(pool);
	job->text = take_text(pool);
	pthread_mutex_unlock(&pool->lock);
	const bool good = decode(d, job);
	pthread_mutex_lock(&pool->lock);
	d->next = pool->spare_decoders;
	pool->spare_decoders = d;
	job->state = good ? FRAME_DONE : FRAME_FAILED;
	pthread_cond_broadcast(&pool->done);
}

bool
frame_pool_waits(const struct frame_pool *pool)
{
	return __atomic_load_n(&pool->waiting, __ATOMIC_RELAXED) > 0;
}

bool
frame_pool_work(struct frame_pool *pool)
{
	pthread_mutex_lock(&pool->lock);
	struct frame_job *job = pool->first;
	if (job)
		work(pool, job);
	pthread_mutex_unlock(&pool->lock);
	return job != NULL;
}

int
frame_pool_finish(struct frame_pool *pool, struct frame_job *job)
{
	pthread_mutex_lock(&pool->lock);
	if (job->state == FRAME_WAITS)
		work(pool, job);
	/* while another thread is at it, the next one can be done */
	while (job->state == FRAME_TAKEN)
		if (pool->first)
			work(pool, pool->first);
		else
			pthread_cond_wait(&pool->done, &pool->lock);
	const int result = job->state == FRAME_DONE ? 0 : -1;
	pthread_mutex_unlock(&pool->lock);
	return result;
}

void
frame_pool_release(struct frame_pool *pool, struct frame_job *job)
{
	pthread_mutex_lock(&pool->lock);
	if (job->state == FRAME_WAITS)
		take_out(pool, job);
	else
		while (job->state == FRAME_TAKEN)
			pthread_cond_wait(&pool->done, &pool->lock);
	job->next = pool->spare_jobs;
	pool->spare_jobs = job;
	struct frame_text *t = job->text;
	job->text = NULL;
	pthread_mutex_unlock(&pool->lock);
	frame_text_drop(t);
}
