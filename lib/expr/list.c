/* SPDX-License-Identifier: MIT */
#include "expr/list.h"

#include <string.h>

#include "base/number.h"
#include "expr/load.h"
#include "expr/pred_private.h"
#include "time/stamp.h"

static void
make_values(const struct list *l, struct list_sets *s)
{
	size_t text = 0, number = 0, numeric = 0;
	for (size_t i = 0; i < l->n; i++) {
		text += l->value[i].kind != VALUE_NUMBER;
		number += l->value[i].kind == VALUE_NUMBER;
		numeric += l->value[i].kind == VALUE_STRING && number_is_json(l->value[i].text);
	}
	s->text = set_new(s->arena, SET_BYTES, text);
	s->number = set_new(s->arena, SET_NUMBERS, number);
	s->numeric = set_new(s->arena, SET_NUMBERS, number + numeric);
	for (size_t i = 0; i < l->n; i++) {
		const struct value *v = &l->value[i];
		if (v->kind == VALUE_NUMBER)
			set_add(&s->number, v->text);
		else
			set_add(&s->text, v->text);
		if (v->kind == VALUE_NUMBER || (v->kind == VALUE_STRING && number_is_json(v->text)))
			set_add(&s->numeric, v->text);
	}
	s->values = true;
}

static void
make_folded(const struct list *l, struct list_sets *s)
{
	s->lower = set_new(s->arena, SET_BYTES, l->n);
	for (size_t i = 0; i < l->n; i++)
		if (l->value[i].kind != VALUE_NUMBER)
			set_add(&s->lower, text_folded(l->value[i].text, s->arena));
	s->folded = true;
}

/* The nodes to blame for the first value and for the next one: elements of the array, or always
 * the file's name. */
static const struct json_node *
first_place(const struct list *l)
{
	return l->file.p != NULL || l->n == 0 ? l->node : l->node->child;
}

static const struct json_node *
next_place(const struct list *l, const struct json_node *node)
{
	return l->file.p != NULL ? node : node->next;
}

/* Reports what is wrong with value i: `$.lists.x.values[3]: not a time: "abc": WHY`.  Returns -1.
 */
static int
complain(const struct list *l, struct expr_loader *loader, const struct json_node *node, size_t i,
    const char *what, const char *why)
{
	struct text quoted = load_quoted(loader->arena, l->value[i].text);
	if (node->kind == JSON_NULL)
		return -1; /* already reported by load_node_value */
	if (l->file.p != NULL)
		return load_error(
		    loader, node, "%s:%zu: %s: %s: %s", l->file.p, l->line[i], what, quoted.p, why);
	return load_error(loader, node, "%s: %s: %s", what, quoted.p, why);
}

static int
make_times(const struct list *l, struct list_sets *s, struct expr_loader *loader)
{
	int64_t *at = arena_zalloc(s->arena, l->n, sizeof(*at));
	const struct json_node *node = first_place(l);
	int bad = 0;
	s->times = true;
	s->time = set_new(s->arena, SET_BYTES, l->n);
	for (size_t i = 0; i < l->n; i++, node = next_place(l, node)) {
		if (stamp_parse(l->value[i].text, &at[i]) < 0)
			bad =
			    complain(l, loader, node, i, "not a time", stamp_why(l->value[i].text));
		else
			set_add(&s->time, (struct text){ (const char *)&at[i], sizeof(at[i]) });
	}
	return bad;
}

static int
make_addresses(const struct list *l, struct list_sets *s, struct expr_loader *loader)
{
	struct ip *ip = arena_zalloc(s->arena, l->n, sizeof(*ip));
	const struct json_node *node = first_place(l);
	int bad = 0;
	s->addresses = true;
	s->address = set_new(s->arena, SET_BYTES, l->n);
	for (size_t i = 0; i < l->n; i++, node = next_place(l, node)) {
		if (ip_parse(l->value[i].text, &ip[i]) < 0)
			bad = complain(l, loader, node, i, "not an IP address",
			    "write it like 203.0.113.7 or 2001:db8::1, without a prefix or a zone");
		else
			set_add(&s->address,
			    (struct text){ (const char *)ip[i].byte, sizeof(ip[i].byte) });
	}
	return bad;
}

int
list_want(const struct list *l, struct expr_loader *loader, enum compare_as as, bool ignore_case)
{
	struct list_sets *s = l->sets;
	switch (as) {
	case AS_TIMES: return s->times ? 0 : make_times(l, s, loader);
	case AS_ADDRESSES: return s->addresses ? 0 : make_addresses(l, s, loader);
	case AS_VALUES: break;
	}
	if (!s->values)
		make_values(l, s);
	if (ignore_case && !s->folded)
		make_folded(l, s);
	return 0;
}

static bool
has_time(const struct list_sets *s, struct text t)
{
	int64_t at;
	return stamp_parse(t, &at) == 0 &&
	       set_has(&s->time, (struct text){ (const char *)&at, sizeof(at) });
}

static bool
has_address(const struct list_sets *s, struct text t)
{
	struct ip ip;
	return ip_parse(t, &ip) == 0 &&
	       set_has(&s->address, (struct text){ (const char *)ip.byte, sizeof(ip.byte) });
}

bool
list_has(const struct list *l, const struct value *v, enum compare_as as, bool ignore_case)
{
	const struct list_sets *s = l->sets;
	if (v->kind == VALUE_ABSENT)
		return false;
	switch (as) {
	case AS_TIMES: return has_time(s, v->text);
	case AS_ADDRESSES: return has_address(s, v->text);
	case AS_VALUES: break;
	}
	if (v->kind == VALUE_NUMBER)
		return set_has(&s->numeric, v->text);
	if (set_has(ignore_case ? &s->lower : &s->text, v->text))
		return true;
	return v->kind == VALUE_STRING && s->number.slot != NULL && number_is_json(v->text) &&
	       set_has(&s->number, v->text);
}

int
list_want_networks(const struct list *l, struct expr_loader *loader)
{
	struct list_sets *s = l->sets;
	const struct json_node *node = first_place(l);
	int bad = 0;
	if (s->networks)
		return 0;
	s->networks = true;
	for (size_t i = 0; i < l->n; i++, node = next_place(l, node))
		if (ip_set_add(&s->network, l->value[i].text) < 0)
			bad = complain(l, loader, node, i, "not an IP address or network",
			    "write it like 203.0.113.0/24 or 2001:db8::/32");
	ip_set_seal(&s->network);
	return bad;
}

const struct ip_set *
list_networks(const struct list *l)
{
	return &l->sets->network;
}
