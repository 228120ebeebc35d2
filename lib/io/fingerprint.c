/* SPDX-License-Identifier: MIT */
#include "io/fingerprint.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
	ENDS = FINGERPRINT_HEAD + RECENT_MAX,
	WHOLE_MAX = ENDS + FINGERPRINT_PIECES * FINGERPRINT_PIECE
};

void
fingerprint_init(struct fingerprint *s)
{
	s->n = s->recent.n = 0;
	s->step = FINGERPRINT_PIECE;
}

size_t
fingerprint_head(const struct fingerprint *s)
{
	return s->n < FINGERPRINT_HEAD ? (size_t)s->n : FINGERPRINT_HEAD;
}

/* Drops every second piece. */
static void
double_step(struct fingerprint *s)
{
	for (size_t i = 1; i < FINGERPRINT_SLOTS / 2; i++)
		memcpy(s->slot[i], s->slot[2 * i], FINGERPRINT_PIECE);
	s->step *= 2;
}

/* Stores those of the next bytes that belong to a piece, beginning at offset s->n. */
static void
fill_slots(struct fingerprint *s, const char *p, size_t n)
{
	const uint64_t end = s->n + n;
	for (uint64_t i = s->n / s->step; i * s->step < end; i++) {
		const uint64_t piece = i * s->step;
		const uint64_t from = piece < s->n ? s->n : piece;
		const uint64_t to =
		    piece + FINGERPRINT_PIECE < end ? piece + FINGERPRINT_PIECE : end;
		if (from < to)
			memcpy(s->slot[i] + (from - piece), p + (from - s->n), (size_t)(to - from));
	}
}

void
fingerprint_add(struct fingerprint *s, const char *p, size_t n)
{
	recent_add(&s->recent, p, n);
	while (n > 0) {
		if (s->n == FINGERPRINT_SLOTS * s->step)
			double_step(s);
		const uint64_t room = FINGERPRINT_SLOTS * s->step - s->n;
		const size_t part = n < room ? n : (size_t)room;
		const size_t head = FINGERPRINT_HEAD - fingerprint_head(s);
		memcpy(s->head + fingerprint_head(s), p, part < head ? part : head);
		fill_slots(s, p, part);
		s->n += part;
		p += part;
		n -= part;
	}
}

static int
read_at(int fd, char *p, size_t n, uint64_t at, struct err *e)
{
	while (n > 0) {
		const ssize_t got = pread(fd, p, n, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return err_set(
			    e, "%s", got < 0 ? strerror(errno) : "is shorter than before");
		p += got;
		n -= (size_t)got;
		at += (uint64_t)got;
	}
	return 0;
}

static int
read_slots(struct fingerprint *s, int fd, struct err *e)
{
	for (uint64_t at = 0; at < s->n; at += s->step) {
		const size_t n =
		    s->n - at < FINGERPRINT_PIECE ? (size_t)(s->n - at) : FINGERPRINT_PIECE;
		if (read_at(fd, s->slot[at / s->step], n, at, e) < 0)
			return -1;
	}
	return 0;
}

int
fingerprint_file(struct fingerprint *s, int fd, uint64_t n, struct err *e)
{
	char end[RECENT_MAX];
	const size_t last = n < RECENT_MAX ? (size_t)n : RECENT_MAX;
	fingerprint_init(s);
	s->n = n;
	while (s->n > FINGERPRINT_SLOTS * s->step)
		s->step *= 2;
	if (read_at(fd, s->head, fingerprint_head(s), 0, e) < 0 || read_slots(s, fd, e) < 0 ||
	    read_at(fd, end, last, n - last, e) < 0)
		return -1;
	s->recent.n = n - last;
	recent_add(&s->recent, end, last);
	return 0;
}

void
fingerprint_digest(const struct fingerprint *s, unsigned char digest[FINGERPRINT_DIGEST])
{
	struct sha256 h;
	sha256_init(&h);
	if (s->n <= WHOLE_MAX) { /* the pieces contain all of it */
		for (uint64_t at = 0; at < s->n; at += FINGERPRINT_PIECE) {
			const uint64_t left = s->n - at;
			sha256_add(&h, s->slot[at / FINGERPRINT_PIECE],
			    left < FINGERPRINT_PIECE ? (size_t)left : FINGERPRINT_PIECE);
		}
		sha256_end(&h, digest);
		return;
	}
	sha256_add(&h, s->head, FINGERPRINT_HEAD);
	const uint64_t between = s->n - ENDS;
	for (uint64_t i = 0; i < FINGERPRINT_PIECES; i++) {
		const uint64_t at = FINGERPRINT_HEAD + between / FINGERPRINT_PIECES * i +
				    between / (2 * (uint64_t)FINGERPRINT_PIECES);
		sha256_add(&h, s->slot[at / s->step], FINGERPRINT_PIECE);
	}
	recent_hash(&s->recent, &h);
	sha256_end(&h, digest);
}
