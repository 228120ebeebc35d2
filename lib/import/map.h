/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_MAP_H
#define IMPORT_MAP_H

#include "encode/pick.h"
#include "import/maps.h"
#include "import/reader.h"
#include "json/paths.h"
#include "plan/plan.h"

/* One map, compiled.  Private to the layer. */

/* The fields of a map, by their names; those with a number of TRACE_USAGES are token counts. */
/* clang-format off */
#define MAP_FIELDS(X)									\
	X(TRACE_ID, "trace_id") X(CALL_ID, "call_id") X(PARENT_ID, "parent_id")		\
	X(NAME, "name") X(KIND, "kind") X(SERVICE, "service")				\
	X(START, "start") X(END, "end") X(DURATION, "duration")				\
	X(DURATION_MS, "duration_ms") X(DURATION_US, "duration_us")			\
	X(DURATION_NS, "duration_ns") X(STATUS, "status") X(ERROR, "error")		\
	X(ERROR_TYPE, "error_type") X(ERROR_MESSAGE, "error_message")			\
	X(ERROR_WHERE, "error_where") X(INPUT, "input") X(OUTPUT, "output")		\
	X(MODEL, "model") X(VENDOR, "vendor") X(COST_USD, "cost_usd")			\
	X(PARAMETERS, "parameters")							\
	X(INPUT_TOKENS, "input_tokens") X(OUTPUT_TOKENS, "output_tokens")		\
	X(CACHE_READ_TOKENS, "cache_read_tokens")					\
	X(CACHE_WRITE_TOKENS, "cache_write_tokens")					\
	X(REASONING_TOKENS, "reasoning_tokens") X(TOTAL_TOKENS, "total_tokens")	\
	X(ATTRIBUTES, "attributes") X(LINKS, "links") X(EVENTS, "events")		\
	X(FILE, "file") X(LINE, "line")							\
	/* of a map whose records are events */						\
	X(AT, "at") X(MESSAGE, "message") X(LEVEL, "level")
/* clang-format on */

enum map_field {
#define MAP_FIELD(id, name) MAP_##id,
	MAP_FIELDS(MAP_FIELD)
#undef MAP_FIELD
	    MAP_FIELD_COUNT
};

/* A value that a place in a record must have. */
struct map_value {
	enum json_kind kind;
	struct text text; /* a string's content; of other values the JSON text */
};

/* A place that a record must have: one of the values, or any. */
struct map_test {
	struct text path;
	unsigned slot; /* in import_maps.paths */
	const struct map_value *value;
	size_t values;
};

/* All of its tests must hold. */
struct map_case {
	const struct map_test *test;
	size_t tests;
};

struct map_word {
	struct text word;
	enum trace_kind kind;
};

struct import_map {
	struct text name;
	struct plan *plan;
	struct map_case *cases; /* one of them must hold */
	size_t ncases;
	struct text *each; /* paths of arrays */
	size_t eaches;
	/* more paths for the picker: those of `attributes`, of the children, and of `output`, which
	 * may lead to a null */
	struct text *path;
	size_t attributes, children, outputs;
	struct json_paths *below;      /* those of the children again; NULL: none */
	size_t field[MAP_FIELD_COUNT]; /* numbers of the plan's fields, or FIELD_UNKNOWN */
	struct map_word *word;         /* kinds that the map's own words name */
	size_t words;
	bool join, event;
};

/* Loads a map.  Returns NULL, and collects what is wrong. */
struct import_map *map_load(struct text text, struct text name, const char *dir, struct errs *all);
void map_free(struct import_map *m);

/* Reads a record, which is the object v in the text and index of in->raw, by a picker of the map.
 * Returns false if it is none of the map's after all. */
bool map_read(struct import_in *in, const struct import_map *m, struct picker *p,
    const struct json_index *ix, const struct json_value *v);

/* Adds the elements of a list, {name, time, attributes}, as events of the record. */
void map_read_events(struct import_in *in, const struct json_value *list);

struct picker *map_picker(const struct import_map *m);

/* The set of maps. */
struct import_maps {
	struct import_map **map;
	size_t n, cap;
	size_t own;               /* so many are the caller's, and come first */
	struct json_paths *paths; /* of all tests */
};

/* What a thread has for the maps of a set. */
struct map_reader;
struct map_reader *map_reader_new(const struct import_maps *m); /* m may be NULL: no maps */
void map_reader_free(struct map_reader *r);

/* Reads the record by the first of the maps in [first, end) that knows it.  Returns its number, or
 * `end`. */
size_t map_reader_read(struct map_reader *r, struct import_in *in, size_t first, size_t end);

/* How many maps are tried before the readers. */
size_t maps_own(const struct import_maps *m);

/* Copies all paths of arrays to out, unless that is NULL.  Returns how many there are. */
size_t maps_arrays(const struct import_maps *m, struct text *out);

/* May the object have records in an array that a map names? */
bool maps_may_have_array(const struct import_maps *m, const struct import_object *o);

#endif
