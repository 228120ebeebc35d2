/* SPDX-License-Identifier: MIT */
#include "import/marks.h"

#include <stdlib.h>

#include "base/mem.h"
#include "trace/ids.h"

void
import_marks_free(struct import_marks *m)
{
	free(m->patterns.text);
	free(m->hash);
	table_free(&m->known);
}

/* What a hash is of. */
enum what { OF_TRACE, OF_CALL, OF_BYTES };

/* Trace ids of 16 and of 32 digits may be the same, so the last 16 count. */
static uint64_t
hash_of(const struct import_marks *m, enum what what, struct text t)
{
	struct siphash_key key = m->key;
	key.k0 ^= (uint64_t)what;
	if (what == OF_TRACE && trace_id_is_hex(t, 32))
		t = (struct text){ t.p + 16, 16 };
	return siphash(key, t.p, t.n);
}

struct wanted {
	const struct import_marks *marks;
	uint64_t hash;
};

static bool
is_hash(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return w->marks->hash[ref - 1] == w->hash;
}

static bool
has(const struct import_marks *m, enum what what, struct text t)
{
	if (!t.p || m->hashes == 0)
		return false;
	const struct wanted w = { m, hash_of(m, what, t) };
	return table_find(&m->known, (uint32_t)w.hash, is_hash, &w) > 0;
}

static void
note(struct import_marks *m, enum what what, struct text t)
{
	if (!t.p || has(m, what, t))
		return;
	m->hash = mem_grow(m->hash, &m->cap, m->hashes + 1, sizeof(*m->hash));
	m->hash[m->hashes] = hash_of(m, what, t);
	table_add(&m->known, (uint32_t)m->hash[m->hashes], (uint32_t)m->hashes + 1);
	m->hashes++;
}

void
import_marks_note_raw(struct import_marks *m, struct text raw)
{
	note(m, OF_BYTES, raw);
}

void
import_marks_note(struct import_marks *m, const struct trace_record *r, struct text raw)
{
	/* a trace may be named after a call whose records do not name it */
	if (r->trace_id.p) {
		note(m, OF_TRACE, r->trace_id);
		note(m, OF_CALL, r->trace_id);
	} else if (r->call_id.p) {
		note(m, OF_CALL, r->call_id);
		/* a record whose own call is not there still has its parent's trace */
		note(m, OF_CALL, r->parent_id);
	} else {
		note(m, OF_BYTES, raw);
	}
}

uint8_t
import_marks_of_raw(const struct import_marks *m, struct text raw)
{
	uint8_t marks = 0;
	for (size_t i = 0; i < m->patterns.n && marks == 0; i++)
		if (text_contains(raw, m->patterns.text[i]))
			marks |= TRACE_MARK_PATTERN;
	if (has(m, OF_BYTES, raw))
		marks |= TRACE_MARK_OF;
	return marks;
}

uint8_t
import_marks_of(const struct import_marks *m, const struct trace_record *r, struct text raw)
{
	if (m->hashes == 0)
		return m->patterns.n > 0 ? import_marks_of_raw(m, raw) : 0;
	uint8_t marks = import_marks_of_raw(m, raw);
	if (r->trace_id.p && has(m, OF_TRACE, r->trace_id))
		marks |= TRACE_MARK_OF;
	if (!r->trace_id.p && (has(m, OF_CALL, r->call_id) || has(m, OF_CALL, r->parent_id)))
		marks |= TRACE_MARK_OF;
	return marks;
}
