/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_SIDE_H
#define REPLAY_SIDE_H

/* The two sides of a comparison. */
enum side { BASELINE, CANDIDATE, SIDES };

#endif
