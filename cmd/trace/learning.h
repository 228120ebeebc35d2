/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_LEARNING_H
#define CMD_TRACE_LEARNING_H

#include "cmd/trace/command.h"

/*
 * --train, --predict and --anomalies.  The file of --train gets its name after all other output is
 * complete, or not at all.
 */

/* Opens the file of --train, once the run has begun.  Returns 0, or -1 if the run is stopped. */
int train_begin(struct command *c);

/* Completes the file, after run_end.  Returns the exit status. */
int train_end(struct command *c, int status);

/* Reads the file of --predict.  Returns 0, or -1 after a message.  The caller frees it with
 * learn_predictor_free. */
int predict_load(struct command *c);

/* Return 0, or -1 if the run is stopped. */
int train_print(struct command *c);
int predict_print(struct command *c);
int anomalies_print(struct command *c);

#endif
