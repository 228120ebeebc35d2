/* SPDX-License-Identifier: MIT */
#include "cmd/replay/state_file.h"

#include "cmd/cli/whole_file.h"

int
state_file_read(const char *path, struct buf *image, struct err *e)
{
	const int there = whole_file_read(path, image, e);
	if (there == 0)
		return err_set(e, "no such snapshot; make one with esper-decide --state");
	return there < 0 ? -1 : 0;
}
