/* SPDX-License-Identifier: MIT */
#include "state/times.h"

/* Smaller keys are to the left, and no node has a higher rank than its parent. */
struct node {
	int64_t at_ns;
	uint32_t group, rank;
	uint32_t left, right; /* 0: none */
};

void
times_init(struct times *t, struct siphash_key key)
{
	*t = (struct times){ .key = key };
	pool_init(&t->pool, sizeof(struct node));
}

void
times_free(struct times *t)
{
	pool_free(&t->pool);
	t->root = 0;
}

static struct node *
node_at(const struct times *t, uint32_t ref)
{
	return pool_at(&t->pool, ref);
}

static bool
is_before(const struct node *n, uint32_t group, int64_t at_ns)
{
	return n->group != group ? n->group < group : n->at_ns < at_ns;
}

void
times_add(struct times *t, uint32_t group, int64_t at_ns)
{
	uint32_t ref = pool_new(&t->pool), *link = &t->root;
	struct node *new = node_at(t, ref);
	*new = (struct node){ .at_ns = at_ns, .group = group };
	new->rank = (uint32_t)siphash(t->key, &ref, sizeof(ref));
	while (*link != 0 && node_at(t, *link)->rank >= new->rank) {
		struct node *n = node_at(t, *link);
		link = is_before(n, group, at_ns) ? &n->right : &n->left;
	}
	/* The new node takes this place; the nodes below it are split into those before it and the
	 * rest. */
	uint32_t rest = *link, *before = &new->left, *behind = &new->right;
	*link = ref;
	while (rest != 0) {
		struct node *n = node_at(t, rest);
		if (is_before(n, group, at_ns)) {
			*before = rest;
			before = &n->right;
			rest = n->right;
		} else {
			*behind = rest;
			behind = &n->left;
			rest = n->left;
		}
	}
	*before = *behind = 0;
}

void
times_remove(struct times *t, uint32_t group, int64_t at_ns)
{
	uint32_t *link = &t->root;
	struct node *n;
	while (n = node_at(t, *link), n->group != group || n->at_ns != at_ns)
		link = is_before(n, group, at_ns) ? &n->right : &n->left;
	uint32_t gone = *link, left = n->left, right = n->right;
	while (left != 0 && right != 0) {
		struct node *l = node_at(t, left), *r = node_at(t, right);
		if (l->rank >= r->rank) {
			*link = left;
			link = &l->right;
			left = l->right;
		} else {
			*link = right;
			link = &r->left;
			right = r->left;
		}
	}
	*link = left != 0 ? left : right;
	pool_drop(&t->pool, gone);
}

bool
times_any(const struct times *t, uint32_t group, int64_t from_ns, int64_t to_ns)
{
	const struct node *first = NULL; /* the first node that is not before `from` */
	for (uint32_t ref = t->root; ref != 0;) {
		const struct node *n = node_at(t, ref);
		if (is_before(n, group, from_ns)) {
			ref = n->right;
		} else {
			first = n;
			ref = n->left;
		}
	}
	return first && first->group == group && first->at_ns <= to_ns;
}

/* Returns the greatest depth below ref. */
static size_t
depth(const struct times *t, uint32_t ref)
{
	if (ref == 0)
		return 0;
	size_t left = depth(t, node_at(t, ref)->left), right = depth(t, node_at(t, ref)->right);
	return 1 + (left > right ? left : right);
}

size_t
times_deepest(const struct times *t)
{
	return depth(t, t->root);
}
