/* SPDX-License-Identifier: MIT */
#ifndef RERUN_TRAFFIC_H
#define RERUN_TRAFFIC_H

#include "rerun/rerun.h"

/*
 * Replays recorded traffic as load: many traces at once, at the recorded times or as fast as the
 * workers can.
 *
 * Latency counts from when a request should have been sent, not from when a worker was free to send
 * it.  So a target that stalls delays all that was due meanwhile, and that shows (Gil Tene's
 * "coordinated omission").  At full speed, a request is due when a worker takes it.
 */

/*
 * What is sent at once and measured: a trace, whose executed calls follow each other; or one root
 * of a trace that is a list of calls, such as a log of requests.
 */
struct rerun_unit {
	size_t trace;
	uint32_t call; /* a root that is executed alone; TRACE_NONE: the trace is replayed */
	int64_t at_ns; /* when it began */
	/* How long the executed calls took when they were recorded, together; of a unit without
	 * any, its longest root.  TRACE_NO_TIME: unknown. */
	int64_t duration_ns;
	bool failed; /* one of them failed, or answered with a status of 500 or more */
};

struct rerun_units {
	struct rerun_unit *unit; /* by time */
	size_t n;
	size_t moved;    /* how many began earlier than one before them in the input */
	size_t timeless; /* how many have no time of their own, and got that of another */
	size_t idle; /* traces and roots with nothing that is executed: they are no units, unless
			nothing at all is */
};

/*
 * Lists the units of a model.  A trace with several roots is a list of calls if commands execute at
 * least one of its roots, and nothing below the others.
 */
struct rerun_units *rerun_units_of(const struct rerun_options *o, const struct trace_model *m);
void rerun_units_free(struct rerun_units *u);

struct rerun_traffic {
	const struct rerun_options *options; /* now_ns must be set */
	const struct trace_model *model;
	const struct rerun_units *units;
	unsigned workers;
	double pace;         /* how many times faster than recorded; 0: as fast as possible */
	int64_t duration_ns; /* the units are sent again and again until then; 0: once */
	/* Waits until a time, or a little less. */
	void (*wait_until_ns)(int64_t at_ns);
	bool (*is_stopped)(void *context); /* asked often; what runs is completed */
	void *context;
};

/* How many units will be due; 0: as many as the target can take. */
double rerun_traffic_due(const struct rerun_traffic *t);

/* So many are measured; then the run ends. */
#define RERUN_SAMPLES_MOST ((size_t)20000000)

struct rerun_sample {
	int64_t due_ns;     /* since the beginning */
	int64_t latency_ns; /* from then to the answer, or to the end of the run */
	bool failed, answered;
};

enum { RERUN_KINDS_MOST = 32 };

struct rerun_load {
	struct rerun_sample *sample; /* by due_ns */
	size_t n;
	/* Units: with an answer, even an error; of these, with an error; and due, but not sent or
	 * not answered before the end. */
	uint64_t answered, failed, unanswered;
	uint64_t calls;                    /* that were executed */
	uint64_t verdicts[RERUN_VERDICTS]; /* of calls */
	uint64_t missing;                  /* calls without an answer of any kind */
	int64_t elapsed_ns;
	int64_t late_ns; /* the longest time from when a unit was due until it was sent */
	struct rerun_error_kind {
		struct text type, message; /* the message of the first */
		uint64_t n;
	} kind[RERUN_KINDS_MOST];
	size_t kinds;
	uint64_t other_kinds; /* errors whose type has no place in the list */
	struct rerun_differing {
		struct text name, path;         /* of the call, and within its output */
		struct text call_id, then, now; /* of the first */
		uint64_t n;
	} difference[RERUN_KINDS_MOST]; /* verdict `differs`, by name and path */
	size_t differences;
	uint64_t other_differences;
	bool full; /* it ended at RERUN_SAMPLES_MOST */
	struct arena arena;
	size_t cap;
};

/* Returns NULL if no thread could be started. */
struct rerun_load *rerun_send(const struct rerun_traffic *traffic);
void rerun_load_free(struct rerun_load *l);

/* Percentiles of latencies by the nearest rank; all are 0 if there is none. */
struct rerun_latency {
	int64_t p50_ns, p95_ns, p99_ns, max_ns;
	double mean_ns;
	size_t n;
};
struct rerun_latency rerun_latency_of_times(int64_t *ns, size_t n); /* sorts them */
struct rerun_latency rerun_latency_of(const struct rerun_load *l);
struct rerun_latency rerun_latency_recorded(const struct rerun_units *u);

/* Appends the report as one JSON object and a newline. */
void rerun_put_load(struct buf *b, const struct rerun_traffic *t, const struct rerun_load *l);

#endif
