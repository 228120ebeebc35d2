/* SPDX-License-Identifier: MIT */
#ifndef RERUN_SCOPE_H
#define RERUN_SCOPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/glob.h"
#include "base/text.h"
#include "trace/model.h"

/*
 * What is asked for in a replay: a call of the recording, or a question of a command that runs.
 * Texts are borrowed; an absent text is unknown.
 */
struct rerun_subject {
	struct text trace_id, call_id;
	enum trace_kind kind;
	bool any_kind; /* the question does not say which */
	struct text name;
	struct text tool; /* the recorded name of a tool, which its call may be named differently */
	struct text service;
	struct text input;      /* JSON; absent: none */
	struct text attributes; /* of a call of the recording, JSON; absent: none */
	uint32_t call;          /* of the recording, or TRACE_NONE */
};

/* The subject that a call of the model is. */
struct rerun_subject rerun_subject_of(const struct trace_model *m, uint32_t call);

/*
 * Which calls an option is about: `GLOB`, a name; `kind:KIND`; or `service:GLOB`.  A name is that
 * of the tool, or that of the call.
 */
enum rerun_by { RERUN_BY_NAME, RERUN_BY_KIND, RERUN_BY_SERVICE };

struct rerun_scope {
	enum rerun_by by;
	enum trace_kind kind;
	struct glob glob;
	struct text text; /* as given */
};

/* Reads a scope; the text is borrowed.  Returns 0, or -1 and fills *e. */
int rerun_scope_read(struct text t, struct rerun_scope *s, struct err *e);

bool rerun_scope_has(const struct rerun_scope *s, const struct rerun_subject *subject);

/* Takes `SCOPE=` from an argument, up to the first `=`.  *rest is what follows.  Returns 0, or -1
 * and fills *e. */
int rerun_scope_take(struct text argument, struct rerun_scope *s, struct text *rest, struct err *e);

#endif
