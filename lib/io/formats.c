/* SPDX-License-Identifier: MIT */
#include "io/formats.h"

#define ALL                                                                                        \
	{                                                                                          \
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,      \
		    0xff, 0xff, 0xff                                                               \
	}

/* Masks of bytes: [ and { differ in one bit, and ASCII bytes lack the highest bit. */
enum { BRACKET = 0xdf, ASCII = 0x80 };
#define ICONV(from) "iconv -f " from " -t UTF-8"

static const struct format formats[] = {
	{ "zstd", "zstdcat", FORMAT_ZSTD, { 0x28, 0xb5, 0x2f, 0xfd }, ALL, 4 },
	/* a skippable frame: 16 magic numbers */
	{ "zstd", "zstdcat", FORMAT_ZSTD, { 0x50, 0x2a, 0x4d, 0x18 }, { 0xf0, 0xff, 0xff, 0xff },
	    4 },
	{ "gzip", "zcat", FORMAT_REFUSED, { 0x1f, 0x8b }, ALL, 2 },
	{ "compress", "zcat", FORMAT_REFUSED, { 0x1f, 0x9d }, ALL, 2 },
	{ "bzip2", "bzcat", FORMAT_REFUSED, { 'B', 'Z', 'h' }, ALL, 3 },
	{ "xz", "xzcat", FORMAT_REFUSED, { 0xfd, '7', 'z', 'X', 'Z', 0 }, ALL, 6 },
	{ "lzma", "xzcat", FORMAT_REFUSED, { 0x5d, 0, 0 }, ALL, 3 },
	{ "lz4", "lz4cat", FORMAT_REFUSED, { 0x04, 0x22, 0x4d, 0x18 }, ALL, 4 },
	{ "lz4", "lz4cat", FORMAT_REFUSED, { 0x02, 0x21, 0x4c, 0x18 }, ALL, 4 }, /* legacy */
	{ "lzip", "lzip -dc", FORMAT_REFUSED, { 'L', 'Z', 'I', 'P' }, ALL, 4 },
	{ "zip", "unzip -p", FORMAT_REFUSED, { 'P', 'K', 3, 4 }, ALL, 4 },
	/* the byte after the name begins the header of a page, which no text has */
	{ "Parquet", "duckdb -jsonlines -c \"FROM read_parquet('FILE')\"", FORMAT_REFUSED,
	    { 'P', 'A', 'R', '1', 0x15 }, ALL, 5 },
	{ "SQLite", "sqlite3 -json FILE 'SELECT * FROM ...'", FORMAT_REFUSED,
	    { 'S', 'Q', 'L', 'i', 't', 'e', ' ', 'f', 'o', 'r', 'm', 'a', 't', ' ', '3', 0 }, ALL,
	    16 },
	{ "Java flight recorder", "jfr print --json", FORMAT_REFUSED, { 'F', 'L', 'R', 0 }, ALL,
	    4 },
	{ "a recording of perf; let `perf script` write it as text, which speedscope opens and "
	  "exports as JSON",
	    NULL, FORMAT_FOREIGN, { 'P', 'E', 'R', 'F', 'I', 'L', 'E', '2' }, ALL, 8 },
	/* JSON begins with an ASCII character, after a BOM, or with { or [ if there is no BOM; the
	 * character after that is also ASCII */
	{ "UTF-32", ICONV("UTF-32"), FORMAT_RECODED, { 0xff, 0xfe, 0, 0 }, ALL, 4 },
	{ "UTF-32", ICONV("UTF-32"), FORMAT_RECODED, { 0, 0, 0xfe, 0xff }, ALL, 4 },
	{ "UTF-32", ICONV("UTF-32LE"), FORMAT_RECODED, { '[', 0, 0, 0 },
	    { BRACKET, 0xff, 0xff, 0xff }, 4 },
	{ "UTF-32", ICONV("UTF-32BE"), FORMAT_RECODED, { 0, 0, 0, '[' },
	    { 0xff, 0xff, 0xff, BRACKET }, 4 },
	{ "UTF-16", ICONV("UTF-16"), FORMAT_RECODED, { 0xff, 0xfe, 0, 0 },
	    { 0xff, 0xff, ASCII, 0xff }, 4 },
	{ "UTF-16", ICONV("UTF-16"), FORMAT_RECODED, { 0xfe, 0xff, 0, 0 },
	    { 0xff, 0xff, 0xff, ASCII }, 4 },
	{ "UTF-16", ICONV("UTF-16LE"), FORMAT_RECODED, { '[', 0, 0, 0 },
	    { BRACKET, 0xff, ASCII, 0xff }, 4 },
	{ "UTF-16", ICONV("UTF-16BE"), FORMAT_RECODED, { 0, '[', 0, 0 },
	    { 0xff, BRACKET, 0xff, ASCII }, 4 },
};

/*
 * A file that is one message of protobuf, whose first field has the number 1 and a length of less
 * than 32 bytes, or of 128 to 4095.  No text begins with a newline and such a length.
 */
static const struct format protobuf = {
	"protobuf data: `traceconv json FILE` converts a trace of Perfetto, and speedscope opens a "
	"profile of pprof and exports it as JSON",
	NULL, FORMAT_FOREIGN, { '\n' }, ALL, 1
};

static enum format_kind
tell_protobuf(const unsigned char *p, size_t n, bool all)
{
	enum { LENGTH = 0x20, MORE = 0x80 };
	if (n > 0 && p[0] != protobuf.magic[0])
		return FORMAT_PLAIN;
	/* a newline that comes alone is a line */
	if (n < 2)
		return n > 0 || all ? FORMAT_PLAIN : FORMAT_UNKNOWN;
	if (n == 2 && p[1] >= MORE)
		return all ? FORMAT_PLAIN : FORMAT_UNKNOWN;
	const bool blank = p[1] == '\t' || p[1] == '\n' || p[1] == '\r' || p[1] == 0;
	const bool small = p[1] < LENGTH && !blank,
		   large = p[1] >= MORE && p[2] < LENGTH && p[2] > 0;
	return small || large ? FORMAT_FOREIGN : FORMAT_PLAIN;
}

static size_t
common(const struct format *f, const unsigned char *p, size_t n)
{
	size_t i = 0;
	while (i < n && i < f->n && (p[i] & f->mask[i]) == f->magic[i])
		i++;
	return i;
}

enum format_kind
format_tell(const unsigned char *p, size_t n, bool all, const struct format **which)
{
	enum format_kind kind = tell_protobuf(p, n, all);
	if (kind == FORMAT_FOREIGN)
		*which = &protobuf;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		const struct format *f = &formats[i];
		size_t same = common(f, p, n);
		if (same == f->n) {
			*which = f;
			return f->kind;
		}
		if (same == n && !all)
			kind = FORMAT_UNKNOWN;
	}
	/* the first two bytes of a frame are not UTF-8, so no text can be mistaken for one */
	if (all && n >= 2 && n == common(&formats[0], p, n)) {
		*which = &formats[0];
		return FORMAT_ZSTD;
	}
	return kind;
}
