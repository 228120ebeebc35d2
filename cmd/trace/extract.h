/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_EXTRACT_H
#define CMD_TRACE_EXTRACT_H

#include "cmd/trace/command.h"

/* --extract: prints the records of the selection.  Returns 0, or -1 if the run is stopped. */
int extract_print(struct command *c);

/* Without a selection: loads the traces and prints the inputs, byte for byte but uncompressed,
 * or redacted.  Returns 0; -1 if the run is stopped; or 1 if --check has failed. */
int extract_whole(struct command *c);

#endif
