/* SPDX-License-Identifier: MIT */
#include "io/whole.h"

#include <errno.h>
#include <unistd.h>

#define STEP ((size_t)64 << 10)

int
whole_read(struct in *in, size_t most, struct buf *b, struct err *e)
{
	const size_t begin = b->n;
	for (;;) {
		buf_room(b, STEP);
		const ssize_t n = in_read(in, b->p + b->n, b->cap - b->n, e);
		if (n <= 0)
			return n < 0 ? -1 : 0;
		b->n += (size_t)n;
		if (b->n - begin > most)
			return err_set(e, "more than %zu MiB", most >> 20);
	}
}

int
whole_read_fd(int fd, size_t most, struct buf *b)
{
	const size_t begin = b->n;
	for (;;) {
		buf_room(b, STEP);
		const ssize_t n = read(fd, b->p + b->n, b->cap - b->n);
		if (n == 0)
			return 0;
		if (n < 0 && errno != EINTR)
			return -1;
		b->n += n > 0 ? (size_t)n : 0;
		if (b->n - begin > most) {
			errno = EFBIG;
			return -1;
		}
	}
}

int
whole_write_fd(int fd, struct text t)
{
	while (t.n > 0) {
		const ssize_t n = write(fd, t.p, t.n);
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0)
			t = (struct text){ t.p + n, t.n - (size_t)n };
	}
	return 0;
}
