/* SPDX-License-Identifier: MIT */
#ifndef JSON_INDEX_H
#define JSON_INDEX_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * The structural index of a block of text: where its quotes, braces, brackets, colons, commas and
 * newlines are.
 *
 * One pass over a block of many lines finds them all and checks what can be checked without knowing
 * the grammar: UTF-8 (RFC 3629), raw control characters in strings, and escapes with their
 * surrogates.  The grammar (RFC 8259) is left to the walk (json/walk.h), which moves over the index
 * and never over the text between.
 *
 * Entries are byte offsets in ascending order: of `{ } [ ] : ,` outside strings, of every unescaped
 * quote, and of every newline wherever it stands.  A newline ends its line's strings too: a quote
 * that is missing harms no other line. After the last byte there is one more entry, text length,
 * which stands for a newline there.
 */

#define JSON_ADJACENT 0x80

/* What was found wrong, and where.  Also what the walk reports. */
enum json_code {
	JSON_OK,
	JSON_BAD_UTF8,
	JSON_CONTROL, /* a raw control character in a string */
	JSON_BAD_ESCAPE,
	JSON_BAD_HEX, /* \u without four hexadecimal digits */
	JSON_LONE_SURROGATE,
	JSON_UNTERMINATED, /* a string without its closing quote */
	JSON_NO_VALUE,     /* a value was expected */
	JSON_BAD_LITERAL,  /* neither a number, true, false, null nor the start of a value */
	JSON_BAD_NUMBER,
	JSON_NO_KEY, /* a key or } was expected */
	JSON_NO_COLON,
	JSON_NO_COMMA, /* a comma or the closing bracket was expected */
	JSON_TRAILING_COMMA,
	JSON_UNCLOSED, /* the line ends inside an object or array */
	JSON_TRAILING, /* something stands behind the value */
	JSON_TOO_DEEP, /* nesting of more than JSON_DEPTH levels */
	JSON_TORN,     /* the input ends inside an object or array (an element of a document) */
	JSON_TOO_LONG  /* an element of a document is longer than the caller allows */
};

#define JSON_DEPTH 1024

struct json_fault {
	uint32_t at;   /* offset in the block */
	uint32_t code; /* enum json_code */
};

/* Is the text no JSON at all?  Invalid UTF-8, too many levels and too many bytes leave open where a
 * value ends and the next one begins; all else does not. */
bool json_fault_is_syntax(enum json_code code);

const char *json_fault_text(
    enum json_code code); /* "invalid UTF-8", "a raw control character in a string", … */

enum json_mode {
	JSON_LINES,    /* a newline ends a record */
	JSON_DOCUMENT, /* one value; a newline is white space (and a control character inside a
			  string) */
	JSON_ELEMENTS  /* the same, but many values, which json_cut (json/cut.h) is to find: it
			  judges UTF-8, element by element */
};

/*
 * Who builds the index; all give the same one.  JSON_BUILDER_BEST: the fastest that this processor
 * has (another one's interface leaves room for NEON: json/scan.h).
 */
enum json_builder {
	JSON_BUILDER_BEST,
	JSON_BUILDER_PORTABLE,
	JSON_BUILDER_AVX2,
	JSON_BUILDER_AVX512
};
#define JSON_BUILDERS (JSON_BUILDER_AVX512 + 1)

bool json_builder_here(enum json_builder b);        /* does this processor have it? */
const char *json_builder_name(enum json_builder b); /* "best", "portable", "avx2", "avx512" */

/*
 * The builder, one that is here, that json_index_build goes by from now on; at first it is
 * JSON_BUILDER_BEST.  For a program at its start, before it has other threads: what is chosen is
 * the one thing in the library that changes at file scope, since indexes are built in many layers
 * that have no business with it, and no answer depends on it.
 */
void json_builder_choose(enum json_builder b);

/* A record of a document. */
struct json_element {
	uint32_t start, end; /* offsets in the block: of its first byte, and behind its last */
	uint32_t entry;      /* the first index entry at or behind its start */
	uint32_t line;       /* the line of the block in which it begins, from 1 */
	uint32_t envelope;   /* json/cut.h: the number in the block, from 1, of what is around it */
	uint8_t fault;       /* enum json_code: what is wrong with it before it is looked at */
	bool torn;           /* there was no more of it: JSON_TORN, if it has no other fault */
};

/* All zero is a valid empty index; it can be built again and again and keeps its memory. */
struct json_index {
	uint32_t *at;
	char *ch; /* what stands at each entry, and JSON_ADJACENT if it directly follows the entry
		     before */
	size_t n, cap;
	struct json_fault
	    *fault; /* ascending by at; for each line at least its first of each kind */
	size_t nfault, fault_cap;
	uint32_t *slash; /* starts of the stretches of 64 bytes that hold a backslash, ascending */
	size_t nslash, slash_cap;
	bool cut; /* the records are these elements (json/cut.h), and not the lines */
	struct json_element *element;
	size_t elements, element_cap;
	bool suspect; /* JSON_ELEMENTS: something may be wrong with the UTF-8 */
};

#define JSON_BLOCK_MAX ((size_t)1 << 31) /* the longest text that can be indexed */

/*
 * Builds the index of text[0..n), n <= JSON_BLOCK_MAX, from the start of a line.  Reads nothing
 * beyond.
 */
void json_index_build(struct json_index *ix, const char *text, size_t n, enum json_mode mode);

/* The same by a builder that is here, for tests. */
void json_index_build_by(
    enum json_builder b, struct json_index *ix, const char *text, size_t n, enum json_mode mode);
void json_index_free(struct json_index *ix);

/* What stands at the next eight entries as a number, the first one lowest. */
static inline uint64_t
json_next_entries(const char *ch)
{
	uint64_t v;
	memcpy(&v, ch, sizeof(v));
	return le64toh(v);
}

#endif
