/* SPDX-License-Identifier: MIT */
#ifndef IO_FRAME_POOL_H
#define IO_FRAME_POOL_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Decompresses whole zstd frames, in any threads.  One thread reads frames and uses their text, in
 * order; it owns the jobs.  Other threads may help at any time.
 *
 *	job = frame_pool_job(pool)             and fill it in
 *	frame_pool_put(pool, job)              from now on other threads may take it
 *	frame_pool_finish(pool, job)           waits until it is done, or does it
 *	frame_pool_release(pool, job)
 *
 *	while (frame_pool_work(pool))          in another thread
 *		;
 *
 * Only frames of a size that is known and fits into FRAME_TEXT_MAX are for a pool, so memory is
 * bounded by the number of jobs.
 */
#define FRAME_TEXT_MAX ((size_t)8 << 20)
#define FRAME_TEXT_MIN ((size_t)256 << 10) /* smaller ones are not worth a job */

/* The text of a frame.  It may outlive its job and the pool's owner.  BLOCK_BEHIND bytes behind it
 * are readable. */
struct frame_pool;
struct frame_text {
	struct frame_pool *pool;
	unsigned uses; /* atomic */
	char *p;
	size_t n, cap;
	pthread_t by;            /* the thread that decoded it */
	struct frame_text *next; /* the pool's */
};

/* Did this thread decode the text?  Then it may still be in the caches of its processor.  Between
 * processors that share no cache, reading it and decoding into its memory again take half as long
 * again. */
bool frame_text_is_near(const struct frame_text *t);

/* Another user of the text has come, or gone; after the last one the memory is used again. */
void frame_text_hold(struct frame_text *t);
void frame_text_drop(struct frame_text *t); /* may be NULL */

enum frame_state { FRAME_WAITS, FRAME_TAKEN, FRAME_DONE, FRAME_FAILED };

struct frame_job {
	unsigned char *raw; /* the frame as stored: raw[0..stored) */
	size_t raw_cap, raw_n, stored;
	uint64_t at;             /* where it begins in its file */
	size_t bytes;            /* of its text */
	struct frame_text *text; /* once it is done */
	enum frame_state state;  /* the pool's */
	struct frame_job *next;
};

struct frame_pool *frame_pool_new(void);

/* Calls news() for each job that is put from now on, so that a thread can be woken for it; NULL:
 * not any more. */
void frame_pool_tell(struct frame_pool *pool, void (*news)(void *context), void *context);
void frame_pool_free(struct frame_pool *pool); /* may be NULL; its jobs must be released */

struct frame_job *frame_pool_job(struct frame_pool *pool);
void frame_pool_put(struct frame_pool *pool, struct frame_job *job);

/* Returns 0, or -1 if the frame is damaged or is not what its head says. */
int frame_pool_finish(struct frame_pool *pool, struct frame_job *job);

/* Gives back a job, whatever state it is in.  Its text stays valid for those who hold it. */
void frame_pool_release(struct frame_pool *pool, struct frame_job *job);

bool frame_pool_waits(const struct frame_pool *pool); /* is there a job for frame_pool_work? */
bool frame_pool_work(struct frame_pool *pool);        /* does a job; false: there was none */

#endif
