/* SPDX-License-Identifier: MIT */
#include "store/proof.h"

#include <inttypes.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/action.h"
#include "audit/entry.h"
#include "base/arena.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/sha256.h"
#include "json/tree.h"
#include "store/history.h"

#define SEE "esper-audit --verify names every file that differs"

/* What was read of the history so far, from its end, for versions of one kind. */
struct proofs {
	struct history_back back;
	struct audit_reader *reader;
	struct arena arena, scratch;
	void *tree;       /* of struct proof, by number: the last entry on each version */
	size_t n;         /* how many proofs there are */
	bool whole;       /* the history was read to its start */
	bool tells;       /* an activation or retirement was read */
	uint64_t active;  /* if so: the version it left Active; 0: none */
	uint64_t highest; /* number given by the last entry that created a version */
	bool made;        /* such an entry was read */
	char part[40];    /* every entry on such a version contains it */
};

static int
by_number(const void *a, const void *b)
{
	const struct proof *x = a, *y = b;
	return x->number < y->number ? -1 : x->number > y->number;
}

static void
leave(void *node)
{
	(void)node; /* it is in the arena */
}

static void
free_proofs(struct proofs *p)
{
	if (!p)
		return;
	history_back_close(&p->back);
	audit_reader_free(p->reader);
	tdestroy(p->tree, leave);
	arena_free(&p->arena);
	arena_free(&p->scratch);
	free(p);
}

void
proof_forget(struct store *s)
{
	for (size_t i = 0; i < STORE_KINDS; i++) {
		free_proofs(s->proofs[i]);
		s->proofs[i] = NULL;
	}
}

static struct proofs *
proofs_of(struct store *s, enum store_kind kind, struct err *e)
{
	struct proofs *p = s->proofs[kind];
	if (p)
		return p;
	p = mem_zalloc(1, sizeof(*p));
	const int n =
	    snprintf(p->part, sizeof(p->part), ",\"target\":\"%s/", store_kind_names[kind].p);
	const struct text part = { p->part, (size_t)n };
	p->reader = audit_reader_new();
	if (history_back_open(&p->back, &s->folder, part, e) < 0) {
		free_proofs(p);
		return NULL;
	}
	return s->proofs[kind] = p;
}

/* ---- entries -------------------------------------------------------------------------------- */

static const struct verb {
	struct text name;
	enum status status;
	bool deleted;
} verbs[] = {
	{ TEXT(ACTION_CREATE), STATUS_DRAFT, false },
	{ TEXT(ACTION_UPDATE), STATUS_DRAFT, false },
	{ TEXT(ACTION_ACTIVATE), STATUS_ACTIVE, false },
	{ TEXT(ACTION_RETIRE), STATUS_RETIRED, false },
	{ TEXT(ACTION_DELETE), STATUS_NONE, true },
	{ TEXT("record"), STATUS_NONE, false },
};

/* Returns the verb of an action; NULL if it is not about versions of this kind. */
static const struct verb *
verb_of(struct text action, struct text kind)
{
	const struct text name = action_of(action, kind, '.');
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs) && name.p; i++)
		if (text_eq(name, verbs[i].name))
			return &verbs[i];
	return NULL;
}

/* Reads the two members of a detail that identify a version and its file.  For a deleted version,
 * the number is enough. */
static bool
read_proof(const struct json_node *detail, const char *version, const char *hash, struct proof *out)
{
	const struct json_node *number = json_get(detail, version),
			       *sha256 = json_get(detail, hash);
	if (!number || number->kind != JSON_NUMBER || number_u64(number->text, &out->number) < 0 ||
	    out->number == 0)
		return false;
	if (sha256 && sha256->kind == JSON_STRING && sha256->text.n == AUDIT_HASH)
		memcpy(out->sha256, sha256->text.p, AUDIT_HASH);
	else if (!out->deleted)
		return false;
	return true;
}

/* The history is read backwards, so the first proof of a version is the one to keep. */
static void
keep(struct proofs *p, const struct proof *proof)
{
	if (tfind(proof, &p->tree, by_number))
		return;
	struct proof *kept = arena_alloc(&p->arena, sizeof(*kept));
	*kept = *proof;
	if (!tsearch(kept, &p->tree, by_number))
		mem_give_up();
	p->n++;
}

static bool
is_target(struct text target, struct text kind, uint64_t number)
{
	uint64_t named;
	return target.n > kind.n + 1 &&
	       number_u64((struct text){ target.p + kind.n + 1, target.n - kind.n - 1 }, &named) ==
		   0 &&
	       named == number;
}

static void
take(struct proofs *p, struct text kind, const struct audit_line *entry)
{
	const struct verb *verb = verb_of(entry->action, kind);
	if (!verb)
		return;
	struct proof proof = {
		.seq = entry->seq, .status = verb->status, .deleted = verb->deleted
	};
	arena_reset(&p->scratch);
	const struct json_node *detail = json_tree(&p->scratch, entry->detail, NULL);
	if (!read_proof(detail, "version", "sha256", &proof) ||
	    !is_target(entry->target, kind, proof.number))
		return;
	keep(p, &proof);
	if (!p->made && text_eq(verb->name, TEXT(ACTION_CREATE))) {
		p->made = true;
		p->highest = proof.number;
	}
	if (!p->tells && (verb->status == STATUS_ACTIVE || verb->status == STATUS_RETIRED)) {
		p->tells = true;
		p->active = verb->status == STATUS_ACTIVE ? proof.number : 0;
	}
	proof.status = STATUS_RETIRED;
	if (verb->status == STATUS_ACTIVE &&
	    read_proof(detail, "retired_version", "retired_sha256", &proof))
		keep(p, &proof);
}

/* Reads one more entry.  Returns 1; 0 if there is none; -1 and fills *e. */
static int
read_more(struct store *s, enum store_kind kind, struct proofs *p, struct err *e)
{
	struct audit_line entry;
	struct text line;
	bool torn;
	char hash[AUDIT_HASH];
	const int found = p->whole ? 0 : history_back_next(&p->back, &line, &torn, e);
	if (found <= 0) {
		p->whole = found == 0;
		return found;
	}
	const bool whole = audit_read_line(p->reader, line, &entry) == EVENT_OK && entry.exact;
	if (whole)
		audit_hash(&entry, hash);
	if (whole && memcmp(hash, entry.entry_hash.p, AUDIT_HASH) == 0 &&
	    text_eq(entry.tenant_id, s->tenant)) {
		take(p, store_kind_names[kind], &entry);
		return 1;
	}
	if (torn) /* torn off by a crash: it has not happened */
		return 1;
	s->damaged = true;
	return err_set(e,
	    "%s/" HISTORY
	    ": the history is damaged: an entry on %s was changed, so no version that "
	    "it may concern is used. Run esper-audit --verify",
	    s->folder.path, store_kind_names[kind].p);
}

/* ---- questions ------------------------------------------------------------------------------ */

int
proof_find(struct store *s, enum store_kind kind, uint64_t number, const struct proof **found,
    struct err *e)
{
	struct proofs *p = proofs_of(s, kind, e);
	const struct proof wanted = { .number = number };
	int more = 1;
	if (!p)
		return -1;
	for (;;) {
		struct proof *const *const node = tfind(&wanted, &p->tree, by_number);
		if (node) {
			*found = *node;
			return 1;
		}
		more = read_more(s, kind, p, e);
		if (more <= 0)
			return more;
	}
}

int
proof_active(struct store *s, enum store_kind kind, uint64_t *number, struct err *e)
{
	struct proofs *p = proofs_of(s, kind, e);
	int more = p ? 1 : -1;
	while (more > 0 && !p->tells)
		more = read_more(s, kind, p, e);
	if (more < 0)
		return -1;
	*number = p->active;
	return p->tells;
}

int
proof_highest(struct store *s, enum store_kind kind, uint64_t *number, struct err *e)
{
	struct proofs *p = proofs_of(s, kind, e);
	int more = p ? 1 : -1;
	while (more > 0 && !p->made)
		more = read_more(s, kind, p, e);
	if (more < 0)
		return -1;
	*number = p->highest;
	return 0;
}

struct listing {
	const struct proof **proof;
	size_t n;
};

static void
list_proof(const void *node, VISIT visit, void *context)
{
	const struct proof *proof = *(const struct proof *const *)node;
	struct listing *list = context;
	if ((visit == postorder || visit == leaf) && !proof->deleted)
		list->proof[list->n++] = proof;
}

ssize_t
proof_all(struct store *s, enum store_kind kind, const struct proof ***proof, struct err *e)
{
	struct proofs *p = proofs_of(s, kind, e);
	int more = p ? 1 : -1;
	while (more > 0)
		more = read_more(s, kind, p, e);
	if (more < 0)
		return -1;
	struct listing list = { arena_zalloc(&s->arena, p->n + 1, sizeof(*list.proof)), 0 };
	twalk_r(p->tree, list_proof, &list);
	*proof = list.proof;
	return (ssize_t)list.n;
}

/* ---- is a file what the history says? ------------------------------------------------------- */

bool
proof_has(const struct proof *p, struct text text)
{
	unsigned char digest[32];
	char hex[AUDIT_HASH];
	sha256(text.p, text.n, digest);
	sha256_hex(digest, sizeof(digest), hex);
	return memcmp(hex, p->sha256, AUDIT_HASH) == 0;
}

/* The whole history was read, and no entry is on this version. */
static int
say_unknown(struct store *s, enum store_kind kind, const struct proof_found *f, struct err *e)
{
	struct proofs *p = s->proofs[kind];
	struct audit_line entry = { .seq = 1 };
	const struct text first = history_back_first(&p->back);
	if (p->back.fd < 0)
		return err_set(e,
		    "%s: the version is refused: it cannot be proved, because %s/" HISTORY
		    " is missing. Restore that file",
		    f->path, s->folder.path);
	if (first.p && audit_read_line(p->reader, first, &entry) == EVENT_OK && entry.seq > 1)
		return err_set(e,
		    "%s: the version is refused: the history begins with entry %" PRIu64
		    " and has no entry about it. Put the earlier entries back, or record the file "
		    "(esper-store(5), Proof)",
		    f->path, entry.seq);
	return err_set(e,
	    "%s: the version is refused: the history has no entry about it, so the file was put there "
	    "by hand. Move it away and store it with --create; " SEE,
	    f->path);
}

static int
say_changed(const struct proof *p, const struct proof_found *f, struct err *e)
{
	const bool status =
	    f->status != STATUS_NONE && p->status != STATUS_NONE && f->status != p->status;
	if (status)
		return err_set(e,
		    "%s: the version is refused: the file says %s, but the history (entry "
		    "%" PRIu64 ") says %s. Restore the file, and change the status with "
		    "--activate and --retire; " SEE,
		    f->path, status_names[f->status].p, p->seq, status_names[p->status].p);
	return err_set(e,
	    "%s: the version is refused: the file differs from the history (entry %" PRIu64
	    "), so it was changed by hand. Restore the file, and make changes with %s; " SEE,
	    f->path, p->seq, p->status == STATUS_DRAFT ? "--update" : "--create");
}

int
proof_check(struct store *s, enum store_kind kind, const struct proof_found *f, struct err *e)
{
	const struct proof *p;
	const int found = proof_find(s, kind, f->number, &p, e);
	if (found < 0)
		return -1;
	if (found == 0)
		return say_unknown(s, kind, f, e);
	if (!f->text.p)
		return err_set(e,
		    "%s: the file is missing, but the history (entry %" PRIu64
		    ") has version %" PRIu64 ". Restore the file; " SEE,
		    f->path, p->seq, f->number);
	if (p->deleted)
		return err_set(e,
		    "%s: the version is refused: it was deleted (entry %" PRIu64
		    "), but its file was put "
		    "back by hand. Move it away and store it with --create; " SEE,
		    f->path, p->seq);
	if (proof_has(p, f->text) &&
	    (f->status == STATUS_NONE || p->status == STATUS_NONE || f->status == p->status))
		return 0;
	return say_changed(p, f, e);
}
