/* SPDX-License-Identifier: MIT */
#ifndef CLI_SOURCE_H
#define CLI_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "cmd/cli/settings.h"
#include "io/block.h"
#include "io/blocks.h"
#include "io/in.h"
#include "io/out.h"
#include "io/time_index.h"

/*
 * An order in which to read inputs that are interleaved block by block, each continuing where it
 * left off.  They are regular files and stay open as long as they are needed.
 */
struct source_order {
	void *context;
	/* Returns the input of the next block, by its number among the operands; -1: no more. */
	int (*pick)(void *context);
	/* Called when an input was opened.  Returns 0, or -1 and fills *e if it must not be
	 * read. */
	int (*opened)(void *context, unsigned input, int fd, struct err *e);
	/* Called when an input was read up to `end`, in decoded bytes.  Fills *until, which goes
	 * into the item.  Returns whether more of the input must follow. */
	bool (*took)(void *context, unsigned input, uint64_t end, int64_t *until);
};

/* Where reading an input begins: after `lines` lines, which are `offset` decoded bytes. */
struct source_place {
	uint64_t offset, lines;
};

/* Says where to begin with each input, for runs that may have read some of it before. */
struct source_gate {
	void *context;
	/*
	 * Called when an input's turn has come: everything before it is settled, and nothing of it
	 * has been given out (in_peek, in_rewind are allowed).  Returns 1 if the input is read
	 * from *from on; enter() has then skipped to there, and *fingerprint covers the part
	 * before.  Returns 0 if the whole input is skipped, or -1 and fills *e if the run cannot
	 * continue.
	 */
	int (*enter)(void *context, size_t operand, struct in *in, struct source_place *from,
	    struct fingerprint *fingerprint, struct err *e);
	struct in *standard; /* standard input, if it is already open; the source takes it */
};

/*
 * Which frames of packed files (io/time_index.h) need not be read.  Their records count as skipped.
 * An index that was made by other rules is not used.
 */
struct source_frames {
	const unsigned char *rules; /* by which the program reads times: TIME_RULES bytes */
	int64_t from_ns, to_ns;     /* frames without records in from <= t < to are passed over */
	/* If not NULL, chooses instead: sets pass[] by frame, all false before, for an input by its
	 * number. */
	void (*choose)(void *context, unsigned input, const struct time_index *ix, bool *pass);
	void *context;
};

/* Reads the time index of a file.  Returns 1 if it can be used; 0 if there is none at the file's
 * end; or -1 and fills *e with why it is not used.  Only after 1 must it be freed. */
int source_read_index(struct time_index *ix, int fd, const unsigned char *rules, struct err *e);

/* What the time index says of a block that was read. */
struct source_bounds {
	bool known;
	bool unknown;              /* some records may have no time; of the others: */
	int64_t first_ns, last_ns; /* first <= t <= last */
};

/* One of the inputs. */
struct source_input {
	struct in *in;           /* NULL: it is not open */
	struct time_index index; /* if `pass` is set */
	bool *pass;              /* its frames that are passed over; NULL: it is not used */
	struct err notice;       /* for the next item; no text: none */
	const char *fault;       /* what was last said about the index */
	bool stray;              /* it was said that there is one in the middle */
	struct blocks blocks;
	struct source_place from;
	uint64_t until; /* where the range to be read ends (settings.range); UINT64_MAX: nowhere */
	bool checked;   /* it is known not to be an output of the run */
	const char *file; /* its name; NULL: standard input */
	unsigned number;
	uint64_t told; /* stored bytes that earlier items have accounted for */
	bool begins;   /* it has had no item yet */
	bool over;     /* nothing more of it is needed */
};

/*
 * All inputs of a run, one after another, as a stream of items.  An item is a block of records, or
 * an error of an input at the place where it belongs.  The source may read ahead of the items that
 * are settled; it prints and writes nothing itself.
 */
struct source {
	const struct settings *settings;
	const struct out *out, *rejects; /* must not be read as inputs; rejects may be NULL */
	struct source_gate *gate;        /* NULL: every input is read from its first byte */
	struct fingerprint *fingerprint; /* for the gate */
	int wake;
	const struct json_arrays *arrays; /* where JSON documents have records; set by the caller */
	bool open_end;  /* arrays of documents need not be closed; set by the caller */
	bool nested;    /* documents may be arrays of arrays; set by the caller */
	bool documents; /* inputs may be JSON documents; set by the caller */
	const struct source_frames *frames; /* NULL: everything is read; set by the caller */
	struct frame_pool *pool;
	uint64_t left;                    /* see source_leave */
	size_t next;                      /* the operand to open next */
	struct source_input *at;          /* the current input: &only, or with `order` in `each` */
	struct source_input only;         /* without an order */
	struct source_input *each;        /* with an order: all inputs, by number */
	const struct source_order *order; /* NULL: one input after another */
	uint64_t total;                   /* stored bytes of all inputs; 0: not known */
};

struct source_item {
	const char *file;            /* as given; NULL: standard input */
	unsigned input;              /* its number among the operands, from 0 */
	bool begins;                 /* it is the first item of its input */
	bool ends;                   /* it is the last, and the input was read to its end */
	bool bom;                    /* the input has a byte order mark */
	uint64_t passed;             /* lines that were skipped before the first item */
	uint64_t end;                /* where the block ends in the input, in decoded bytes */
	struct input_block block;    /* without p and without too_long: no records */
	struct block_memory *memory; /* the block's memory, which settle() may take over
					(block_memory_take); NULL: the source's own */
	uint64_t raw_bytes;          /* stored bytes that were read for it */
	struct source_bounds bounds;
	int64_t until; /* from the order */
	bool fatal;    /* the run cannot continue: see err */
	bool broken;   /* something is wrong with the input: see err */
	bool misled;   /* the notice says that the time index is wrong */
	struct err err;
	struct err notice; /* a message about the input; no text: none */
};

enum source_answer {
	SOURCE_ITEM = 1,
	SOURCE_END,
	SOURCE_WAIT, /* the input has no data now */
	SOURCE_HOLD, /* the next item depends on all items so far being settled and written */
};

/*
 * `gate` is NULL or must live as long as the source.  With a gate, blocks may be torn (lines.h) if
 * the input is a named regular file or failed; otherwise they never are.  `wake` is a descriptor or
 * -1.  While it is readable, the source does not wait for input but behaves as if the input had
 * ended.
 */
void source_init(struct source *s, const struct settings *settings, const struct out *out,
    const struct out *rejects, struct source_gate *gate, int wake);
void source_free(struct source *s);

/* Initializes a source that reads in an order; *order must live as long as the source. */
void source_init_ordered(struct source *s, const struct settings *settings, const struct out *out,
    const struct out *rejects, const struct source_order *order);

/*
 * Gives out the next item.  With `settled` false it never waits, but returns SOURCE_WAIT or
 * SOURCE_HOLD.  `settled` true means that all earlier items were settled and written; it then waits
 * for input.  If `own` is NULL, a block is valid until the next call; otherwise it is in *own
 * (blocks_take).
 */
enum source_answer source_next(
    struct source *s, bool settled, struct block_memory *own, struct source_item *item);

/*
 * Gives up the rest of an input; `left` is 1 plus its number.  Items that were read ahead may still
 * come.  Any thread may call this.
 */
void source_leave(struct source *s, uint64_t left);

/* Returns the descriptor to wait for after SOURCE_WAIT. */
int source_fd(const struct source *s);

/* Is the current input a zstd stream, so that a thread of its own for reading pays off? */
bool source_is_zstd(const struct source *s);

/* Frames of the input that any thread can decode meanwhile: is there one?  Decode one. */
bool source_can_decode(const struct source *s);
void source_tell_frames(struct source *s, void (*news)(void *context), void *context);
void source_decode(struct source *s);

#endif
