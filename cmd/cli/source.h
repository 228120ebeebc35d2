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

/*
 * In which order inputs are read that are read block by block in turn, each going on where it is:
 * regular files, which are open as long as they are needed.
 */
struct source_order {
	void *context;
	/* The input of the next block, by its number among the operands; -1: that was all. */
	int (*pick)(void *context);
	/* It was just opened.  0, or -1 with *e filled: it is not to be read. */
	int (*opened)(void *context, unsigned input, int fd, struct err *e);
	/* It was read up to `end`, as decoded; *until goes into the item.  Must there be more? */
	bool (*took)(void *context, unsigned input, uint64_t end, int64_t *until);
};

/* Where an input is begun: so many lines, in so many bytes as decoded, are passed over. */
struct source_place {
	uint64_t offset, lines;
};

/* For inputs of which some may have been read before: says where to begin with each. */
struct source_gate {
	void *context;
	/*
	 * The input's turn has come: all before it is settled, and nothing of it has been given out
	 * (in_peek, in_rewind).  1: it is read from *from on, to which it has been passed over, and
	 * *fingerprint is of what comes before.  0: it is passed over.  -1 with *e filled: the run
	 * cannot go on.
	 */
	int (*enter)(void *context, size_t operand, struct in *in, struct source_place *from,
	    struct fingerprint *fingerprint, struct err *e);
	struct in *standard; /* standard input, where it is open; the source takes it */
};

/* One of the inputs. */
struct source_input {
	struct in *in; /* NULL: it is not open */
	struct blocks blocks;
	struct source_place from;
	bool checked;     /* it is not what is being written */
	const char *file; /* its name; NULL: standard input */
	unsigned number;
	uint64_t told; /* of its bytes, as stored: those that earlier items have told of */
	bool begins;   /* it had no item yet */
	bool over;     /* nothing more is needed of it */
};

/*
 * All inputs of a run, one after another, as a stream of items: blocks of records, and what is
 * wrong with an input, in the place where it is to be said.  Reads ahead of those who deal with the
 * items; says and writes nothing itself.
 */
struct source {
	const struct settings *settings;
	const struct out *out, *rejects; /* what must not be read; rejects may be NULL */
	struct source_gate *gate;        /* NULL: all is read from its beginning */
	struct fingerprint *fingerprint; /* for the gate */
	int wake;
	const struct json_arrays *arrays; /* of documents; for the caller to set; may be NULL */
	bool documents;                   /* inputs may be documents; for the caller to set */
	uint64_t left;                    /* source_leave */
	size_t next;                      /* the operand to open next */
	struct source_input *at;          /* the input at hand, which is */
	struct source_input only;         /* this one where they come one after another, or */
	struct source_input *each;        /* of these, by number, where there is */
	const struct source_order *order; /* an order */
	uint64_t total;                   /* bytes of all inputs as stored; 0: not known */
};

struct source_item {
	const char *file;            /* as given; NULL: standard input */
	unsigned input;              /* its number among the operands, from 0 */
	bool begins;                 /* the first of its input, of which */
	bool ends;                   /* the last, which came to the end of it */
	bool bom;                    /* the input has a byte order mark */
	uint64_t passed;             /* so many lines were passed over */
	uint64_t end;                /* where the block ends in the input, as decoded */
	struct input_block block;    /* neither p nor too_long: no records */
	struct block_memory *memory; /* what it lives in, to be taken over by who settles it
					(block_memory_take); NULL: the source's own */
	uint64_t raw_bytes;          /* how much was read for it, as stored */
	int64_t until;               /* of the order */
	bool fatal;                  /* the run cannot go on: */
	bool broken;                 /* something is wrong with the input: */
	struct err err;
};

enum source_answer {
	SOURCE_ITEM = 1,
	SOURCE_END,
	SOURCE_WAIT, /* the input has nothing now */
	SOURCE_HOLD, /* what comes next is only right when all items so far have been dealt with and
			written */
};

/*
 * `gate`: NULL, or must live as long as the source; with it, blocks are torn (lines.h) where the
 * input is a named regular file or failed, and never elsewhere.  `wake`: a descriptor, or -1; while
 * it can be read from, nobody waits here: it is then as if the input were over.
 */
void source_init(struct source *s, const struct settings *settings, const struct out *out,
    const struct out *rejects, struct source_gate *gate, int wake);
void source_free(struct source *s);

/* In that order; *order must live as long as the source. */
void source_init_ordered(struct source *s, const struct settings *settings, const struct out *out,
    const struct out *rejects, const struct source_order *order);

/*
 * The next item.  With `settled` false, as long as it needs nobody's patience: else SOURCE_WAIT or
 * SOURCE_HOLD.  With `settled` true, which says that everything before was dealt with and written,
 * it waits.  `own` NULL: a block lives until the next call; else in *own (blocks_take).
 */
enum source_answer source_next(
    struct source *s, bool settled, struct block_memory *own, struct source_item *item);

/*
 * Nothing more is needed of an input; `left` is its number and 1.  What was read ahead of it may
 * still come.  Any thread may call this.
 */
void source_leave(struct source *s, uint64_t left);

/* The descriptor to wait for after SOURCE_WAIT. */
int source_fd(const struct source *s);

/* Is it worth it to read and to work at the same time? */
bool source_is_zstd(const struct source *s);

#endif
