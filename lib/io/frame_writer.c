/* SPDX-License-Identifier: MIT */
#include "io/frame_writer.h"

#include <pthread.h>
#include <stdlib.h>
#include <zstd.h>

#include "base/mem.h"
#include "io/little_endian.h"

enum { THREADS_MAX = 32 };

/* The lock protects the lists and `done`.  A frame that is being compressed is its thread's. */
struct frame_writer {
	int level;
	unsigned threads; /* 0: the caller compresses */
	pthread_t *thread;
	pthread_mutex_t lock;
	pthread_cond_t news; /* a frame to compress, or the end */
	pthread_cond_t done;
	struct new_frame *first, **last; /* frames in order */
	struct new_frame *todo;          /* the first of them that no thread has taken */
	size_t n;                        /* frames in order */
	bool over;
	struct new_frame *spare; /* the caller's */
	ZSTD_CCtx *zstd;         /* the caller's */
};

static ZSTD_CCtx *
new_context(int level)
{
	ZSTD_CCtx *zstd = ZSTD_createCCtx();
	if (!zstd)
		mem_give_up();
	ZSTD_CCtx_setParameter(zstd, ZSTD_c_compressionLevel, level);
	ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 1);
	return zstd;
}

static void
compress(ZSTD_CCtx *zstd, struct new_frame *f)
{
	const size_t most = ZSTD_compressBound(f->text.n);
	if (f->cap < most) {
		free(f->p);
		f->p = mem_alloc(most);
		f->cap = most;
	}
	const size_t n = ZSTD_compress2(zstd, f->p, f->cap, f->text.p, f->text.n);
	f->failed = ZSTD_isError(n);
	if (f->failed)
		return;
	f->facts.stored = n;
	f->facts.bytes = f->text.n;
	/* the frame ends in the checksum that the index has */
	f->facts.checksum = (uint32_t)little_endian_get((const unsigned char *)f->p + n - 4, 4);
}

static void *
run_thread(void *context)
{
	struct frame_writer *w = context;
	ZSTD_CCtx *zstd = new_context(w->level);
	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (!w->todo && !w->over)
			pthread_cond_wait(&w->news, &w->lock);
		struct new_frame *f = w->todo;
		if (!f)
			break;
		w->todo = f->next;
		pthread_mutex_unlock(&w->lock);
		compress(zstd, f);
		pthread_mutex_lock(&w->lock);
		f->done = true;
		pthread_cond_signal(&w->done);
	}
	pthread_mutex_unlock(&w->lock);
	ZSTD_freeCCtx(zstd);
	return NULL;
}

struct frame_writer *
frame_writer_new(unsigned threads, int level)
{
	struct frame_writer *w = mem_zalloc(1, sizeof(*w));
	w->level = level;
	w->last = &w->first;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->news, NULL);
	pthread_cond_init(&w->done, NULL);
	w->thread = mem_zalloc(threads + 1, sizeof(*w->thread));
	if (threads > THREADS_MAX)
		threads = THREADS_MAX;
	while (threads > 1 && w->threads < threads &&
	       pthread_create(&w->thread[w->threads], NULL, run_thread, w) == 0)
		w->threads++;
	w->zstd = w->threads == 0 ? new_context(level) : NULL;
	return w;
}

static void
free_list(struct new_frame *f)
{
	for (struct new_frame *next; f; f = next) {
		next = f->next;
		buf_free(&f->text);
		free(f->p);
		free(f);
	}
}

void
frame_writer_free(struct frame_writer *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->over = true;
	w->todo = NULL;
	pthread_cond_broadcast(&w->news);
	pthread_mutex_unlock(&w->lock);
	for (unsigned i = 0; i < w->threads; i++)
		pthread_join(w->thread[i], NULL);
	free_list(w->first);
	free_list(w->spare);
	ZSTD_freeCCtx(w->zstd);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->news);
	pthread_cond_destroy(&w->done);
	free(w->thread);
	free(w);
}

struct new_frame *
frame_writer_new_frame(struct frame_writer *w)
{
	struct new_frame *f = w->spare;
	if (f)
		w->spare = f->next;
	else
		f = mem_zalloc(1, sizeof(*f));
	f->text.n = 0;
	f->facts = (struct index_frame){ 0 };
	f->done = f->failed = false;
	f->next = NULL;
	return f;
}

void
frame_writer_put(struct frame_writer *w, struct new_frame *f)
{
	if (w->threads == 0) {
		compress(w->zstd, f);
		f->done = true;
	}
	pthread_mutex_lock(&w->lock);
	*w->last = f;
	w->last = &f->next;
	w->n++;
	if (!f->done && !w->todo)
		w->todo = f;
	pthread_cond_signal(&w->news);
	pthread_mutex_unlock(&w->lock);
}

bool
frame_writer_is_full(const struct frame_writer *w)
{
	return w->n > w->threads + w->threads / 2;
}

struct new_frame *
frame_writer_next(struct frame_writer *w, bool wait)
{
	pthread_mutex_lock(&w->lock);
	struct new_frame *f = w->first;
	while (f && !f->done && wait)
		pthread_cond_wait(&w->done, &w->lock);
	if (f && f->done) {
		w->first = f->next;
		w->n--;
		if (!w->first)
			w->last = &w->first;
	} else {
		f = NULL;
	}
	pthread_mutex_unlock(&w->lock);
	return f;
}

void
frame_writer_release(struct frame_writer *w, struct new_frame *f)
{
	f->next = w->spare;
	w->spare = f;
}
