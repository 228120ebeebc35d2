/* SPDX-License-Identifier: MIT */
#ifndef EXPR_PRED_PRIVATE_H
#define EXPR_PRED_PRIVATE_H

#include "base/glob.h"
#include "base/pattern.h"
#include "expr/expr.h"

/* A predicate, compiled: private to this layer.  pred.c loads it, pred_holds.c evaluates it. */

enum pred_kind {
	FIELD_EQ,
	FIELD_CONTAINS,
	FIELD_EXISTS,
	AND,
	OR,
	NOT,
	FIELD_CMP,
	FIELD_IN,
	FIELD_LIKE,
	FIELD_MATCHES,
	IP_IN_CIDR,
	LEAF /* one of the caller's kinds; must be the last */
};
#define PRED_KINDS LEAF

/* Whether the elements of an array are tested, and how many must satisfy the predicate. */
enum each { EACH_NOT, EACH_ANY, EACH_ALL };

struct pred {
	enum pred_kind kind;
	const struct json_node *node;
	size_t field;
	enum op op;         /* FieldEq, FieldCmp */
	enum compare_as as; /* FieldEq, FieldCmp, FieldIn */
	enum each each;
	bool ignore_case;   /* texts in value and globs are in lower case then */
	bool by_bytes;      /* FieldEq: a text is equal if its bytes are */
	size_t other;       /* FieldCmp: the other field; FIELD_UNKNOWN: compare with value */
	struct value value; /* also what FieldContains looks for */
	struct glob *glob;  /* FieldLike */
	size_t globs;
	const struct pattern *pattern; /* FieldMatches */
	int64_t at_ns;                 /* AS_TIMES */
	struct ip ip;                  /* AS_ADDRESSES */
	const struct list *list;
	const struct pred **part; /* And, Or, Not */
	size_t parts;
	unsigned leaf;
};

/* t with ASCII letters in lower case; a copy in the arena if that changes it. */
struct text text_folded(struct text t, struct arena *a);

#endif
