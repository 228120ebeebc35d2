/* SPDX-License-Identifier: MIT */
#ifndef JSON_PATHS_PRIVATE_H
#define JSON_PATHS_PRIVATE_H

#include "base/arena.h"
#include "base/lookup.h"
#include "json/paths.h"

/*
 * The compiled paths as the walk uses them (private to the layer): a tree of nodes, joined by
 * edges.  One key can follow several edges at once (an exact member and a normalised path), so a
 * place in a record is a set of nodes.  paths_key and paths_element take a set one step further.
 */
enum { EDGE_DOTTED = JSON_NOCASE + 1 };

struct path_edge {
	struct text key; /* dotted: normalised, if the paths are */
	unsigned how;    /* enum json_match or EDGE_DOTTED */
	unsigned to;
	size_t next; /* the previous edge with the same index and text, or LOOKUP_NONE */
};

struct path_node {
	struct path_edge *edge;
	unsigned *slot;
	size_t edges, slots, edge_cap, slot_cap;
	struct lookup index[EDGE_DOTTED + 1]; /* by `how`: the newest edge of a key; for JSON_NOCASE
					       * the key is in lower case */
};

struct json_paths {
	struct arena arena;
	struct path_node *node; /* node 0 is the root */
	size_t nodes, cap, slots;
	bool flatten, normalize;
};

/* A set of nodes without duplicates, in the order they were found. */
struct path_set {
	unsigned *node;
	size_t n, cap;
};

/* Finds the nodes that key (unescaped) leads to from the nodes of `from`.  Clears `out` first. */
void paths_key(const struct json_paths *p, const unsigned *from, size_t nfrom, struct text key,
    struct path_set *out);

/* The same for element `index` of an array. */
void paths_element(const struct json_paths *p, const unsigned *from, size_t nfrom, size_t index,
    struct path_set *out);

#endif
