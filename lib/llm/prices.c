/* SPDX-License-Identifier: MIT */
#include "llm/prices.h"

#include "base/ascii.h"
#include "expr/load.h"
#include "json/tree.h"

static const struct text shipped[][2] = {
#include "llm/shipped_rows.h" /* made by scripts/embed */
};

struct text
prices_shipped(void)
{
	return shipped[0][1];
}

/* ---- the table ------------------------------------------------------------------------------ */

/* Reads a price.  If it is absent or null, *cost stays as it is. */
static int
load_price(struct expr_loader *l, const struct json_node *row, const char *name, bool needed,
    struct trace_cost *cost)
{
	const struct json_node *node = json_get(row, name);
	if (!node && needed && load_is_misspelt(l, row, name))
		return -1;
	if (!node && needed)
		return load_error(l, row, "no %s", name);
	if (!node || (node->kind == JSON_NULL && !needed))
		return 0;
	if (node->kind == JSON_NUMBER && node->text.p[0] != '-' &&
	    trace_cost_read(node->text, cost) && cost->whole < 1000000)
		return 0;
	return load_error(l, node, "not a price in USD per million tokens, such as 2.5");
}

static int
load_row(struct expr_loader *l, const struct json_node *node, struct price_row *row)
{
	static const struct text names[] = { TEXT("input"), TEXT("output"), TEXT("cache_read"),
		TEXT("cache_write") };
	struct price *p = &row->price;
	row->name = node->key;
	row->known = node->kind != JSON_NULL;
	if (!row->known)
		return 0;
	if (node->kind != JSON_OBJECT)
		return load_error(l, node, "not the prices of a model, and not null");
	int bad = load_members(l, node, names, 4);
	bad |= load_price(l, node, "input", true, &p->input);
	bad |= load_price(l, node, "output", true, &p->output);
	p->cache_read = p->cache_write = p->input;
	bad |= load_price(l, node, "cache_read", false, &p->cache_read);
	bad |= load_price(l, node, "cache_write", false, &p->cache_write);
	return bad;
}

const struct prices *
prices_load(struct arena *a, struct text document, struct errs *all)
{
	static const struct text members[] = { TEXT("date"), TEXT("models") };
	struct err e;
	struct expr_loader l = { .arena = a, .err = &e, .all = all };
	const struct json_node *root = json_tree(a, document, &e);
	struct prices *p = arena_zalloc(a, 1, sizeof(*p));
	if (!root) {
		errs_add(all, &e);
		return NULL;
	}
	int bad = load_members(&l, root, members, 2);
	if (bad < 0)
		return NULL;
	bad |= load_note(&l, root, "date", &p->date);
	const struct json_node *models = json_get(root, "models");
	if (!models || models->kind != JSON_OBJECT) {
		load_error(&l, models ? models : root, "no object \"models\"");
		return NULL;
	}
	p->row = arena_zalloc(a, models->count + 1, sizeof(*p->row));
	for (const struct json_node *n = models->child; n; n = n->next)
		bad |= load_row(&l, n, &p->row[p->n++]);
	return bad < 0 ? NULL : p;
}

/* ---- looking up ----------------------------------------------------------------------------- */

/* Is it a version of its own that goes on like this: -6, -05-20, but not -0613 or -20250514? */
static bool
is_version(struct text rest)
{
	size_t digits = 0;
	if (rest.p[0] != '-')
		return false;
	while (1 + digits < rest.n && ascii_is_digit(rest.p[1 + digits]))
		digits++;
	return digits == 1 || digits == 2;
}

/* Does a name stand for a model? */
static bool
stands_for(struct text name, struct text model)
{
	if (model.n < name.n || memcmp(model.p, name.p, name.n) != 0)
		return false;
	const struct text rest = { model.p + name.n, model.n - name.n };
	if (rest.n == 0 || name.n == 0 || !ascii_is_digit(name.p[name.n - 1]))
		return true;
	return !ascii_is_letter(rest.p[0]) && !ascii_is_digit(rest.p[0]) && rest.p[0] != '.' &&
	       !is_version(rest);
}

static const struct price_row *
find_row(const struct prices *p, struct text model)
{
	const struct price_row *best = NULL;
	for (size_t i = 0; i < p->n; i++)
		if (stands_for(p->row[i].name, model) && (!best || p->row[i].name.n > best->name.n))
			best = &p->row[i];
	return best;
}

const struct price *
prices_find(const struct prices *p, struct text model)
{
	const char *slash = model.n > 0 ? memrchr(model.p, '/', model.n) : NULL;
	const struct price_row *row = model.n > 0 ? find_row(p, model) : NULL;
	if (!row && slash) {
		const size_t before = (size_t)(slash + 1 - model.p);
		row = find_row(p, (struct text){ slash + 1, model.n - before });
	}
	return row && row->known ? &row->price : NULL;
}

/* ---- costs ---------------------------------------------------------------------------------- */

/* Tokens beyond this count as this: more than anybody can pay for, and still exact. */
static const int64_t most_tokens = INT64_C(1000000000000);

static void
add_tokens(struct trace_cost *sum, const struct trace_cost *price, int64_t tokens)
{
	const number_wide million = 1000000, n = tokens < most_tokens ? tokens : most_tokens;
	const number_wide whole = price->whole * n, rest = price->rest * n;
	/* what is left of the whole USD of a million tokens is a part of one, in 10^-24 */
	const number_wide unit = (number_wide)1000000000000 * 1000000;
	const struct trace_cost of_whole = { (int64_t)(whole / million), whole % million * unit };
	const number_wide one = unit * million, of_rest = rest / million;
	trace_cost_add(sum, &of_whole);
	trace_cost_add(sum, &(struct trace_cost){ (int64_t)(of_rest / one), of_rest % one });
}

bool
price_of(const struct price *p, const int64_t usage[TRACE_USAGES], struct trace_cost *cost)
{
	const int64_t *u = usage;
	*cost = (struct trace_cost){ 0 };
	if (u[TRACE_INPUT_TOKENS] < 0 || u[TRACE_OUTPUT_TOKENS] < 0)
		return false;
	int64_t plain = u[TRACE_INPUT_TOKENS];
	const int64_t read = u[TRACE_CACHE_READ_TOKENS] < 0 ? 0 : u[TRACE_CACHE_READ_TOKENS];
	const int64_t written = u[TRACE_CACHE_WRITE_TOKENS] < 0 ? 0 : u[TRACE_CACHE_WRITE_TOKENS];
	plain = read > plain ? 0 : plain - read;
	plain = written > plain ? 0 : plain - written;
	add_tokens(cost, &p->input, plain);
	add_tokens(cost, &p->cache_read, read);
	add_tokens(cost, &p->cache_write, written);
	add_tokens(cost, &p->output, u[TRACE_OUTPUT_TOKENS]);
	return true;
}
