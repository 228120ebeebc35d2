/* SPDX-License-Identifier: MIT */
#include "cmd/cli/source_place.h"

#include "base/sha256.h"
#include "io/in.h"

enum { TAIL = 512 }; /* a line of a log or two, with the time in it */

static uint64_t
hash(const char *p, size_t n)
{
	unsigned char digest[32];
	uint64_t first = 0;

	sha256(p, n, digest);
	for (size_t i = 0; i < sizeof(first); i++)
		first = first << 8 | digest[i];
	return first;
}

void
source_place_move(struct source_place *p, uint64_t offset, struct text last)
{
	if (offset == p->offset)
		return;
	p->offset = offset;
	p->tail_n = last.n < TAIL ? last.n : TAIL;
	p->tail = p->tail_n > 0 ? hash(last.p + last.n - p->tail_n, p->tail_n) : 0;
}

static int
read_tail(struct in *in, const struct source_place *p, struct err *e)
{
	char tail[TAIL];
	size_t n = 0;
	ssize_t more = 1;

	if (in_skip(in, p->offset - p->tail_n, e) < 0)
		return -1;
	for (; n < p->tail_n && more > 0; n += more > 0 ? (size_t)more : 0)
		more = in_read(in, tail + n, (size_t)p->tail_n - n, e);
	if (more < 0)
		return -1;
	if (n < p->tail_n)
		return err_set(e, "has fewer bytes than before");
	if (hash(tail, n) != p->tail)
		return err_set(e, "is another file than before");
	return 0;
}

int
source_place_check(const struct source_place *p, const char *path, struct err *e)
{
	struct in *in;
	int result;

	if (p->tail_n == 0 || p->tail_n > TAIL || p->tail_n > p->offset)
		return 0;
	in = in_open(path, e);
	result = in ? read_tail(in, p, e) : 0; /* who is to read it says why it cannot be */
	in_close(in);
	return result;
}
