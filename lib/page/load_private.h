/* SPDX-License-Identifier: MIT */
#ifndef PAGE_LOAD_PRIVATE_H
#define PAGE_LOAD_PRIVATE_H

#include "page/load.h"

/* The section of the page of a load (load.h) that shows it over time. */
void load_put_charts(struct buf *b, const struct rerun_load *l);

#endif
