/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_READER_H
#define IMPORT_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "import/object.h"
#include "import/slices.h"
#include "trace/record.h"

/*
 * What a reader of one format is, and what it is given.  Private to the layer.
 *
 * A reader recognises a record by its members and turns it into records of the model.  It sees one
 * record at a time and keeps nothing: what one record says of others (the processes of a Jaeger
 * trace, the names of threads) is left to import/join.c.
 */
struct import_in {
	struct arena *arena; /* for texts; lives as long as the records */
	struct import_names *names;
	struct import_part *part; /* where records go */
	struct import_object object;
	struct text raw; /* the record as spelled */
	bool lean;  /* only ids, names, times, kinds, states and types of events are of interest:
		     * all JSON may be left out */
	bool timed; /* the record's time was read already: */
	int64_t at_ns;
	/* of records that are read again (import/session.h): */
	unsigned input;      /* the number of their input */
	struct text line_of; /* the trace that the record belongs to */
	struct import_sessions *sessions;
};

/* What is around records of a document: what their envelope says of all of them. */
struct import_shared {
	struct text trace_id, service;
	struct text resource;  /* JSON, an object, or absent: attributes of the calls */
	struct text scope;     /* the same for calls, and for events that are records themselves */
	struct text processes; /* JSON: Jaeger's, {"p1":{"service":..,"resource":{..}}} */
	struct text root;      /* JSON, an object: attributes of the roots among the records */
	struct text beside;    /* JSON, an object: what stands beside slices (import/slices.h) */
};

struct import_reader {
	const char *name; /* as --which and the manual call it: "OTLP" */
	/* Is the object a record of this format? */
	bool (*knows)(const struct import_object *o);
	/* Reads it, by import_add.  Returns false if it is not one after all. */
	bool (*read)(struct import_in *in);
	/* Reads the envelope of records; NULL: it has none that matters. */
	void (*shared)(struct import_in *in, struct import_shared *out);
	/* The format is one of those that are listed as maps, with this summary, although no map
	 * can read it; NULL: it is not. */
	const char *summary;
	bool beside; /* what stands beside its records becomes attributes of roots (import/beside.h)
		      */
};

/* The same for a reader or a map by its number; maps have it. */
bool import_reader_is_beside(size_t reader);

/* Gets an empty record, all absent, that goes to the part at the next call of import_add. */
struct trace_record *import_add(struct import_in *in);

/* The same for a call whose trace has a name that means something only in its document
 * (import/local.h).  A sieve does not see it. */
struct trace_record *import_add_local(struct import_in *in, struct text name);

/* Gets an empty slice that goes to the part (import/slices.h). */
struct import_slice *import_add_slice(struct import_in *in);

/* Collects events for a record: import_event gets an empty one; import_events_done gives them to
 * the record, in the arena. */
struct trace_event_record *import_event(struct import_in *in);
void import_events_done(struct import_in *in, struct trace_record *r);

/* Calls f() for each element of a list.  Returns false if it is no list. */
bool import_each(struct import_in *in, const struct json_value *list,
    void (*f)(struct import_in *in, const struct json_value *v));

/* Collects the members that nothing takes, as an object:
 *
 *	import_rest_begin(in);
 *	import_rest_add(in, key, &value); …
 *	r->attributes = import_rest_done(in);
 *
 * which is absent if there are none. */
void import_rest_begin(struct import_in *in);
void import_rest_add(struct import_in *in, struct text key, const struct json_value *v);
struct buf *import_rest_name(struct import_in *in, struct text key); /* the caller adds the value */
struct text import_rest_done(struct import_in *in);

/* JSON that stood in a string, without white space between tokens, in the arena.  Absent if it is
 * not one valid value, or has so many levels that the line of its call might not be read again. */
struct text import_parsed(struct import_in *in, struct text json);

/* Reads another text, in the arena, as a record of that format, in the place of the record at hand.
 * Returns false if it is none. */
bool import_read_text(struct import_in *in, const struct import_reader *reader, struct text record);

extern const struct import_reader import_telemetry, import_calls, import_replayed, import_prela,
    import_otlp, import_otlp_logs, import_otel_python, import_otel_go, import_otel_js,
    import_jaeger, import_zipkin, import_chrome, import_speedscope, import_claude, import_codex,
    import_codex_exec, import_gemini, import_otel_js_logs, import_inspect, import_har,
    import_temporal;

/* lists of messages */
extern const struct import_reader import_chat, import_batch, import_tau_bench, import_swe_agent,
    import_atif, import_opencode, import_opencode_export, import_jsonrpc;

#endif
