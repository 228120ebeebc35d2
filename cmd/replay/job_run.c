/* SPDX-License-Identifier: MIT */
#include "cmd/replay/job_run.h"

void
job_run_init(struct job_run *j, struct command *c)
{
	*j = (struct job_run){
		.command = c, .request = &c->request, .settings = &c->settings, .claim = CLAIM_NONE
	};
}

void
job_run_free(struct job_run *j)
{
	replay_free(j->replay);
	documents_free(&j->documents);
	buf_free(&j->snapshot);
	buf_free(&j->checkpoints.image);
}
