/* SPDX-License-Identifier: MIT */
#ifndef PAGE_SHIPPED_H
#define PAGE_SHIPPED_H

#include "base/text.h"

/* A file of share/esper/html, which the build makes a part of the program.  It must be there. */
struct text page_file(const char *name);

#endif
