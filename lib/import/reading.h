/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_READING_H
#define IMPORT_READING_H

#include "base/buf.h"
#include "import/import.h"
#include "import/part.h"
#include "import/reader.h"
#include "json/walk.h"

/* What a thread needs to read records.  Private to import/import.c and import/reading.c. */
struct import_reading {
	struct import_options options;
	struct json_paths *paths;
	struct json_walker *walker;
	struct import_names *names;
	struct json_arrays *arrays;
	size_t last; /* what read the record before; as many as there are readers: none */
	struct map_reader *maps;
	bool spelled; /* the block has a text that the sieve looks for in records */
	/* a line that has records in arrays */
	struct json_cut cut;
	struct json_index index;
	struct json_walker *inner;
	/* JSON in a string */
	struct json_walker *parser;
	struct json_index parsed;
	struct buf copy;
	/* scratch of import_event and import_rest */
	struct trace_event_record *event;
	size_t events, event_cap;
	struct buf rest;
	struct arena scratch;
	/* import_reopen */
	struct reading_in *again;
};

/* What a reader is given, with what it does not see. */
struct reading_in {
	struct import_in in;
	struct import_reading *r;
};

#endif
