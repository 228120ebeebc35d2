/* SPDX-License-Identifier: MIT */
#ifndef IO_NAMELESS_H
#define IO_NAMELESS_H

/*
 * Opens a temporary file without a name in a folder, to write and read; it is gone when it is
 * closed. If the file system cannot make one, the file has a name for a moment.  Returns its
 * descriptor, or -1 and sets errno.
 */
int nameless_open(const char *folder);

#endif
