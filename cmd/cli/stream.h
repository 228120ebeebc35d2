/* SPDX-License-Identifier: MIT */
#ifndef CLI_STREAM_H
#define CLI_STREAM_H

#include <stdbool.h>
#include <string.h>

/* Does the name mean standard input or output?  NULL and "-" do. */
static inline bool
stream_is_standard(const char *path)
{
	return !path || strcmp(path, "-") == 0;
}

#endif
