/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "expr/compare.h"
#include "expr/array.h"
#include "expr/pred_private.h"

struct text
text_folded(struct text t, struct arena *a)
{
	size_t i = 0;
	while (i < t.n && !ascii_is_upper(t.p[i]))
		i++;
	if (i == t.n)
		return t;
	char *p = arena_alloc(a, t.n);
	memcpy(p, t.p, i);
	for (; i < t.n; i++)
		p[i] = ascii_lower(t.p[i]);
	return (struct text){ p, t.n };
}

static bool
holds_cmp(const struct pred *p, const struct value *v, const struct env *env)
{
	const struct value *other;
	if (p->other != FIELD_UNKNOWN) {
		other = &env->field[p->other];
		return other->kind != VALUE_ABSENT &&
		       compare_holds(p->op, compare(p->as, v, other));
	}
	switch (p->as) {
	case AS_TIMES: return compare_holds(p->op, compare_time(v->text, p->at_ns));
	case AS_ADDRESSES: return compare_holds(p->op, compare_address(v->text, &p->ip));
	case AS_VALUES: break;
	}
	return compare_holds(p->op, compare_values(v, &p->value));
}

static bool
holds_like(const struct pred *p, struct text t)
{
	for (size_t i = 0; i < p->globs; i++)
		if (glob_holds(&p->glob[i], t))
			return true;
	return false;
}

/* v is not absent. */
static bool
holds_value(const struct pred *p, const struct value *v, const struct env *env)
{
	struct ip ip;
	switch (p->kind) {
	case FIELD_EXISTS: return true;
	case FIELD_CONTAINS: return text_contains(v->text, p->value.text);
	case FIELD_LIKE: return holds_like(p, v->text);
	case FIELD_MATCHES: return pattern_matches(p->pattern, v->text, env->scratch);
	case FIELD_IN: return list_has(p->list, v, p->as, p->ignore_case);
	case IP_IN_CIDR:
		return ip_parse(v->text, &ip) == 0 && ip_set_has(list_networks(p->list), &ip);
	case FIELD_EQ:
	case FIELD_CMP: return holds_cmp(p, v, env);
	case AND:
	case OR:
	case NOT:
	case LEAF: break; /* these have no field */
	}
	return false;
}

/* A pattern ignores case by itself, and numbers, times and addresses have none to ignore. */
static bool
holds_folded(const struct pred *p, const struct value *v, const struct env *env)
{
	if (!p->ignore_case || v->kind == VALUE_NUMBER || p->as != AS_VALUES ||
	    p->kind == FIELD_MATCHES)
		return holds_value(p, v, env);
	struct value folded = *v;
	folded.text = text_folded(v->text, env->scratch);
	return holds_value(p, &folded, env);
}

/* A null satisfies neither any nor all. */
static bool
holds_each(const struct pred *p, const struct value *v, const struct env *env)
{
	const bool any = p->each == EACH_ANY;
	struct array array = array_of(v);
	struct value element;
	while (array_next(&array, env->scratch, &element)) {
		const bool null = element.kind == VALUE_JSON && text_eq(element.text, TEXT("null"));
		if ((!null && holds_folded(p, &element, env)) == any)
			return any;
	}
	return !any;
}

static bool
holds_field(const struct pred *p, const struct value *v, const struct env *env)
{
	if (v->kind == VALUE_ABSENT)
		return false;
	return p->each == EACH_NOT ? holds_folded(p, v, env) : holds_each(p, v, env);
}

bool
pred_holds(const struct pred *p, const struct env *env)
{
	switch (p->kind) {
	case AND:
		for (size_t i = 0; i < p->parts; i++)
			if (!pred_holds(p->part[i], env))
				return false;
		return true;
	case OR:
		for (size_t i = 0; i < p->parts; i++)
			if (pred_holds(p->part[i], env))
				return true;
		return false;
	case NOT: return !pred_holds(p->part[0], env);
	case LEAF: return env->leaf(env->context, p->leaf);
	case FIELD_EQ:
		if (p->by_bytes && env->field[p->field].kind == VALUE_STRING)
			return text_eq(env->field[p->field].text, p->value.text);
		break;
	case FIELD_CONTAINS:
	case FIELD_EXISTS:
	case FIELD_CMP:
	case FIELD_IN:
	case FIELD_LIKE:
	case FIELD_MATCHES:
	case IP_IN_CIDR: break;
	}
	return holds_field(p, &env->field[p->field], env);
}
