/* SPDX-License-Identifier: MIT */
/* Pieces of pages do not overlap, whatever is taken and given back in which order. */
#include "base/pages.h"

#include <string.h>

#include "base/pool.h"
#include "base/table.h"
#include "tests/unit/unit.h"

enum { PIECES = 200, STEPS = 20000 };

static unsigned
dice(unsigned *state, unsigned sides)
{
	*state = *state * 1103515245 + 12345;
	return (*state >> 16) % sides;
}

struct piece {
	unsigned char *p;
	size_t n;
};

/* A piece is filled with its number, at its ends. */
static void
fill(struct piece *piece, unsigned char number)
{
	memset(piece->p, number, 8);
	memset(piece->p + piece->n - 8, number, 8);
}

static bool
is_whole(const struct piece *piece, unsigned char number)
{
	for (size_t i = 0; i < 8; i++)
		if (piece->p[i] != number || piece->p[piece->n - 1 - i] != number)
			return false;
	return true;
}

static void
test_pieces(void)
{
	struct pages pages = { 0 };
	struct piece piece[PIECES] = { 0 };
	unsigned state = 1, broken = 0;
	for (unsigned step = 0; step < STEPS; step++) {
		const unsigned i = dice(&state, PIECES);
		if (piece[i].p) {
			broken += !is_whole(&piece[i], (unsigned char)i);
			pages_give(&pages, piece[i].p, piece[i].n);
			piece[i].p = NULL;
			continue;
		}
		piece[i].n = 16 + dice(&state, 1u << (4 + dice(&state, 14))) * (1 + step % 9);
		piece[i].p = pages_take(&pages, piece[i].n);
		CHECK(pages_cost(&pages, piece[i].n) >= piece[i].n);
		fill(&piece[i], (unsigned char)i);
	}
	CHECK(broken == 0);
	for (unsigned i = 0; i < PIECES; i++)
		pages_give(&pages, piece[i].p, piece[i].n);
	CHECK(pages.newest == NULL);
}

/* The borders of what lies in a stretch: all of one, one unit, a little less and more. */
static void
test_sizes(void)
{
	static const size_t sizes[] = { 1, PAGES_UNIT, 2 * PAGES_UNIT, 2 * PAGES_UNIT + 1,
		3 * PAGES_UNIT, PAGES_MOST - 1, PAGES_MOST, PAGES_MOST + 1, 3 * PAGES_MOST };
	struct pages pages = { 0 };
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		char *p[3];
		for (unsigned k = 0; k < 3; k++)
			p[k] = memset(pages_take(k < 2 ? &pages : NULL, sizes[i]), 1, sizes[i]);
		for (unsigned k = 0; k < 3; k++)
			pages_give(k < 2 ? &pages : NULL, p[k], sizes[i]);
		CHECK(pages.newest == NULL);
	}
}

/* Items of a pool on pages keep what is in them and their numbers, through all sizes of chunks. */
static void
test_pool(void)
{
	enum { ITEM = 112, ITEMS = 5000 };
	struct pages pages = { 0 };
	struct pool pool;
	unsigned wrong = 0;
	pool_init_on(&pool, ITEM, &pages);
	for (uint32_t i = 1; i <= ITEMS; i++) {
		wrong += pool_new(&pool) != i;
		memset(pool_at(&pool, i), (int)(i % 251), ITEM);
	}
	for (uint32_t i = 1; i <= ITEMS; i++) {
		const unsigned char *p = pool_at(&pool, i);
		wrong += p[0] != i % 251 || p[ITEM - 1] != i % 251;
	}
	CHECK(wrong == 0);
	CHECK(pool_bytes(&pool) >= (size_t)ITEM * ITEMS);
	CHECK(pool_bytes(&pool) < (size_t)ITEM * ITEMS * 5 / 4 + 17 * PAGES_UNIT);
	pool_drop(&pool, 77);
	CHECK(pool_new(&pool) == 77 && pool.used == ITEMS);
	pool_free(&pool);
	CHECK(pages.newest == NULL && pool_new(&pool) == 1);
	pool_free(&pool);
}

static void
test_table(void)
{
	struct pages pages = { 0 };
	struct table table = { .pages = &pages };
	for (uint32_t i = 1; i <= 100000; i++)
		table_add(&table, i * UINT32_C(2654435761), i);
	CHECK(table.n == 100000 && table_first(&table, 77 * UINT32_C(2654435761)) == 77);
	for (uint32_t i = 1; i <= 100000; i++)
		table_remove(&table, i * UINT32_C(2654435761), i);
	CHECK(table.n == 0 && table.pages == &pages && pages.newest == NULL);
}

int
main(void)
{
	test_pieces();
	test_sizes();
	test_pool();
	test_table();
	return unit_end();
}
