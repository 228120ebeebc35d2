/* SPDX-License-Identifier: MIT */
#include "cmd/replay/replay_options.h"

#include <stdlib.h>

#include "cmd/replay/inputs.h"

static const char *
temporary_folder(void)
{
	const char *folder = getenv("TMPDIR");
	return folder && *folder ? folder : "/tmp";
}

static struct replay_names
names_of(const struct request *r)
{
	return (struct replay_names){
		.plan = { [CANDIDATE] = r->plan_path,
		    [BASELINE] = r->baseline_plan || r->baseline.use[STORE_ENCODING]
				     ? r->baseline_plan
				     : r->plan_path },
		.rules = { [CANDIDATE] = r->rules_path,
		    [BASELINE] = r->baseline_rules || r->baseline.use[STORE_RULES]
				     ? r->baseline_rules
				     : r->rules_path },
	};
}

struct replay_options
replay_options_of(struct attempt *a)
{
	const struct settings *s = a->settings;
	const bool warm = a->request->type != JOB_STATE_REBUILD && !a->request->state_path;
	return (struct replay_options){ .type = a->request->type,
		.tenant = s->tenant,
		.from_ns = s->from_ns,
		.to_ns = s->to_ns,
		.warmup_ns = warm ? a->request->warmup_ns : 0,
		.grid = request_compares(a->request) ? &a->documents.grid : NULL,
		.names = names_of(a->request),
		.explain = a->request->explain,
		.labels = a->documents.labels,
		.inputs = a->job.inputs,
		.buffer_bytes = a->request->buffer_bytes,
		.folder = temporary_folder(),
		.begun = a->request->state_path != NULL,
		.stops_late = s->fail_fast,
		.asked = warm,
		.alone = s->operands == 1,
		.twice = inputs_identify(a->command, &a->identity) };
}
