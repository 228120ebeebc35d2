/* SPDX-License-Identifier: MIT */
#include "state/image.h"

#include <string.h>
#include <zstd.h>

#include "base/sha256.h"
#include "base/utf8.h"

enum { SPILL = 128 << 10, LEVEL = 3, WINDOW_LOG_MAX = 27 };

static const char magic[8] = { '\xe5', 'E', 'S', 'P', 'E', 'R', '\n', '\x1a' };

/* ---- writing -------------------------------------------------------------------------------- */

void
image_begin(struct image_writer *w, struct buf *to)
{
	*w = (struct image_writer){ .to = to, .zstd = ZSTD_createCCtx() };
	w->failed = !w->zstd;
	if (w->zstd)
		ZSTD_CCtx_setParameter(w->zstd, ZSTD_c_compressionLevel, LEVEL);
	buf_put(to, magic, sizeof(magic));
	for (int i = 0; i < 4; i++)
		buf_char(to, (char)(IMAGE_VERSION >> 8 * i));
}

static void
compress(struct image_writer *w, ZSTD_EndDirective how)
{
	ZSTD_inBuffer in = { w->raw.p, w->raw.n, 0 };
	size_t left = 1;
	while (!w->failed && (how == ZSTD_e_end ? left > 0 : in.pos < in.size)) {
		buf_room(w->to, SPILL);
		ZSTD_outBuffer out = { w->to->p + w->to->n, SPILL, 0 };
		left = ZSTD_compressStream2(w->zstd, &out, &in, how);
		w->failed = ZSTD_isError(left);
		w->to->n += out.pos;
	}
	w->raw.n = 0;
}

void
image_spill(struct image_writer *w)
{
	if (w->raw.n >= SPILL)
		compress(w, ZSTD_e_continue);
}

int
image_end(struct image_writer *w, struct err *e)
{
	unsigned char digest[IMAGE_TAIL];
	compress(w, ZSTD_e_end);
	sha256(w->to->p, w->to->n, digest);
	buf_put(w->to, digest, sizeof(digest));
	buf_free(&w->raw);
	ZSTD_freeCCtx(w->zstd);
	return w->failed ? err_set(e, "the snapshot could not be compressed") : 0;
}

void
image_put_u64(struct image_writer *w, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		buf_char(&w->raw, (char)(v | 0x80));
	buf_char(&w->raw, (char)v);
}

void
image_put_i64(struct image_writer *w, int64_t v)
{
	image_put_u64(w, (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0));
}

void
image_put_text(struct image_writer *w, struct text t)
{
	image_put_u64(w, t.p ? (uint64_t)t.n + 1 : 0);
	buf_text(&w->raw, t);
}

void
image_put_fixed(struct image_writer *w, const void *p, size_t n)
{
	buf_put(&w->raw, p, n);
}

/* ---- reading -------------------------------------------------------------------------------- */

/* Older versions lack facts that this one needs, such as the content of a first event. */
static int
check_version(uint32_t version, struct err *e)
{
	if (version == IMAGE_VERSION)
		return 0;
	return err_set(e,
	    "the snapshot has version %u, of an older program; this program needs version %d. "
	    "Rebuild the state from the logs (esper-replay --type StateRebuild, or esper-decide "
	    "with another --state)",
	    version, IMAGE_VERSION);
}

static int
check(struct text image, struct err *e)
{
	size_t known = image.n < sizeof(magic) ? image.n : sizeof(magic);
	unsigned char digest[IMAGE_TAIL];
	uint32_t version = 0;
	if (image.n > 0 && memcmp(image.p, magic, known) != 0)
		return err_set(e, "not a snapshot of esper-decide; left unchanged");
	if (image.n < IMAGE_HEAD)
		return err_set(e, "the snapshot is cut off" IMAGE_RESTORE);
	for (int i = 0; i < 4; i++)
		version |= (uint32_t)(unsigned char)image.p[sizeof(magic) + (size_t)i] << 8 * i;
	if (version > IMAGE_VERSION)
		return err_set(e,
		    "the snapshot has version %u; this program reads version %d. Use the newer "
		    "program that wrote it",
		    version, IMAGE_VERSION);
	if (image.n >= IMAGE_HEAD + IMAGE_TAIL) {
		sha256(image.p, image.n - IMAGE_TAIL, digest);
		if (version > 0 && memcmp(image.p + image.n - IMAGE_TAIL, digest, IMAGE_TAIL) == 0)
			return check_version(version, e);
	}
	return err_set(e, "the snapshot is damaged or cut off (checksum)" IMAGE_RESTORE);
}

int
image_open(struct image_reader *r, struct text image, struct err *e)
{
	*r = (struct image_reader){ 0 };
	if (check(image, e) < 0)
		return -1;
	r->rest = (struct text){ image.p + IMAGE_HEAD, image.n - IMAGE_HEAD - IMAGE_TAIL };
	r->zstd = ZSTD_createDCtx();
	if (!r->zstd)
		return err_set(e, "the snapshot could not be decompressed");
	ZSTD_DCtx_setParameter(r->zstd, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
	return 0;
}

void
image_close(struct image_reader *r)
{
	ZSTD_freeDCtx(r->zstd);
	buf_free(&r->raw);
	*r = (struct image_reader){ 0 };
}

/* Decodes more, after what is in hand. */
static void
decode(struct image_reader *r)
{
	memmove(r->raw.p, r->raw.p + r->at, r->raw.n - r->at);
	r->raw.n -= r->at;
	r->at = 0;
	buf_room(&r->raw, SPILL);
	ZSTD_inBuffer in = { r->rest.p, r->rest.n, 0 };
	ZSTD_outBuffer out = { r->raw.p + r->raw.n, SPILL, 0 };
	size_t left = ZSTD_decompressStream(r->zstd, &out, &in);
	r->raw.n += out.pos;
	r->rest = (struct text){ r->rest.p + in.pos, r->rest.n - in.pos };
	if (ZSTD_isError(left) || (left > 0 && out.pos == 0 && in.pos == 0))
		r->failed = true;
	r->over = left == 0;
	if (r->over && r->rest.n > 0)
		r->failed = true;
}

/* Makes n bytes available; returns whether it could. */
static bool
have(struct image_reader *r, uint64_t n)
{
	while (r->raw.n - r->at < n && !r->over && !r->failed) {
		if (!r->raw.p)
			buf_room(&r->raw, SPILL);
		decode(r);
	}
	if (r->raw.n - r->at < n)
		r->failed = true;
	return !r->failed;
}

bool
image_at_end(struct image_reader *r)
{
	while (!r->over && !r->failed && r->at == r->raw.n)
		decode(r);
	return !r->failed && r->over && r->at == r->raw.n;
}

uint64_t
image_u64(struct image_reader *r)
{
	uint64_t v = 0;
	for (unsigned shift = 0; have(r, 1); shift += 7) {
		uint64_t byte = (unsigned char)r->raw.p[r->at++];
		if ((shift == 63 && byte > 1) ||
		    (shift > 0 && byte == 0)) /* one spelling per number */
			r->failed = true;
		if (r->failed)
			return 0;
		v |= (byte & 0x7f) << shift;
		if (byte < 0x80)
			return v;
	}
	return 0;
}

int64_t
image_i64(struct image_reader *r)
{
	uint64_t v = image_u64(r);
	return (int64_t)(v >> 1 ^ (v & 1 ? UINT64_MAX : 0));
}

struct text
image_bytes(struct image_reader *r)
{
	uint64_t n = image_u64(r);
	if (n == 0 || !have(r, n - 1))
		return TEXT_ABSENT;
	struct text t = { r->raw.p + r->at, n - 1 };
	r->at += t.n;
	return t;
}

struct text
image_text(struct image_reader *r)
{
	struct text t = image_bytes(r);
	if (!t.p || utf8_valid(t.p, t.n) == t.n)
		return t;
	r->failed = true;
	return TEXT_ABSENT;
}

void
image_fixed(struct image_reader *r, void *out, size_t n)
{
	if (!have(r, n))
		return;
	memcpy(out, r->raw.p + r->at, n);
	r->at += n;
}
