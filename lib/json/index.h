/* SPDX-License-Identifier: MIT */
#ifndef JSON_INDEX_H
#define JSON_INDEX_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * The structural index of a block of text: the positions of its quotes, braces, brackets, colons,
 * commas and newlines.
 *
 * One pass over a block of many lines finds them all.  It also checks everything that needs no
 * grammar: UTF-8 (RFC 3629), raw control characters in strings, and escapes with their surrogates.
 * The walk (json/walk.h) checks the grammar (RFC 8259); it moves along the index and never over the
 * text in between.
 *
 * Entries are byte offsets in ascending order: of `{ } [ ] : ,` outside strings, of every unescaped
 * quote, and of every newline anywhere.  A newline also ends the strings of its line, so that a
 * missing quote harms no other line.  After the last byte there is one more entry, the text length,
 * which stands for a newline there.
 */

#define JSON_ADJACENT 0x80

/* Kinds of faults.  The walk also uses them. */
enum json_code {
	JSON_OK,
	JSON_BAD_UTF8,
	JSON_CONTROL, /* a raw control character in a string */
	JSON_BAD_ESCAPE,
	JSON_BAD_HEX, /* \u without four hexadecimal digits */
	JSON_LONE_SURROGATE,
	JSON_UNTERMINATED, /* a string without its closing quote */
	JSON_NO_VALUE,     /* a value was expected */
	JSON_BAD_LITERAL,  /* neither a number, true, false or null nor the start of a value */
	JSON_BAD_NUMBER,
	JSON_NO_KEY, /* a key or } was expected */
	JSON_NO_COLON,
	JSON_NO_COMMA, /* a comma or the closing bracket was expected */
	JSON_TRAILING_COMMA,
	JSON_UNCLOSED, /* the line ends inside an object or array */
	JSON_TRAILING, /* something follows the value */
	JSON_TOO_DEEP, /* nesting of more than JSON_DEPTH levels */
	JSON_TORN,     /* the input ends inside an object or array (an element of a JSON
			* document) */
	JSON_TOO_LONG  /* an element of a JSON document is longer than the caller allows */
};

#define JSON_DEPTH 1024

struct json_fault {
	uint32_t at;   /* offset in the block */
	uint32_t code; /* enum json_code */
};

/* Is the text not JSON at all?  Invalid UTF-8, too many levels and too many bytes do not count: the
 * end of the value can still be found. */
bool json_fault_is_syntax(enum json_code code);

const char *json_fault_text(
    enum json_code code); /* "invalid UTF-8", "a raw control character in a string", … */

enum json_mode {
	JSON_LINES,    /* a newline ends a record */
	JSON_DOCUMENT, /* one value; a newline is white space (and a control character inside a
			* string) */
	JSON_ELEMENTS  /* the same for many values, which json_cut (json/cut.h) finds; it checks
			* UTF-8, element by element */
};

/*
 * The implementations that build the index; all give the same result.  JSON_BUILDER_BEST is the
 * fastest one that this processor has.  (The interface leaves room for NEON: json/scan.h.)
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
 * Chooses the builder that json_index_build uses from now on; the processor must have it.  The
 * default is JSON_BUILDER_BEST.  Call at the start of a program, before it has other threads.
 * This is the only file-scope state of the library that changes.  Many layers build indexes and
 * should not have to pass the choice along, and no result depends on it.
 */
void json_builder_choose(enum json_builder b);
enum json_builder json_builder_chosen(void);

/* A record of a JSON document. */
struct json_element {
	uint32_t start, end; /* offsets in the block of its first byte and of the byte after its
			      * last */
	uint32_t entry;      /* the first index entry at or after its start */
	uint32_t line;       /* the line of the block in which it begins, from 1 */
	uint32_t envelope;   /* json/cut.h: the number in the block, from 1, of its envelope, */
	uint32_t place;      /* and where in the text of that the element belongs */
	uint8_t fault;       /* enum json_code: a fault that was found before the walk */
	bool torn;           /* it is incomplete: JSON_TORN, if it has no other fault */
};

/* All zeros is a valid empty index.  It can be built repeatedly and keeps its memory. */
struct json_index {
	uint32_t *at;
	char *ch; /* the character at each entry, and JSON_ADJACENT if it directly follows the entry
		   * before */
	size_t n, cap;
	struct json_fault
	    *fault; /* in ascending order of `at`; for each line at least the first of each kind */
	size_t nfault, fault_cap;
	uint32_t *slash; /* starts of the stretches of 64 bytes that contain a backslash,
			  * ascending */
	size_t nslash, slash_cap;
	bool cut; /* the records are these elements (json/cut.h), not the lines */
	struct json_element *element;
	size_t elements, element_cap;
	bool suspect; /* JSON_ELEMENTS: the UTF-8 may be wrong */
};

#define JSON_BLOCK_MAX ((size_t)1 << 31) /* the longest text that can be indexed */

/*
 * Builds the index of text[0..n), n <= JSON_BLOCK_MAX, which must begin at the start of a line.
 * Reads nothing beyond the text.
 */
void json_index_build(struct json_index *ix, const char *text, size_t n, enum json_mode mode);

/* The same with the given builder, which the processor must have; for tests. */
void json_index_build_by(
    enum json_builder b, struct json_index *ix, const char *text, size_t n, enum json_mode mode);
void json_index_free(struct json_index *ix);

/* Returns the characters of the next eight entries as a number, the first one lowest. */
static inline uint64_t
json_next_entries(const char *ch)
{
	uint64_t v;
	memcpy(&v, ch, sizeof(v));
	return le64toh(v);
}

#endif
