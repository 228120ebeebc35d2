/* SPDX-License-Identifier: MIT */
#include "replay/labels.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "event/event.h"
#include "json/paths.h"
#include "json/walk.h"
#include "json/write.h"
#include "base/table.h"

const struct text label_names[LABEL_NONE] = {
	[LABEL_GOOD] = { "good", 4 }, [LABEL_BAD] = { "bad", 3 }
};

enum { SLOT_EVENT_ID, SLOT_LABEL };

struct labelled {
	size_t offset; /* where its id begins in `ids` */
	size_t n;
	enum label label;
};

struct labels {
	struct siphash_key key;
	struct json_paths *paths;
	struct json_walker *walker;
	struct arena scratch; /* reset for each line */
	struct buf ids;       /* all ids, one after another */
	struct labelled *event;
	size_t n, cap;
	struct table table; /* of event numbers, from 1 */
};

/* The context of a search. */
struct sought {
	const struct labels *labels;
	struct text id;
};

struct labels *
labels_new(struct siphash_key key)
{
	struct labels *l = mem_zalloc(1, sizeof(*l));
	l->key = key;
	l->paths = json_paths_new(false, false);
	json_paths_add(l->paths, &(struct json_step){ TEXT("event_id"), JSON_EXACT }, 1);
	json_paths_add(l->paths, &(struct json_step){ TEXT("label"), JSON_EXACT }, 1);
	l->walker = json_walker_new(l->paths);
	return l;
}

void
labels_free(struct labels *l)
{
	if (!l)
		return;
	json_walker_free(l->walker);
	json_paths_free(l->paths);
	arena_free(&l->scratch);
	buf_free(&l->ids);
	free(l->event);
	table_free(&l->table);
	free(l);
}

static bool
same(const void *context, uint32_t ref)
{
	const struct sought *s = context;
	const struct labelled *event = &s->labels->event[ref - 1];
	return text_eq((struct text){ s->labels->ids.p + event->offset, event->n }, s->id);
}

static uint32_t
find(const struct labels *l, struct text id, uint32_t *hash)
{
	const struct sought s = { l, id };
	*hash = (uint32_t)siphash(l->key, id.p, id.n);
	return table_find(&l->table, *hash, same, &s);
}

enum label
labels_find(const struct labels *l, struct text event_id)
{
	uint32_t hash;
	const uint32_t ref = find(l, event_id, &hash);
	return ref ? l->event[ref - 1].label : LABEL_NONE;
}

static int
add(struct labels *l, struct text id, enum label label, struct err *e)
{
	uint32_t hash;
	const uint32_t ref = find(l, id, &hash);
	if (ref)
		return l->event[ref - 1].label == label
			   ? 0
			   : err_set(e, "event_id \"%.*s\" already has the other label",
				 (int)(id.n < 100 ? id.n : 100), id.p);
	if (l->n == UINT32_MAX - 1)
		return err_set(e, "more than %u labels", UINT32_MAX - 1);
	l->event = mem_grow(l->event, &l->cap, l->n + 1, sizeof(*l->event));
	l->event[l->n++] = (struct labelled){ l->ids.n, id.n, label };
	buf_text(&l->ids, id);
	table_add(&l->table, hash, (uint32_t)l->n);
	return 0;
}

static struct text
content(struct labels *l, const struct json_value *v)
{
	struct text t = { v->p, v->n };
	return v->kind == JSON_STRING && v->escaped ? json_unescaped(&l->scratch, t) : t;
}

static int
take(struct labels *l, const struct json_line *line, struct err *e)
{
	const struct json_value *id = &line->slot[SLOT_EVENT_ID], *label = &line->slot[SLOT_LABEL];
	if (id->kind != JSON_STRING && id->kind != JSON_NUMBER)
		return err_set(e, id->kind == JSON_NONE ? "no event_id"
							: "event_id must be a string or a number");
	if (label->kind == JSON_NONE)
		return err_set(e, "no label");
	for (int i = 0; i < LABEL_NONE; i++)
		if (label->kind == JSON_STRING && text_eq(content(l, label), label_names[i]))
			return add(l, content(l, id), (enum label)i, e);
	return err_set(e, "label must be \"good\" or \"bad\"");
}

int
labels_add(struct labels *l, const char *text, size_t n, const struct json_index *ix,
    uint64_t *number, struct err *e)
{
	struct json_pos pos = { 0 };
	struct json_line line;
	for (*number = 0; json_walk(l->walker, text, n, ix, &pos, &line);) {
		++*number;
		arena_reset(&l->scratch);
		if (line.kind == JSON_NONE && line.fault.code == JSON_OK)
			continue;
		if (line.kind != JSON_OBJECT) {
			struct reject why;
			reject_of_line(&l->scratch, &line, &why);
			return err_at(e, why.column > 0 ? why.column - 1 : ERR_NOWHERE, "%.*s",
			    (int)why.error.n, why.error.p);
		}
		if (take(l, &line, e) < 0)
			return -1;
	}
	return 0;
}
