/* SPDX-License-Identifier: MIT */
#include "import/maps.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "import/map.h"
#include "import/map_shipped.h"

/* ---- the set -------------------------------------------------------------------------------- */

/* All places that tests look at, compiled for one walk. */
static void
compile_tests(struct import_maps *m)
{
	json_paths_free(m->paths);
	m->paths = json_paths_new(true, false);
	for (size_t i = 0; i < m->n; i++)
		for (size_t c = 0; c < m->map[i]->ncases; c++) {
			const struct map_case *one = &m->map[i]->cases[c];
			struct map_test *test = (struct map_test *)one->test;
			for (size_t t = 0; t < one->tests; t++)
				test[t].slot = json_paths_dotted(m->paths, test[t].path);
		}
}

static void
insert(struct import_maps *m, size_t at, struct import_map *map)
{
	m->map = mem_grow(m->map, &m->cap, m->n + 1, sizeof(*m->map));
	memmove(&m->map[at + 1], &m->map[at], (m->n++ - at) * sizeof(*m->map));
	m->map[at] = map;
}

struct import_maps *
import_maps_new(void)
{
	struct import_maps *m = mem_zalloc(1, sizeof(*m));
	size_t n;
	const struct shipped_map *shipped = shipped_maps(&n);
	for (size_t i = 0; i < n; i++) {
		struct errs all = { 0 };
		struct import_map *map = map_load(shipped[i].text, shipped[i].name, ".", &all);
		assert(map);
		insert(m, m->n, map);
	}
	compile_tests(m);
	return m;
}

void
import_maps_free(struct import_maps *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->n; i++)
		map_free(m->map[i]);
	json_paths_free(m->paths);
	free(m->map);
	free(m);
}

int
import_maps_add(
    struct import_maps *m, struct text name, struct text text, const char *dir, struct errs *all)
{
	struct import_map *map = map_load(text, name, dir, all);
	if (!map)
		return -1;
	insert(m, m->own++, map);
	compile_tests(m);
	return 0;
}

size_t
import_maps_count(const struct import_maps *m)
{
	return m ? m->n : 0;
}

struct text
import_maps_name(const struct import_maps *m, size_t map)
{
	return m->map[map]->name;
}

struct text
import_maps_summary(const struct import_maps *m, size_t map)
{
	return m->map[map]->plan->summary;
}

size_t
maps_own(const struct import_maps *m)
{
	return m ? m->own : 0;
}

size_t
maps_arrays(const struct import_maps *m, struct text *out)
{
	size_t n = 0;
	for (size_t i = 0; m && i < m->n; i++)
		for (size_t e = 0; e < m->map[i]->eaches; e++, n++)
			if (out)
				out[n] = m->map[i]->each[e];
	return n;
}

/* The first key of a path. */
static struct text
first_key(struct text path)
{
	const char *dot = memchr(path.p, '.', path.n);
	return (struct text){ path.p, dot ? (size_t)(dot - path.p) : path.n };
}

bool
maps_may_have_array(const struct import_maps *m, const struct import_object *o)
{
	for (size_t i = 0; m && i < m->n; i++)
		for (size_t e = 0; e < m->map[i]->eaches; e++) {
			const struct text key = first_key(m->map[i]->each[e]);
			for (size_t k = 0; k < o->members; k++)
				if (text_eq(o->member[k].key, key))
					return true;
		}
	return false;
}

/* ---- recognising ---------------------------------------------------------------------------- */

struct map_reader {
	const struct import_maps *maps;
	struct json_walker *walker;
	struct json_index index;
	struct picker **picker; /* by map; NULL: not used yet */
};

struct map_reader *
map_reader_new(const struct import_maps *m)
{
	struct map_reader *r = mem_zalloc(1, sizeof(*r));
	r->maps = m;
	if (m && m->n > 0) {
		r->walker = json_walker_new(m->paths);
		r->picker = mem_zalloc(m->n, sizeof(struct picker *));
	}
	return r;
}

void
map_reader_free(struct map_reader *r)
{
	for (size_t i = 0; r->picker && i < r->maps->n; i++)
		picker_free(r->picker[i]);
	if (r->walker)
		json_walker_free(r->walker);
	json_index_free(&r->index);
	free(r->picker);
	free(r);
}

static bool
is_value(struct import_in *in, const struct map_value *wanted, const struct json_value *v)
{
	if (v->kind != wanted->kind)
		return false;
	if (v->kind != JSON_STRING)
		return text_eq((struct text){ v->p, v->n }, wanted->text);
	return text_eq(import_text(in->arena, v), wanted->text);
}

static bool
passes(struct import_in *in, const struct map_test *t, const struct json_value *slot)
{
	const struct json_value *v = &slot[t->slot];
	if (v->kind == JSON_NONE)
		return false;
	for (size_t i = 0; i < t->values; i++)
		if (is_value(in, &t->value[i], v))
			return true;
	return t->values == 0;
}

static bool
knows(struct import_in *in, const struct import_map *m, const struct json_value *slot)
{
	for (size_t c = 0; c < m->ncases; c++) {
		size_t t = 0;
		while (t < m->cases[c].tests && passes(in, &m->cases[c].test[t], slot))
			t++;
		if (t == m->cases[c].tests)
			return true;
	}
	return false;
}

static bool
read_by(struct map_reader *r, struct import_in *in, size_t map, const struct json_value *object)
{
	const struct import_map *m = r->maps->map[map];
	if (!r->picker[map])
		r->picker[map] = map_picker(m);
	return map_read(in, m, r->picker[map], &r->index, object);
}

size_t
map_reader_read(struct map_reader *r, struct import_in *in, size_t first, size_t end)
{
	struct json_pos pos = { 0 };
	struct json_line line;
	if (first == end)
		return end;
	json_index_build(&r->index, in->raw.p, in->raw.n, JSON_DOCUMENT);
	if (!json_walk(r->walker, in->raw.p, in->raw.n, &r->index, &pos, &line) ||
	    line.kind != JSON_OBJECT)
		return end;
	for (size_t i = first; i < end; i++)
		if (knows(in, r->maps->map[i], line.slot) && read_by(r, in, i, &line.value))
			return i;
	return end;
}
