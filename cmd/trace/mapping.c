/* SPDX-License-Identifier: MIT */
#include "cmd/trace/mapping.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static int
add_file(void *into, const char *argument, struct err *e)
{
	struct mapping *m = into;
	if (!*argument)
		return err_set(e, "an empty name");
	m->file = mem_grow(m->file, &m->cap, m->files + 1, sizeof(*m->file));
	m->file[m->files++] = argument;
	if (!m->read || strcmp(m->read, "-") != 0)
		m->read = argument;
	return 0;
}

const struct option_spec mapping_options[MAPPING_OPTIONS] = {
	{ "map", .value = "FILE",
	    .group = "Reading:", .help = "read records by this map before all others",
	    .takes = { OPTION_READ, OPTION_MEMBER(struct mapping, read), .read = add_file } },
};

void
mapping_free(struct mapping *m)
{
	free(m->file);
}
