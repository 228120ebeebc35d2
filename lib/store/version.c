/* SPDX-License-Identifier: MIT */
#include "store/version.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "store/proof.h"

#define SUFFIX ".json"

/* Returns the number of a file that is named like a version; 0 for any other. */
static uint64_t
number_of(const char *name)
{
	size_t n = strlen(name), end = sizeof(SUFFIX) - 1;
	uint64_t number;
	if (n <= end || strcmp(name + n - end, SUFFIX) != 0 || name[0] < '1' || name[0] > '9' ||
	    number_u64((struct text){ name, n - end }, &number) < 0)
		return 0;
	return number;
}

ssize_t
version_numbers(
    struct store *s, enum store_kind kind, struct arena *a, uint64_t **number, struct err *e)
{
	return folder_numbers(&s->kind[kind], number_of, a, number, e);
}

/* Checks that the version is what its place says. */
static int
check_place(const struct store *s, const struct version *v, const struct document *d, struct err *e)
{
	if (!d->tenant_id.p || d->status == STATUS_NONE || !d->created_at.p)
		return err_set(e, "%s: not a complete version document", v->path);
	if (!text_eq(d->tenant_id, s->tenant))
		return err_set(e, "%s: the file belongs to tenant '%.*s'", v->path,
		    (int)(d->tenant_id.n < 64 ? d->tenant_id.n : 64), d->tenant_id.p);
	if (d->version != v->number)
		return err_set(
		    e, "%s: the file says that it is version %" PRIu64, v->path, d->version);
	return 0;
}

/* A version contains the values of its lists.  A list that names a file was not written by this
 * program; the file may belong to anybody, so it is not read. */
static int
check_lists(const struct version *v, const struct document *d, struct err *e)
{
	const struct json_node *lists = json_get(d->config, "lists");
	for (const struct json_node *n = lists ? lists->child : NULL; n; n = n->next) {
		if (json_get(n, "file"))
			return err_set(e,
			    "%s: the list '%.*s' names a file; in a store, a list must contain its "
			    "values",
			    v->path, (int)(n->key.n < 64 ? n->key.n : 64), n->key.p);
	}
	return 0;
}

static void
take(struct version *v, const struct document *d)
{
	const struct json_node *summary = json_get(d->config, "summary");
	v->status = d->status;
	v->created_at = d->created_at;
	v->config = d->config;
	v->summary = summary && summary->kind == JSON_STRING ? summary->text : TEXT_ABSENT;
}

int
version_find(struct store *s, enum store_kind kind, uint64_t number, struct arena *a,
    struct version *v, struct err *e)
{
	struct buf b = { 0 };
	char name[32];
	snprintf(name, sizeof(name), "%" PRIu64 SUFFIX, number);
	*v = (struct version){ .number = number, .text = TEXT_ABSENT };
	buf_printf(&b, "%s/%s", s->kind[kind].path, name);
	v->path = (char *)(uintptr_t)arena_text(a, buf_as_text(&b)).p;
	b.n = 0;
	const int found = file_read(&s->kind[kind], name, &b, e);
	if (found > 0)
		v->text = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return found;
}

int
version_parse(struct store *s, struct arena *a, struct version *v, struct err *e)
{
	struct document d;
	struct err why;
	if (document_read(a, v->text, &d, &why) < 0)
		return err_set(e, "%s: %s", v->path, why.text);
	if (check_place(s, v, &d, e) < 0 || check_lists(v, &d, e) < 0)
		return -1;
	take(v, &d);
	return 0;
}

/* Says that a version is missing, which is an error of its own if the history has it. */
static int
say_none(struct store *s, enum store_kind kind, const struct version *v, struct err *e)
{
	const struct proof *p;
	const int found = proof_find(s, kind, v->number, &p, e);
	if (found < 0 || (found > 0 && !p->deleted))
		return version_prove(s, kind, v, e);
	return err_set(e, "%s: there is no version %" PRIu64 "; %s --list shows the existing ones",
	    s->kind[kind].path, v->number,
	    kind == STORE_ENCODING ? "esper-encode" : "esper-decide");
}

int
version_prove(struct store *s, enum store_kind kind, const struct version *v, struct err *e)
{
	const struct proof_found found = { v->number, v->path, v->text, v->status };
	return proof_check(s, kind, &found, e);
}

int
version_read(struct store *s, enum store_kind kind, uint64_t number, struct arena *a,
    struct version *v, struct err *e)
{
	const int found = version_find(s, kind, number, a, v, e);
	if (found == 0)
		return say_none(s, kind, v, e);
	if (found < 0)
		return -1;
	const int parsed = version_parse(s, a, v, e);
	struct err why;
	if (version_prove(s, kind, v, &why) == 0)
		return parsed;
	return err_set(e, "%s", why.text); /* says more than an error in the document */
}

/* Finds the Active version by reading files, if the history names none. */
static int
find_active(
    struct store *s, enum store_kind kind, struct arena *a, struct version *v, struct err *e)
{
	struct version at;
	uint64_t *number;
	ssize_t n = version_numbers(s, kind, a, &number, e);
	int found = 0;
	for (ssize_t i = n; i-- > 0;) {
		if (version_read(s, kind, number[i], a, &at, e) < 0)
			return -1;
		if (at.status != STATUS_ACTIVE)
			continue;
		if (found)
			return err_set(e,
			    "%s: versions %" PRIu64 " and %" PRIu64 " are both Active: retire one",
			    s->kind[kind].path, at.number, v->number);
		*v = at;
		found = 1;
	}
	return n < 0 ? -1 : found;
}

int
version_active(
    struct store *s, enum store_kind kind, struct arena *a, struct version *v, struct err *e)
{
	uint64_t number;
	const int tells = proof_active(s, kind, &number, e);
	if (tells < 0)
		return -1;
	if (tells > 0 && number > 0) {
		if (version_read(s, kind, number, a, v, e) < 0)
			return -1;
		if (v->status == STATUS_ACTIVE)
			return 1;
	}
	return find_active(
	    s, kind, a, v, e); /* none is named, or an operator has recorded one by hand */
}
