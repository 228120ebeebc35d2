/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_SIDE_H
#define REPLAY_SIDE_H

/* What is compared with what. */
enum side { BASELINE, CANDIDATE, SIDES };

#endif
