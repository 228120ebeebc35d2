/* SPDX-License-Identifier: MIT */
#ifndef JSON_WALK_H
#define JSON_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "json/index.h"
#include "json/paths.h"

/*
 * Walks an indexed block line by line, or element by element in a JSON document (json/cut.h).  It
 * checks the whole grammar of each line (RFC 8259, strictly) and notes the values that the compiled
 * paths name, as slices of the block.  Nothing is unescaped, converted or allocated per line.
 */
enum json_kind {
	JSON_NONE, /* not there */
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

/* A value of the block.  Valid as long as the block and the index are. */
struct json_value {
	const char *p; /* as spelled: a string without its quotes, a container with its brackets */
	size_t n;
	uint32_t entry; /* the index entry of its opening quote or bracket; json_members needs it */
	uint8_t kind;   /* enum json_kind */
	bool escaped;   /* it is a string with a backslash: call json_unescape before use */
	bool compact;   /* it is a container known to have no white space between tokens */
	uint8_t hits;   /* how many values of the line matched the slot (at most 255); this is the
			 * last one */
};

/* Of duplicate keys the last one counts (json/keys.h). */

/* The memory of a walk: slots and remembered keys.  Each thread needs its own. */
struct json_walker;
struct json_walker *json_walker_new(const struct json_paths *p); /* p must outlive it */
void json_walker_free(struct json_walker *w);

/* The position of a walk in a block; all zeros is the start. */
struct json_pos {
	size_t entry;   /* in index.at */
	size_t fault;   /* in index.fault */
	size_t slash;   /* in index.slash */
	size_t start;   /* offset of the next line */
	size_t element; /* in index.element, of the next one */
	size_t last;    /* of the one that was walked */
};

struct json_line {
	const char *p; /* the line as spelled, without its newline but with a CR; for an element,
			* from its first byte to its last */
	size_t n;
	enum json_kind kind; /* of the line's value; JSON_NONE: a blank line, or one with a fault */
	struct json_value value; /* the line's value, unless kind is JSON_NONE */
	struct json_fault fault; /* its code is JSON_OK, or what is wrong; `at` counts from the
				  * start of the line */
	const struct json_value
	    *slot; /* one for each slot of the paths; only if kind is JSON_OBJECT or JSON_ARRAY */
	/* only from json_reader_next: what the entries of values refer to */
	const char *text;
	const struct json_index *index; /* NULL: json_reader_index makes it */
};

/*
 * Walks the next line of the block.  Returns false, and changes nothing, at the end of the block.
 * If a line has several faults, invalid UTF-8 is reported first, otherwise the first fault in the
 * line.  In an element, a syntax error takes precedence and ends the document: the next call
 * returns false.
 */
bool json_walk(struct json_walker *w, const char *text, size_t n, const struct json_index *ix,
    struct json_pos *pos, struct json_line *line);

/* Returns the element that was walked last, in a JSON document. */
static inline const struct json_element *
json_walk_element(const struct json_index *ix, const struct json_pos *pos)
{
	return &ix->element[pos->last];
}

/* Fills in the texts of the records that the next calls will walk, `most` of them or fewer, and
 * returns how many.  Some may be blank. */
size_t json_walk_ahead(const char *text, size_t n, const struct json_index *ix,
    const struct json_pos *pos, struct text *list, size_t most);

/*
 * The members of a container that a walk has accepted, one by one:
 *
 *	json_members(&it, text, ix, &value);
 *	while (json_member(&it, &key, &value)) …
 */
struct json_members {
	const char *text;
	const uint32_t *at;
	const char *ch;
	const uint32_t *close; /* by the entry of an opening bracket: the entry of its closing one.
				* NULL: it is searched for.  Set it after json_members to go into
				* all containers of a text */
	size_t entry;          /* of the bracket, comma or end before the next member */
	bool object, done;
	bool slashes; /* there may be a backslash in the container */
};

void json_members(struct json_members *it, const char *text, const struct json_index *ix,
    const struct json_value *container);

/* Gets the next member.  key is JSON_NONE in arrays and JSON_STRING in objects.  Returns false at
 * the end. */
bool json_member(struct json_members *it, struct json_value *key, struct json_value *value);

/*
 * Gets the next member if it is an easy one: of an object without backslashes, with a value that is
 * no container.  Most members are.  Returns false, and changes nothing, if json_member has to be
 * called.  It is inline and writes into what it is given, because the time of readers of many
 * members is spent here.
 */
static inline bool
json_member_easy(struct json_members *it, struct text *key, struct json_value *value)
{
	/* the entries of a member: the quotes of its key, the colon, and the quotes of a string */
	const uint64_t bits = UINT64_C(0x7f7f7f7f7f), name = '"' | '"' << 8 | ':' << 16;
	const uint64_t string = name | UINT64_C(0x2222) << 24;
	const size_t i = it->entry + 1;
	const uint32_t *at = it->at + i;
	const uint64_t next = json_next_entries(it->ch + i) & bits;
	if (it->done || !it->object || it->slashes)
		return false;
	if (next == string) {
		*value = (struct json_value){ it->text + at[3] + 1, at[4] - at[3] - 1,
			(uint32_t)i + 3, .kind = JSON_STRING };
		it->entry = i + 5;
	} else {
		const char *p = it->text + at[2] + 1, *end = it->text + at[3];
		const char after = (char)(next >> 24 & 0x7f);
		/* '!' is the first character after the blank ones */
		if ((next & 0xffffff) != name || (after != ',' && after != '}') || *p < '!' ||
		    end[-1] < '!')
			return false;
		*value = (struct json_value){ p, (size_t)(end - p), (uint32_t)i + 3,
			.kind = *p == 't'   ? JSON_TRUE
				: *p == 'f' ? JSON_FALSE
				: *p == 'n' ? JSON_NULL
					    : JSON_NUMBER };
		it->entry = i + 3;
	}
	*key = (struct text){ it->text + at[0] + 1, at[1] - at[0] - 1 };
	it->done = (it->ch[it->entry] & 0x7f) != ',';
	return true;
}

#endif
