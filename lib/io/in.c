/* SPDX-License-Identifier: MIT */
#include "io/in.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd_errors.h>

#include "base/mem.h"
#include "io/in_private.h"

#define RAW_SIZE ((size_t)128 << 10)
#define PEEK_MIN ((size_t)4 << 10)
#define WINDOW_LOG_MIN 10
#define WINDOW_LOG_MAX 31 /* as zstd --long=31 */

static int
open_file(const char *path, int wake)
{
	int fd, flags = wake < 0 ? 0 : O_NONBLOCK;
	do
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | flags);
	while (fd < 0 && errno == EINTR);
	return fd;
}

struct in *
in_open(const char *path, struct err *e)
{
	return in_open_waking(path, -1, e);
}

struct in *
in_open_waking(const char *path, int wake, struct err *e)
{
	bool standard = !path || strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open_file(path, wake);
	struct stat st;
	struct in *in;
	if (fd < 0 || fstat(fd, &st) < 0) {
		err_set(e, "%s", strerror(errno));
		return NULL;
	}
	if (S_ISDIR(st.st_mode)) {
		err_set(e, "%s", strerror(EISDIR));
		if (!standard)
			close(fd);
		return NULL;
	}
	in = mem_zalloc(1, sizeof(*in));
	in->fd = fd;
	in->wake = wake;
	in->path = standard ? NULL : mem_dup(path, strlen(path));
	in->max_window = IN_WINDOW;
	in->frames.avoid = UINT64_MAX;
	in->waits = !S_ISREG(st.st_mode) && !S_ISBLK(st.st_mode);
	in->size = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
	if (!in->waits)
		posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	return in;
}

void
in_close(struct in *in)
{
	if (!in)
		return;
	if (in->path)
		close(in->fd);
	in_drop_frames(in);
	ZSTD_freeDCtx(in->zstd);
	buf_free(&in->opening);
	buf_free(&in->peeked);
	free(in->raw);
	free(in->path);
	free(in);
}

void
in_set_wake(struct in *in, int wake)
{
	in->wake = wake;
}

static bool
readable(int fd, int timeout_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int n;
	do
		n = poll(&p, 1, timeout_ms);
	while (n < 0 && errno == EINTR && timeout_ms < 0);
	return n != 0;
}

int
in_fail(struct in *in)
{
	in->failed = true;
	return -1;
}

/* Waits until there is something to read.  Returns false if something else ended the wait. */
static bool
wait_for(const struct in *in)
{
	struct pollfd p[2] = { { .fd = in->fd, .events = POLLIN },
		{ .fd = in->wake, .events = POLLIN } };
	while (poll(p, 2, -1) < 0 && errno == EINTR)
		;
	return p[0].revents != 0;
}

/* read(2), for bytes as stored. */
static ssize_t
read_raw(struct in *in, char *p, size_t cap, bool wait)
{
	if (in->moved && lseek(in->fd, (off_t)in->raw_bytes, SEEK_SET) < 0) {
		err_set(&in->err, "%s", strerror(errno));
		return in_fail(in);
	}
	in->moved = false;
	for (;;) {
		ssize_t n;
		if (in->waits && !wait && !readable(in->fd, 0))
			return IN_WAIT;
		if (in->waits && wait && in->wake >= 0 && !wait_for(in))
			return IN_WAIT;
		n = read(in->fd, p, cap);
		if (n > 0)
			in->raw_bytes += (uint64_t)n;
		if (n >= 0) {
			in->eof = n == 0;
			return n;
		}
		if (errno == EAGAIN || errno == EWOULDBLOCK) {
			if (!wait)
				return IN_WAIT;
			readable(in->fd, -1);
		} else if (errno != EINTR) {
			err_set(&in->err, "%s", strerror(errno));
			return in_fail(in);
		}
	}
}

ssize_t
in_fill_raw(struct in *in, bool wait)
{
	if (!in->raw)
		in->raw = mem_alloc(RAW_SIZE);
	if (in->start == in->end)
		in->start = in->end = 0;
	assert(in->end < RAW_SIZE);
	size_t room = RAW_SIZE - in->end;
	if (in->moved) /* messages about damage name places that depend on these portions */
		room -= in->raw_bytes % RAW_SIZE;
	ssize_t n = read_raw(in, in->raw + in->end, room, wait);
	if (n > 0)
		in->end += (size_t)n;
	return n;
}

static int
refuse(struct in *in, const struct format *f)
{
	in->unpacker = in->framed ? NULL : f->tool;
	if (f->kind == FORMAT_FOREIGN)
		err_set(&in->err, "%s", f->name);
	else
		err_set(&in->err, "%s data", f->name);
	return in_fail(in);
}

/* The exponent of the smallest power of two that holds the window, limited to what the decoder can
 * do. */
static int
window_log(uint64_t window)
{
	int log = WINDOW_LOG_MIN;
	while (log < WINDOW_LOG_MAX && (uint64_t)1 << log < window)
		log++;
	return log;
}

static int
begin_zstd(struct in *in)
{
	in->zstd = ZSTD_createDCtx();
	if (!in->zstd) {
		err_set(&in->err, "%s", strerror(ENOMEM));
		return in_fail(in);
	}
	ZSTD_DCtx_setParameter(in->zstd, ZSTD_d_windowLogMax, window_log(in->max_window));
	in->looking = true;
	return 0;
}

static int
refuse_protobuf(struct in *in)
{
	err_set(&in->err, "OTLP messages in protobuf; let the Collector write them with "
			  "`format: json`, with or without compression");
	return in_fail(in);
}

/* Is the input messages, as far as its first bytes tell?  FORMAT_PLAIN: it is not, unless `framed`
 * is set. */
static enum format_kind
tell_messages(struct in *in, bool all)
{
	const enum framing_kind kind = framing_tell((const unsigned char *)in->raw, in->end, all);
	in->framed = kind > FRAMING_NONE;
	switch (kind) {
	case FRAMING_UNKNOWN: return FORMAT_UNKNOWN;
	case FRAMING_ZSTD: return FORMAT_ZSTD;
	case FRAMING_PROTOBUF: return FORMAT_REFUSED;
	case FRAMING_NONE:
	case FRAMING_JSON: break;
	}
	return FORMAT_PLAIN;
}

/* Finds out what the input is.  Returns 0, -1 or IN_WAIT. */
static ssize_t
tell_format(struct in *in, bool wait)
{
	const struct format *which = NULL;
	while (in->format == FORMAT_UNKNOWN) {
		ssize_t n = in_fill_raw(in, wait);
		if (n < 0)
			return n;
		in->format = tell_messages(in, n == 0);
		if (!in->framed && in->format == FORMAT_PLAIN)
			in->format =
			    format_tell((const unsigned char *)in->raw, in->end, n == 0, &which);
	}
	if (in->format == FORMAT_REFUSED && in->framed)
		return refuse_protobuf(in);
	if (in->format >= FORMAT_REFUSED)
		return refuse(in, which);
	return in->format == FORMAT_ZSTD ? begin_zstd(in) : 0;
}

static ssize_t
take_plain(struct in *in, char *p, size_t cap, bool wait)
{
	size_t n = in->end - in->start;
	if (n == 0)
		return in->eof ? 0 : read_raw(in, p, cap, wait);
	if (n > cap)
		n = cap;
	memcpy(p, in->raw + in->start, n);
	in->start += n;
	if (in->start == in->end) {
		free(in->raw);
		in->raw = NULL;
		in->start = in->end = 0;
	}
	return (ssize_t)n;
}

/*
 * How many bytes to give to the decoder.  A call that finds an error loses the output that it had
 * decoded before the error, so no call may see both a block and what follows.  The hint is the rest
 * of a block plus the three bytes of the next block's header, or less.  If the decoder still has
 * output that did not fit, it gets nothing.
 */
static size_t
portion(const struct in *in)
{
	size_t have = in->end - in->start, want = in->hint;
	if (in->framed && have > in->left)
		have = in->left;
	if (in->undrained)
		return 0;
	if (want > 3)
		want -= 3;
	else if (want == 0)
		want = 1;
	return have < want ? have : want;
}

static void
put_size(struct buf *b, uint64_t bytes, const char *unit)
{
	if (bytes % (1 << 20) == 0)
		buf_printf(b, "%" PRIu64 "%s", bytes >> 20, *unit ? unit : "M");
	else
		buf_printf(b, "%" PRIu64 "%s", bytes, *unit ? " bytes" : "");
}

static int
refuse_window(struct in *in, uint64_t window)
{
	struct buf b = { 0 };
	BUF_LIT(&b, "zstd data that needs a window of ");
	put_size(&b, window, " MiB");
	BUF_LIT(&b, ", more than ");
	put_size(&b, in->max_window, " MiB");
	if (in->may_allow && window <= IN_WINDOW_MAX) {
		BUF_LIT(&b, "; if you have that much memory, allow it with --max-window ");
		put_size(&b, window, "");
	} else {
		BUF_LIT(&b, "; compress it again without --long, or decompress it first");
	}
	buf_char(&b, 0);
	err_set(&in->err, "%s", b.p);
	buf_free(&b);
	return in_fail(in);
}

/*
 * The decoder allocates the window when it has seen a frame's header.  Before that, this checks
 * that the window is small enough.  `shown` bytes come next.
 */
static int
check_window(struct in *in, const char *p, size_t shown)
{
	uint64_t window;
	if (!in->inside)
		in->head_n = 0;
	size_t more = sizeof(in->head) - in->head_n;
	if (more == 0)
		return 0;
	more = more < shown ? more : shown;
	memcpy(in->head + in->head_n, p, more);
	in->head_n += more;
	if (zstd_head_window(in->head, in->head_n, &window) && window > in->max_window)
		return refuse_window(in, window);
	return 0;
}

ssize_t
in_decode_some(struct in *in, char *p, size_t cap)
{
	ZSTD_outBuffer out = { p, cap, 0 };
	ZSTD_inBuffer from = { in->raw + in->start, portion(in), 0 };
	if (check_window(in, in->raw + in->start, from.size) < 0)
		return -1;
	size_t hint = ZSTD_decompressStream(in->zstd, &out, &from);
	if (ZSTD_getErrorCode(hint) == ZSTD_error_memory_allocation) {
		err_set(&in->err, "%s", strerror(ENOMEM));
		return in_fail(in);
	}
	if (ZSTD_isError(hint)) {
		err_set(&in->err, "zstd data is damaged at byte %" PRIu64 " of the file: %s",
		    in->raw_bytes - (in->end - in->start), ZSTD_getErrorName(hint));
		return in_fail(in);
	}
	in->start += from.pos;
	in->left -= in->framed ? (uint32_t)from.pos : 0;
	in->hint = hint;
	in->inside = hint != 0;
	in->undrained = hint != 0 && out.pos == out.size;
	return (ssize_t)out.pos;
}

/* Decodes until there is something to return. */
static ssize_t
take_zstd(struct in *in, char *p, size_t cap, bool wait)
{
	if (in->framed)
		return in_take_framed(in, p, cap, wait);
	for (;;) {
		ssize_t n = in_next_frame(in);
		if (n != 0)
			return n == 1 ? in_take_frame(in, p, cap) : n;
		if (in->start == in->end && !in->undrained) {
			n = in->eof ? 0 : in_fill_raw(in, wait);
			if (n < 0)
				return n;
			if (n == 0 && in->inside) {
				err_set(&in->err, "zstd data ends in the middle of a frame");
				return in_fail(in);
			}
			if (n == 0)
				return 0;
		}
		n = in_decode_some(in, p, cap);
		if (n != 0)
			return n;
	}
}

/*
 * Decodes the first bytes into `peeked`, enough to see that the content is UTF-8, however small the
 * portions are.  Returns 0, -1 or IN_WAIT.
 */
static ssize_t
look_into(struct in *in, bool wait)
{
	const struct format *which = NULL;
	enum format_kind kind = FORMAT_UNKNOWN;
	while (kind == FORMAT_UNKNOWN) {
		struct buf *b = &in->opening;
		buf_room(b, PEEK_MIN);
		ssize_t n = take_zstd(in, b->p + b->n, PEEK_MIN, wait);
		if (n == IN_WAIT)
			return n;
		if (n == IN_GAP && b->n == 0) {
			in->looking = false;
			return n;
		}
		b->n += n > 0 ? (size_t)n : 0;
		kind = format_tell((const unsigned char *)b->p, b->n, n <= 0, &which);
	}
	in->looking = false;
	if (in->framed && in->opening.n > 0 && framing_is_protobuf(in->opening.p[0]))
		return refuse_protobuf(in);
	if (kind == FORMAT_RECODED || kind == FORMAT_FOREIGN)
		return refuse(in, which);
	in->peeked = in->opening;
	in->opening = (struct buf){ 0 };
	if (in->peeked.n == 0)
		buf_free(&in->peeked);
	return in->failed && in->peeked.n == 0 ? -1 : 0;
}

static ssize_t
take_peeked(struct in *in, char *p, size_t cap)
{
	size_t n = in->peeked.n - in->peeked_at;
	if (n > cap)
		n = cap;
	memcpy(p, in->peeked.p + in->peeked_at, n);
	in->peeked_at += n;
	if (in->peeked_at == in->peeked.n) {
		buf_free(&in->peeked);
		in->peeked_at = 0;
	}
	return (ssize_t)n;
}

static ssize_t
take(struct in *in, char *p, size_t cap, bool wait, struct err *e)
{
	ssize_t n = in->failed ? -1 : 0;
	assert(cap > 0);
	if (in->peeked.n > 0)
		return take_peeked(in, p, cap);
	if (n == 0 && in->format == FORMAT_UNKNOWN)
		n = tell_format(in, wait);
	if (n == 0 && in->looking)
		n = look_into(in, wait);
	if (n == 0 && in->peeked.n > 0)
		return take_peeked(in, p, cap);
	if (n == 0)
		n = in->framed                  ? in_take_framed(in, p, cap, wait)
		    : in->format == FORMAT_ZSTD ? take_zstd(in, p, cap, wait)
						: take_plain(in, p, cap, wait);
	if (n == -1 && e)
		*e = in->err;
	return n;
}

ssize_t
in_read(struct in *in, char *p, size_t cap, struct err *e)
{
	return take(in, p, cap, true, e);
}

ssize_t
in_try(struct in *in, char *p, size_t cap, struct err *e)
{
	return take(in, p, cap, false, e);
}

int
in_peek(struct in *in, size_t n, struct text *t, struct err *e)
{
	struct buf had = in->peeked, more = { 0 };
	ssize_t got = 1;
	if (had.n > 0)
		buf_put(&more, had.p + in->peeked_at, had.n - in->peeked_at);
	buf_free(&had);
	in->peeked = (struct buf){ 0 };
	in->peeked_at = 0;
	while (more.n < n && got > 0) {
		const size_t room = n - more.n < PEEK_MIN ? PEEK_MIN : n - more.n;
		buf_room(&more, room);
		got = in_read(in, more.p + more.n, room, e);
		more.n += got > 0 ? (size_t)got : 0;
	}
	if (more.n == 0)
		buf_free(&more);
	in->peeked = more;
	*t = buf_as_text(&in->peeked);
	return got == -1 ? -1 : 0;
}

int
in_rewind(struct in *in, struct err *e)
{
	if (lseek(in->fd, 0, SEEK_SET) < 0)
		return err_set(e, "%s", strerror(errno));
	in_drop_frames(in);
	ZSTD_freeDCtx(in->zstd);
	buf_free(&in->opening);
	buf_free(&in->peeked);
	in->zstd = NULL;
	in->unpacker = NULL;
	in->format = FORMAT_UNKNOWN;
	in->start = in->end = in->peeked_at = in->hint = 0;
	in->raw_bytes = 0;
	in->prefix_n = in->left = 0;
	in->framed = in->owes = false;
	in->moved = in->eof = in->inside = in->undrained = in->looking = in->failed = false;
	return 0;
}

int
in_skip(struct in *in, uint64_t n, struct err *e)
{
	char p[1 << 16];
	ssize_t got = in->format == FORMAT_UNKNOWN ? tell_format(in, true) : 0;
	if (got == 0 && in->format == FORMAT_PLAIN && !in->framed) {
		if (n > in->size)
			return err_set(e, "has only %" PRIu64 " bytes", in->size);
		if (lseek(in->fd, (off_t)n, SEEK_SET) < 0)
			return err_set(e, "%s", strerror(errno));
		buf_free(&in->peeked);
		in->start = in->end = in->peeked_at = 0;
		in->raw_bytes = 0;
		in->eof = false;
		return 0;
	}
	while (got >= 0 && n > 0) {
		got = take(in, p, n < sizeof(p) ? (size_t)n : sizeof(p), true, e);
		if (got == 0)
			return err_set(e, "is shorter than before");
		n -= got > 0 ? (uint64_t)got : 0;
	}
	if (got < 0 && e)
		*e = in->err;
	return got < 0 ? -1 : 0;
}

void
in_allow_window(struct in *in, uint64_t bytes)
{
	in->max_window = bytes;
	in->may_allow = true;
}

const char *
in_unpacker(const struct in *in)
{
	return in->unpacker;
}

uint64_t
in_raw_bytes(const struct in *in)
{
	return in->raw_bytes;
}

uint64_t
in_size(const struct in *in)
{
	return in->size;
}

bool
in_is_regular(const struct in *in)
{
	return !in->waits;
}

bool
in_is_zstd(const struct in *in)
{
	return in->format == FORMAT_ZSTD || in->framed;
}

int
in_fd(const struct in *in)
{
	return in->fd;
}
