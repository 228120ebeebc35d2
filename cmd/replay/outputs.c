/* SPDX-License-Identifier: MIT */
#include "cmd/replay/outputs.h"

#include "cmd/cli/spare.h"
#include "cmd/replay/baseline.h"

int
outputs_spare(struct command *c)
{
	struct spared it;
	c->settings.nreads = 0;
	settings_reads_lists(&c->settings, c->documents.plan->lists);
	settings_reads_lists(&c->settings, c->documents.rules->lists);
	if (baseline_is_given(&c->request)) {
		settings_reads_lists(&c->settings, c->documents.grid.plan[BASELINE]->lists);
		settings_reads_lists(
		    &c->settings, c->documents.grid.rules[BASELINE][BASELINE]->lists);
	}
	if (spare_check(&c->settings, false, &it) == 0)
		return 0;
	command_fail(c, "%s: is %s, too; --%s would overwrite it", it.path, it.what, it.option);
	return -1;
}
