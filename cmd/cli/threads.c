/* SPDX-License-Identifier: MIT */
#include "cmd/cli/threads.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/cli/run_settle.h"

/* The next block is read only while the blocks in flight have fewer bytes than this. */
#define BYTES_MAX ((size_t)32 << 20)

/* The memory of a block or its output is not kept for the next block if it is larger than this. */
#define KEPT_MAX ((size_t)4 << 20)

/* The blocks of a frame that packing makes (4 MiB).  So many are in flight for each thread that it
 * can work on a frame of its own. */
#define FRAME_BLOCKS ((size_t)16)

/* A block in flight.  The thread that works on it owns all of it. */
struct slot {
	struct source_item item;
	struct block_memory memory; /* with an index for JSON documents */
	struct batch batch;
	bool taken;        /* a thread has made the batch, or is making it */
	bool done;         /* the batch is made */
	struct slot *next; /* that is spare */
};

/*
 * The lock protects everything except the slots, of which it protects `taken` and `done`.  Items
 * are numbered in order.  Those below `read` have been read, those below `taken` are taken, and
 * those below `settled` are done.  Item i is in slot[i % slots].
 */
struct threads {
	struct run *run;
	const struct run_stage *stage;
	struct source *source;
	pthread_mutex_t lock;
	pthread_cond_t news;    /* for threads that have nothing to do */
	pthread_cond_t drained; /* for the reader: read == settled */
	struct slot **slot, *all, *spare;
	size_t slots; /* blocks in flight if they are parts of frames, at most */
	size_t few;   /* and if not */
	size_t begun; /* slots that were ever used: all[0..begun) */
	uint64_t settled, taken, read;
	size_t bytes;           /* of the blocks in flight */
	bool framed;            /* the last block is a part of a frame */
	unsigned idle;          /* threads that wait for news */
	bool reading, settling; /* a thread is doing it */
	bool ended;             /* the inputs have ended */
	bool waiting;           /* the reader waits for its input */
	bool holding;           /* the reader waits for `drained` */
	bool zstd;              /* the input is zstd, so reading takes long */
	bool ahead;             /* reading comes before making batches */
	bool stopped;
	int wake_fd; /* becomes readable when the run is stopped */
};

enum task { TASK_NONE, TASK_SETTLE, TASK_READ, TASK_WORK, TASK_DECODE };

static struct slot *
slot_of(const struct threads *p, uint64_t number)
{
	return p->slot[number % p->slots];
}

static bool
can_settle(const struct threads *p)
{
	if (p->settling || p->settled == p->read)
		return false;
	return p->stage->serial || (p->settled < p->taken && slot_of(p, p->settled)->done);
}

static bool
can_read(const struct threads *p)
{
	return !p->reading && !p->ended && p->bytes < BYTES_MAX &&
	       p->read - p->settled < (p->framed ? p->slots : p->few);
}

/* The first block that nobody has taken; with `near`, that no other thread has decoded. */
static struct slot *
find_work(const struct threads *p, bool near)
{
	for (uint64_t i = p->taken; i < p->read; i++) {
		struct slot *slot = slot_of(p, i);
		const struct frame_text *lent = slot->memory.lent;
		if (!slot->taken && (!near || !lent || frame_text_is_near(lent)))
			return slot;
	}
	return NULL;
}

/* What this thread should do.  Before it takes a block of a frame that another one has decoded, it
 * decodes the next one. */
static enum task
choose(const struct threads *p)
{
	const bool works = !p->stage->serial && p->taken < p->read;
	if (can_settle(p))
		return TASK_SETTLE;
	if (p->ahead && can_read(p))
		return TASK_READ;
	if (works && find_work(p, true))
		return TASK_WORK;
	if (can_read(p))
		return TASK_READ;
	if (source_can_decode(p->source))
		return TASK_DECODE;
	return works ? TASK_WORK : TASK_NONE;
}

/*
 * Is there enough to do for another thread?  Waking one takes about as long as a third of a block,
 * so it is not done for each block: while one thread reads, the other wakes up for several.
 */
static bool
is_worth_waking(const struct threads *p)
{
	if (p->idle == 0)
		return false;
	const enum task task = choose(p);
	if (task == TASK_WORK && p->reading && !p->waiting && !p->holding)
		return p->read - p->taken >= p->few / 4;
	return task != TASK_NONE;
}

static bool
is_over(const struct threads *p)
{
	return p->stopped || (p->ended && p->settled == p->read);
}

/* Makes a reader that waits for input look again. */
static void
wake(const struct threads *p)
{
	static const uint64_t one = 1;
	if (write(p->wake_fd, &one, sizeof(one)) < 0)
		abort(); /* cannot fail: the counter is far from full */
}

static void
stop(struct threads *p)
{
	p->stopped = true;
	wake(p);
	pthread_cond_broadcast(&p->news);
	pthread_cond_signal(&p->drained);
}

/* Writes out the results so far.  Nothing may be in flight, and no thread may be settling. */
static void
flush(struct threads *p)
{
	p->settling = true;
	pthread_mutex_unlock(&p->lock);
	int failed = run_flush(p->run);
	pthread_mutex_lock(&p->lock);
	p->settling = false;
	if (failed)
		stop(p);
}

/* Waits for slow input.  Other threads keep working; the one that settles the last batch
 * flushes. */
static enum source_answer
wait_for_input(struct threads *p, struct slot *slot)
{
	struct pollfd from[3] = { { .fd = source_fd(p->source), .events = POLLIN },
		{ .fd = p->wake_fd, .events = POLLIN },
		{ .fd = p->run->mode.wake, .events = POLLIN } };
	uint64_t woken;
	p->waiting = true;
	if (is_worth_waking(p))
		pthread_cond_signal(&p->news);
	if (p->settled == p->read && !p->settling)
		flush(p);
	pthread_mutex_unlock(&p->lock);
	poll(from, 3, -1);
	if (from[1].revents && read(p->wake_fd, &woken, sizeof(woken)) < 0)
		abort();
	enum source_answer answer = source_next(p->source, false, &slot->memory, &slot->item);
	pthread_mutex_lock(&p->lock);
	p->waiting = false;
	if (from[2].revents)
		stop(p);
	return answer;
}

static enum source_answer
wait_for_others(struct threads *p, struct slot *slot)
{
	enum source_answer answer = SOURCE_HOLD;
	p->holding = true;
	if (is_worth_waking(p))
		pthread_cond_signal(&p->news);
	while (!p->stopped && (p->settled < p->read || p->settling))
		pthread_cond_wait(&p->drained, &p->lock);
	p->holding = false;
	if (!p->stopped)
		flush(p);
	if (p->stopped)
		return answer;
	pthread_mutex_unlock(&p->lock);
	answer = source_next(p->source, true, &slot->memory, &slot->item);
	pthread_mutex_lock(&p->lock);
	return answer;
}

static void
give_back(struct threads *p, struct slot *slot)
{
	slot->next = p->spare;
	p->spare = slot;
}

static struct slot *
take_spare(struct threads *p)
{
	struct slot *slot = p->spare;
	if (slot) {
		p->spare = slot->next;
	} else {
		slot = &p->all[p->begun++];
		worker_batch_begin(p->stage, &slot->batch);
	}
	return slot;
}

static void
do_read(struct threads *p)
{
	struct slot *slot = take_spare(p);
	pthread_mutex_unlock(&p->lock);
	enum source_answer answer = source_next(p->source, false, &slot->memory, &slot->item);
	pthread_mutex_lock(&p->lock);
	while (!p->stopped && (answer == SOURCE_WAIT || answer == SOURCE_HOLD))
		answer = answer == SOURCE_WAIT ? wait_for_input(p, slot) : wait_for_others(p, slot);
	p->zstd = source_is_zstd(p->source);
	p->reading = false;
	if (answer == SOURCE_ITEM) {
		slot->taken = slot->done = false;
		p->framed = slot->memory.lent;
		p->slot[p->read++ % p->slots] = slot;
		p->bytes += slot->item.block.n;
	} else {
		p->ended |= answer == SOURCE_END;
		give_back(p, slot);
	}
	if (is_over(p))
		pthread_cond_broadcast(&p->news);
}

/* Decodes a frame of the input, which the reader will want. */
static void
do_decode(struct threads *p)
{
	pthread_mutex_unlock(&p->lock);
	source_decode(p->source);
	pthread_mutex_lock(&p->lock);
}

static void
do_work(struct threads *p, struct worker *w, struct slot *slot)
{
	pthread_mutex_unlock(&p->lock);
	worker_do(w, &slot->item, 0, p->run->settings->max_line, &slot->batch);
	pthread_mutex_lock(&p->lock);
	slot->done = true;
}

/* Frees the memory of a large block; there are few of them. */
static void
shrink(struct slot *slot)
{
	if (slot->memory.cap > KEPT_MAX)
		block_memory_free(&slot->memory);
	block_memory_rest(&slot->memory);
	if (slot->batch.out.cap > KEPT_MAX)
		buf_free(&slot->batch.out);
	worker_index_done(&slot->memory.index);
}

static void
do_settle(struct threads *p, struct worker *w)
{
	struct slot *slot = slot_of(p, p->settled);
	const struct source_item *item = &slot->item;
	struct run *r = p->run;
	const uint64_t left = r->left;
	int stopped;
	pthread_mutex_unlock(&p->lock);
	if (p->stage->serial)
		stopped = run_item(r, w, item, &slot->batch);
	else
		stopped = run_settle(r, p->stage, item, &slot->batch);
	stopped |= run_is_woken(r);
	shrink(slot);
	if (r->left != left) {
		source_leave(p->source, r->left);
		wake(p);
	}
	pthread_mutex_lock(&p->lock);
	p->settling = false;
	p->settled++;
	if (p->stage->serial)
		p->taken = p->settled;
	p->bytes -= item->block.n;
	give_back(p, slot);
	if (stopped)
		stop(p);
	else if (p->waiting && p->settled == p->read)
		flush(p);
	if (p->holding && p->settled == p->read)
		pthread_cond_signal(&p->drained);
	if (is_over(p))
		pthread_cond_broadcast(&p->news);
}

/*
 * Reading compressed input takes longest, so it comes first.  Once enough blocks wait, the reader
 * helps the others until few blocks are left to work on.
 */
static void
look_ahead(struct threads *p)
{
	if (!p->zstd || p->read - p->settled >= p->few)
		p->ahead = false;
	else if (p->read - p->taken <= p->few / 4)
		p->ahead = true;
}

static struct slot *
take_work(struct threads *p)
{
	struct slot *slot = find_work(p, true);
	if (!slot)
		slot = find_work(p, false);
	slot->taken = true;
	while (p->taken < p->read && slot_of(p, p->taken)->taken)
		p->taken++;
	return slot;
}

/* Does a task, or waits for one. */
static void
take_task(struct threads *p, struct worker *w)
{
	enum task task = choose(p);
	struct slot *slot = NULL;
	if (task == TASK_NONE) {
		p->idle++;
		pthread_cond_wait(&p->news, &p->lock);
		p->idle--;
		return;
	}
	if (task == TASK_SETTLE)
		p->settling = true;
	else if (task == TASK_READ)
		p->reading = true;
	else if (task == TASK_WORK)
		slot = take_work(p);
	look_ahead(p);
	if (is_worth_waking(p))
		pthread_cond_signal(&p->news);
	if (task == TASK_SETTLE)
		do_settle(p, w);
	else if (task == TASK_READ)
		do_read(p);
	else if (task == TASK_WORK)
		do_work(p, w, slot);
	else
		do_decode(p);
}

/*
 * Does one task after another until the run is over.  A thread that takes a task and sees that
 * it is worth waking another one wakes one idle thread.  So no thread sleeps while there is much to
 * do, and none is woken without a task.
 */
static void
take_tasks(struct threads *p, struct worker *w)
{
	pthread_mutex_lock(&p->lock);
	while (!is_over(p))
		take_task(p, w);
	pthread_mutex_unlock(&p->lock);
}

static void *
run_thread(void *context)
{
	struct threads *p = context;
	struct worker w;
	worker_begin(&w, p->stage);
	take_tasks(p, &w);
	worker_end(&w);
	return NULL;
}

/* The reader has loaded a frame that another thread can decode. */
static void
note_frame(void *context)
{
	struct threads *p = context;
	pthread_mutex_lock(&p->lock);
	if (p->idle > 0)
		pthread_cond_signal(&p->news);
	pthread_mutex_unlock(&p->lock);
}

static void
begin(struct threads *p, unsigned threads)
{
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->news, NULL);
	pthread_cond_init(&p->drained, NULL);
	p->few = 2 * (size_t)threads + 4;
	p->slots = p->few + FRAME_BLOCKS * threads;
	p->slot = mem_zalloc(p->slots, sizeof(struct slot *));
	p->all = mem_zalloc(p->slots, sizeof(*p->all));
}

static void
end(struct threads *p)
{
	for (size_t i = 0; i < p->begun; i++) {
		worker_batch_end(p->stage, &p->all[i].batch);
		block_memory_free(&p->all[i].memory);
	}
	free(p->all);
	free(p->slot);
	pthread_cond_destroy(&p->drained);
	pthread_cond_destroy(&p->news);
	pthread_mutex_destroy(&p->lock);
}

/* Returns how many threads could be started. */
static unsigned
start(struct threads *p, pthread_t *thread, unsigned threads)
{
	unsigned n = 0;
	while (n < threads && pthread_create(&thread[n], NULL, run_thread, p) == 0)
		n++;
	return n;
}

int
threads_run(struct run *r, const struct run_stage *stage, struct source *source,
    struct worker *first, unsigned threads)
{
	struct threads p = { .run = r, .stage = stage, .source = source };
	pthread_t *thread;
	if (stage->serial && threads > 2)
		threads = 2; /* one reads */
	p.wake_fd = eventfd(0, EFD_CLOEXEC);
	if (p.wake_fd < 0)
		return 1;
	begin(&p, threads);
	thread = mem_zalloc(threads, sizeof(*thread));
	source_tell_frames(source, note_frame, &p);
	unsigned others = start(&p, thread, threads - 1);
	if (others > 0)
		take_tasks(&p, first);
	for (unsigned i = 0; i < others; i++)
		pthread_join(thread[i], NULL);
	free(thread);
	source_tell_frames(source, NULL, NULL);
	end(&p);
	close(p.wake_fd);
	if (others == 0)
		return 1;
	return p.stopped && !run_is_woken(r) ? -1 : 0;
}
