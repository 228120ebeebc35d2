/* SPDX-License-Identifier: MIT */
#include "export/folded.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/mem.h"
#include "base/table.h"
#include "base/utf8.h"
#include "trace/self_times.h"

/* ---- names ---------------------------------------------------------------------------------- */

static void
put_clean(struct buf *b, struct text name)
{
	for (size_t i = 0; i < name.n;) {
		uint32_t cp;
		const size_t n = utf8_decode(name.p + i, name.n - i, &cp);
		if (n == 0 || utf8_is_control(cp))
			buf_char(b, ' ');
		else if (cp == ';')
			buf_char(b, ':');
		else
			buf_put(b, name.p + i, n);
		i += n > 0 ? n : 1;
	}
}

void
export_put_folded_name(struct buf *b, struct text name)
{
	const size_t start = b->n;
	if (name.n == 0)
		BUF_LIT(b, "[unknown]");
	put_clean(b, name);
	size_t i = b->n;
	while (i > start && (ascii_is_digit(b->p[i - 1]) || b->p[i - 1] == '.'))
		i--;
	if (i < b->n && i > start && b->p[i - 1] == ' ')
		b->p[i - 1] = '_';
}

/* ---- stacks --------------------------------------------------------------------------------- */

/* A stack: the one above it, and a name. */
struct node {
	uint32_t parent; /* 1 + its number; 0: it is a root */
	uint32_t name;
	uint64_t self_ns[2]; /* of A and of B; without a comparison all is of A */
};

/* A line, or all lines that begin with the stack and a `;`. */
struct item {
	const struct folded *folded;
	uint32_t node;
	bool line;
};

struct folded {
	struct export_out *out;
	struct siphash_key key;
	bool compares; /* a line has the times of both sides */
	struct arena arena;
	struct text *name; /* clean ones */
	size_t names, name_cap;
	struct table by_text; /* of names */
	struct known {
		const struct trace_text *text; /* stored once */
		uint32_t name;
	} * known; /* names of the model */
	size_t nknown, known_cap;
	struct table by_address; /* of known */
	struct node *node;
	size_t nodes, node_cap;
	struct table table; /* of nodes */
	uint32_t *first;    /* by 1 + node: the first of its items */
	struct item *item;
	struct export_told told;
};

static bool
is_text(const void *context, uint32_t ref)
{
	const struct folded *f = context;
	return text_eq(f->name[ref - 1], f->name[f->names]);
}

static uint32_t
clean_name(struct folded *f, struct text name)
{
	struct buf b = { 0 };
	export_put_folded_name(&b, name);
	f->name = mem_grow(f->name, &f->name_cap, f->names + 1, sizeof(*f->name));
	f->name[f->names] = buf_as_text(&b);
	const uint32_t hash = (uint32_t)siphash(f->key, b.p, b.n);
	uint32_t found = table_find(&f->by_text, hash, is_text, f);
	if (found == 0) {
		f->name[f->names] = arena_text(&f->arena, buf_as_text(&b));
		found = (uint32_t)++f->names;
		table_add(&f->by_text, hash, found);
	}
	buf_free(&b);
	return found - 1;
}

struct wanted {
	const struct folded *folded;
	const struct trace_text *text;
	uint32_t parent, name;
};

static bool
is_known(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return w->folded->known[ref - 1].text == w->text;
}

static uint32_t
name_of(struct folded *f, const struct trace_text *text)
{
	const struct wanted w = { .folded = f, .text = text };
	const uint32_t hash = (uint32_t)siphash(f->key, &text, sizeof(text));
	const uint32_t found = table_find(&f->by_address, hash, is_known, &w);
	if (found > 0)
		return f->known[found - 1].name;
	f->known = mem_grow(f->known, &f->known_cap, f->nknown + 1, sizeof(*f->known));
	f->known[f->nknown++] = (struct known){ text, clean_name(f, trace_text_of(text)) };
	table_add(&f->by_address, hash, (uint32_t)f->nknown);
	return f->known[f->nknown - 1].name;
}

static bool
is_node(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct node *n = &w->folded->node[ref - 1];
	return n->parent == w->parent && n->name == w->name;
}

static uint32_t
node_of(struct folded *f, uint32_t parent, uint32_t name)
{
	const struct wanted w = { f, NULL, parent, name };
	const uint32_t key[] = { parent, name };
	const uint32_t hash = (uint32_t)siphash(f->key, key, sizeof(key));
	const uint32_t found = table_find(&f->table, hash, is_node, &w);
	if (found > 0)
		return found - 1;
	f->node = mem_grow(f->node, &f->node_cap, f->nodes + 1, sizeof(*f->node));
	f->node[f->nodes++] = (struct node){ parent, name, { 0, 0 } };
	table_add(&f->table, hash, (uint32_t)f->nodes);
	return (uint32_t)f->nodes - 1;
}

/* Scratch memory for a trace. */
struct folding {
	uint32_t *node;
	int64_t *self;
	size_t node_cap, self_cap;
};

static void
fold_trace(
    struct folded *f, struct folding *g, const struct trace_model *m, size_t trace, unsigned side)
{
	const struct trace *t = &m->trace[trace];
	const size_t n = t->last - t->first;
	g->node = mem_grow(g->node, &g->node_cap, n, sizeof(*g->node));
	g->self = mem_grow(g->self, &g->self_cap, n, sizeof(*g->self));
	trace_self_times(m, trace, g->self);
	for (size_t i = 0; i < n; i++) {
		const struct trace_call *c = trace_call_at(m, (uint32_t)(t->first + i));
		const bool root = c->parent == TRACE_NONE;
		const uint32_t parent = root ? 0 : 1 + g->node[m->call[c->parent].at - t->first];
		g->node[i] = node_of(f, parent, name_of(f, c->name));
		uint64_t *sum = &f->node[g->node[i]].self_ns[side];
		if (g->self[i] > 0 && __builtin_add_overflow(*sum, (uint64_t)g->self[i], sum))
			*sum = UINT64_MAX;
	}
}

/* Adds up the traces of a side; trace: their numbers, or NULL for the first n. */
static void
fold(struct folded *f, const struct trace_model *m, const uint32_t *trace, size_t n, unsigned side)
{
	struct folding g = { 0 };
	for (size_t k = 0; k < n; k++)
		fold_trace(f, &g, m, trace ? trace[k] : k, side);
	free(g.node);
	free(g.self);
}

static bool
has_time(const struct node *n)
{
	return n->self_ns[0] > 0 || n->self_ns[1] > 0;
}

/* Appends what follows the stack in its line. */
static void
put_times(const struct folded *f, struct buf *b, const struct node *n)
{
	buf_char(b, ' ');
	buf_u64(b, n->self_ns[0]);
	if (!f->compares)
		return;
	buf_char(b, ' ');
	buf_u64(b, n->self_ns[1]);
}

/* ---- order ---------------------------------------------------------------------------------- */

/* What comes after the name in the line, as far as it decides the order. */
static struct text
behind(const struct item *i, struct buf *b)
{
	b->n = 0;
	if (i->line)
		put_times(i->folded, b, &i->folded->node[i->node]);
	else
		buf_char(b, ';');
	return buf_as_text(b);
}

/* Compares a text with what is left of another name and what is behind that. */
static int
compare_rest(struct text suffix, struct text name, struct text name_suffix)
{
	const size_t n = suffix.n < name.n ? suffix.n : name.n;
	const int order = memcmp(suffix.p, name.p, n);
	if (order != 0 || suffix.n < name.n)
		return order != 0 ? order : -1;
	return text_cmp((struct text){ suffix.p + n, suffix.n - n }, name_suffix);
}

static int
by_bytes(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	const struct folded *f = x->folded;
	const struct text p = f->name[f->node[x->node].name], q = f->name[f->node[y->node].name];
	const size_t n = p.n < q.n ? p.n : q.n;
	const int order = memcmp(p.p, q.p, n);
	struct buf behind_x = { 0 }, behind_y = { 0 };
	if (order != 0)
		return order;
	const struct text u = behind(x, &behind_x), v = behind(y, &behind_y);
	const int rest = p.n <= q.n ? compare_rest(u, (struct text){ q.p + n, q.n - n }, v)
				    : -compare_rest(v, (struct text){ p.p + n, p.n - n }, u);
	buf_free(&behind_x);
	buf_free(&behind_y);
	return rest;
}

static bool
has_lines(const struct folded *f, const bool *below, uint32_t node, bool line)
{
	return line ? has_time(&f->node[node]) : below[node];
}

/* Lists the items of each node, in order. */
static void
sort_items(struct folded *f)
{
	const size_t n = f->nodes;
	bool *below = mem_zalloc(n + 1, sizeof(*below));
	uint32_t *end = mem_zalloc(n + 2, sizeof(*end));
	/* a stack comes before those that begin with it */
	for (size_t i = n; i-- > 0;)
		if (f->node[i].parent > 0 && (has_time(&f->node[i]) || below[i]))
			below[f->node[i].parent - 1] = true;
	for (uint32_t i = 0; i < n; i++)
		end[f->node[i].parent + 1] +=
		    (uint32_t)has_lines(f, below, i, true) + has_lines(f, below, i, false);
	f->first = mem_zalloc(n + 2, sizeof(*f->first));
	for (size_t i = 1; i < n + 2; i++)
		f->first[i] = end[i] += end[i - 1];
	f->item = mem_alloc((end[n + 1] + 1) * sizeof(*f->item));
	for (uint32_t i = 0; i < n; i++)
		for (unsigned line = 0; line < 2; line++)
			if (has_lines(f, below, i, line))
				f->item[end[f->node[i].parent]++] = (struct item){ f, i, line };
	for (size_t i = 0; i < n + 1; i++)
		if (f->first[i + 1] - f->first[i] > 1)
			qsort(f->item + f->first[i], f->first[i + 1] - f->first[i],
			    sizeof(*f->item), by_bytes);
	free(below);
	free(end);
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* The items that are still to come of a stack. */
struct level {
	uint32_t next, end;
	size_t prefix; /* the length of the stack, with its last `;` */
};

static void
put_line(struct folded *f, struct text prefix, const struct node *n)
{
	struct buf *b = &f->out->b;
	buf_text(b, prefix);
	buf_text(b, f->name[n->name]);
	put_times(f, b, n);
	buf_char(b, '\n');
	f->told.folded++;
}

static void
put_lines(struct folded *f)
{
	struct buf prefix = { 0 };
	struct level *level = NULL;
	size_t levels = 0, cap = 0;
	uint32_t from = 0; /* 1 + the node whose items come next */
	for (bool down = true; down || levels > 0;) {
		if (down) {
			level = mem_grow(level, &cap, levels + 1, sizeof(*level));
			level[levels++] =
			    (struct level){ f->first[from], f->first[from + 1], prefix.n };
		}
		struct level *l = &level[levels - 1];
		prefix.n = l->prefix;
		down = false;
		if (l->next == l->end || !export_flush(f->out, EXPORT_ENOUGH)) {
			levels--;
			continue;
		}
		const struct item *i = &f->item[l->next++];
		if (i->line) {
			put_line(f, buf_as_text(&prefix), &f->node[i->node]);
			if (levels > f->told.deepest)
				f->told.deepest = levels;
			continue;
		}
		buf_text(&prefix, f->name[f->node[i->node].name]);
		buf_char(&prefix, ';');
		from = i->node + 1;
		down = true;
	}
	buf_free(&prefix);
	free(level);
}

static void
put(struct folded *f, struct export_told *told)
{
	sort_items(f);
	put_lines(f);
	told->folded = f->told.folded;
	told->deepest = f->told.deepest;
	arena_free(&f->arena);
	table_free(&f->by_text);
	table_free(&f->by_address);
	table_free(&f->table);
	free(f->name);
	free(f->known);
	free(f->node);
	free(f->first);
	free(f->item);
}

void
export_folded(struct export_out *o, const struct trace_model *m, struct export_told *told)
{
	struct folded f = { .out = o, .key = trace_model_key(m) };
	fold(&f, m, NULL, m->traces, 0);
	put(&f, told);
}

void
export_folded_sides(struct export_out *o, const struct trace_side *a, const struct trace_side *b,
    struct export_told *told)
{
	struct folded f = { .out = o, .key = trace_model_key(a->model), .compares = true };
	fold(&f, a->model, a->trace, a->n, 0);
	fold(&f, b->model, b->trace, b->n, 1);
	put(&f, told);
}
