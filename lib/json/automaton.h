/* SPDX-License-Identifier: MIT */
#ifndef JSON_AUTOMATON_H
#define JSON_AUTOMATON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "json/walker.h"

/*
 * A finite automaton that is learned from lines, and then reads lines like them (private to the
 * layer; json/reader.h is its user).
 *
 * The lines of a log have few structures: the same keys in nearly the same order, with other
 * values.  A *state* is a place in such a structure where a scalar or an empty container stands:
 * the keys and arrays that lead there, and the kind of value.  An *edge* is the constant text from
 * the end of one value to the start of the next, with all the punctuation, white space, keys and
 * brackets in it: `,"device":{"id":"`.  Reading a line means to compare the text of an edge, to
 * find the end of one value, and so on; no index is needed.  (V8 calls such transition graphs of
 * keys shapes or hidden classes; Mison, by Li et al., VLDB 2017, predicts the places of fields from
 * the structures of earlier records.)
 *
 * What the automaton accepts is valid JSON.  An edge is learned from a line that the walk has
 * accepted, and its first state says which containers are open, so the edge continues every line
 * that reaches the state.  The content of values is checked while their ends are looked for.  A
 * line that the automaton does not know, or that has a key twice, is left to the walk, which gives
 * the same answer for the others.  Time and memory are bounded: a state has at most 8 edges, and an
 * automaton about 4,000 edges.
 */
enum automaton_kind {
	AUTOMATON_STRING, /* begins after the opening quote, ends before the closing one */
	AUTOMATON_NUMBER,
	AUTOMATON_CONSTANT, /* true, false, null or an empty container: the last bytes of the edge
			     */
	AUTOMATON_END       /* after the newline */
};

/* What an edge does to containers that a path leads to. */
struct automaton_action {
	enum { AUTOMATON_DONE, AUTOMATON_OPEN, AUTOMATON_CLOSE } what;
	uint16_t depth; /* of the container */
	bool object;
	uint32_t at; /* of its bracket, in the text of the edge */
	struct walk_state *state;
};

struct automaton_edge {
	struct automaton_edge *next; /* another one from the same state */
	struct automaton_state *to;
	const struct automaton_action *action; /* NULL: none; the last one is AUTOMATON_DONE */
	uint32_t n;
	bool spaced; /* there is white space between tokens */
	char text[]; /* n bytes, and zeros up to a multiple of AUTOMATON_PIECE */
};

struct automaton_state {
	struct automaton_edge *edge;
	struct walk_state *state; /* whose slots get the value; NULL: no path leads here */
	uint8_t kind;             /* enum automaton_kind */
	uint8_t json;             /* enum json_kind */
	uint8_t edges;
	uint32_t n;              /* the length of a constant */
	uint32_t length, steady; /* of the last string; how many in a row have had that */
};

/* A container or a value, by the way that leads there. */
struct automaton_child {
	struct text key; /* as spelled */
	unsigned char kind;
	void *is; /* a state, or a place if it is a container */
};

struct automaton_place {
	struct automaton_place *parent;
	struct automaton_child *child; /* sorted */
	size_t children, cap;
	struct walk_state *self;    /* whose slots get the container */
	struct walk_state *content; /* where its keys lead from */
	struct walk_memory *last;   /* while a line is learned */
	unsigned depth;             /* of the outermost object: 1 */
	bool object;
};

enum { AUTOMATON_PIECE = 32, AUTOMATON_DEPTH = 64 };

struct automaton {
	struct json_walker *w;
	struct arena arena;
	struct automaton_place *root;
	struct automaton_state start, end;
	size_t states, edges, bytes;
	struct automaton_place **places; /* for free */
	size_t nplaces, places_cap;
	uint64_t serial;                       /* of lines */
	const char *open[AUTOMATON_DEPTH + 1]; /* brackets, by depth */
};

/* How many bytes after the newline of a line are read, and not used. */
enum { AUTOMATON_SLACK = 64 };

void automaton_init(struct automaton *a, struct json_walker *w);
void automaton_free(struct automaton *a);

/* Forgets everything. */
void automaton_reset(struct automaton *a);
bool automaton_is_full(const struct automaton *a);

/* Learns a line p[0..n) that a walk has accepted as an object, and that ends with a newline at
 * p[n]. */
void automaton_learn(struct automaton *a, const char *p, size_t n);

/*
 * Reads the line that begins at p.  Returns the place after its newline, with the slots of the
 * walker filled, or NULL if the automaton cannot read it; then the slots are not valid.  *compact
 * becomes false if there may be white space between tokens.
 */
typedef const char *automaton_read(struct automaton *a, const char *p, bool *compact);
automaton_read automaton_read_portable;
#if defined(__x86_64__)
automaton_read automaton_read_avx2;
#endif

/* Returns the end of the escape that begins with the backslash at p, or NULL if it is not valid. */
const char *automaton_escape_end(const char *p);

/* Returns the end of a number (RFC 8259, section 6), or NULL if none begins at p. */
const char *automaton_number_end(const char *p);

#endif
