/* SPDX-License-Identifier: MIT */
#include "cmd/cli/versions.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/tenants.h"
#include "cmd/cli/actor.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/load.h"
#include "cmd/cli/print.h"
#include "cmd/cli/status.h"
#include "cmd/cli/tenant.h"
#include "json/write.h"
#include "store/diff.h"
#include "store/proof.h"
#include "store/version.h"
#include "time/stamp.h"

#define MEMBER(type, member) .takes = { type, OPTION_MEMBER(struct versions, member) }
#define NUMBER .takes = { OPTION_NUMBER, OPTION_MEMBER(struct versions, number), 1, INT64_MAX }

const struct option_spec versions_options[VERSIONS_OPTIONS] = {
	{ "list", .action = VERSIONS_LIST,
	    .group = "Versions in a store:", .help = "list the versions, oldest first" },
	{ "show", .action = VERSIONS_SHOW, .value = "N", .help = "print version N", NUMBER },
	{ "create", .action = VERSIONS_CREATE, .value = "FILE",
	    .help = "store FILE as a new Draft and print its number", MEMBER(OPTION_READ, file) },
	{ "update", .action = VERSIONS_UPDATE, .value = "N",
	    .help = "replace the Draft N with the file", NUMBER },
	{ "delete", .action = VERSIONS_DELETE, .value = "N", .help = "delete the Draft N", NUMBER },
	{ "activate", .action = VERSIONS_ACTIVATE, .value = "N",
	    .help = "make N the Active version, and retire the previous one", NUMBER },
	{ "retire", .action = VERSIONS_RETIRE, .value = "N", .help = "retire the Active version N",
	    NUMBER },
	{ "diff", .action = VERSIONS_DIFF, .value = "A",
	    .help = "print the differences between versions A and B", NUMBER },
	{ "exit-code", .actions = OPTION_FOR(VERSIONS_DIFF),
	    .help = "exit 1 if --diff finds a difference", MEMBER(OPTION_FLAG, exit_code) },
	{ "actor", .value = "NAME",
	    .help = "the actor in the audit history (default: $ESPER_ACTOR or the login name)",
	    MEMBER(OPTION_NAME, actor) },
};

/* ---- what all actions share ----------------------------------------------------------------- */

/* An action while it runs. */
struct session {
	const struct versions_program *program;
	const struct versions *versions;
	const struct settings *settings;
	enum store_kind kind;
	struct store store;
	struct arena arena;
};

bool
versions_in_store(const struct settings *s)
{
	return s->store && s->tenant.p;
}

bool
versions_checks(unsigned action)
{
	return action == VERSIONS_CREATE || action == VERSIONS_UPDATE ||
	       action == VERSIONS_ACTIVATE;
}

static int
complain(const struct session *w, const struct err *e)
{
	diag(&w->settings->voice, "%s", e->text);
	return EXIT_BROKEN;
}

/* ---- changes -------------------------------------------------------------------------------- */

/* Checks the file and appends its config to *config. */
static int
take_file(struct session *w, const char *file, struct buf *config)
{
	const struct versions_program *p = w->program;
	struct err e;
	struct text text = load_file(&w->arena, file, w->settings->voice.name, &e);
	if (text.p)
		return p->check(p->own, file, text, config);
	load_complain(&w->settings->voice, file, text, &e);
	return EXIT_BROKEN;
}

static int
print_number(struct session *w, uint64_t number)
{
	char line[32];
	int n = snprintf(line, sizeof(line), "%" PRIu64 "\n", number);
	return print_all(w->settings, (struct text){ line, (size_t)n });
}

/* --create, --update. */
static int
write_config(struct session *w)
{
	const struct settings *s = w->settings;
	const bool creates = s->options.action == VERSIONS_CREATE;
	const char *file = creates ? w->versions->file : s->operands > 0 ? s->operand[0] : "-";
	struct buf config = { 0 };
	struct err e;
	uint64_t number = w->versions->number;
	int status = take_file(w, file, &config);
	if (status == EXIT_WORKED &&
	    tenant_open(&w->store, s, creates ? STORE_MAKE : STORE_CHANGE) < 0)
		status = EXIT_BROKEN;
	if (status == EXIT_WORKED) {
		const struct store_author by = actor_author(&w->arena, w->versions->actor);
		const struct text text = buf_as_text(&config);
		if ((creates ? version_create(&w->store, w->kind, text, &by, &number, &e)
			     : version_update(&w->store, w->kind, number, text, &by, &e)) < 0)
			status = complain(w, &e);
		else if (creates)
			status = print_number(w, number);
	}
	buf_free(&config);
	return status;
}

/* A version that does not load must not become Active: every filter would fail. */
static int
check_loads(struct session *w)
{
	const struct versions_program *p = w->program;
	struct version v;
	struct err e;
	if (version_read(&w->store, w->kind, w->versions->number, &w->arena, &v, &e) < 0)
		return complain(w, &e);
	return p->check(p->own, v.path, v.text, NULL);
}

static int
change(struct session *w)
{
	const uint64_t number = w->versions->number;
	struct err e;
	int status = EXIT_WORKED, failed;
	if (tenant_open(&w->store, w->settings, STORE_CHANGE) < 0)
		return EXIT_BROKEN;
	if (w->settings->options.action == VERSIONS_ACTIVATE)
		status = check_loads(w);
	if (status != EXIT_WORKED)
		return status;
	struct store_author by = actor_author(&w->arena, w->versions->actor);
	if (w->settings->options.action == VERSIONS_ACTIVATE)
		failed = version_activate(&w->store, w->kind, number, &by, &e);
	else if (w->settings->options.action == VERSIONS_RETIRE)
		failed = version_retire(&w->store, w->kind, number, &by, &e);
	else
		failed = version_delete(&w->store, w->kind, number, &by, &e);
	return failed < 0 ? complain(w, &e) : EXIT_WORKED;
}

/* ---- looking -------------------------------------------------------------------------------- */

static void
put_version(struct buf *b, struct text tenant, const struct version *v)
{
	json_begin(b, '{');
	json_member_string(b, "tenant_id", tenant);
	json_member_u64(b, "version", v->number);
	json_member_string(b, "status", status_names[v->status]);
	json_member_string(b, "created_at", v->created_at);
	json_member_string_or_null(b, "summary", v->summary);
	BUF_LIT(b, "}\n");
}

/* Reports each version that is in the history but has no file.  `number` has the versions with
 * files, ascending. */
static int
tell_missing(struct session *w, const uint64_t *number, size_t n)
{
	const struct proof **proof;
	struct version v;
	struct err e;
	size_t k = 0;
	const ssize_t all = proof_all(&w->store, w->kind, &proof, &e);
	int status = all < 0 ? complain(w, &e) : EXIT_WORKED;
	for (ssize_t i = 0; i < all; i++) {
		while (k < n && number[k] < proof[i]->number)
			k++;
		if (k < n && number[k] == proof[i]->number)
			continue;
		if (version_read(&w->store, w->kind, proof[i]->number, &w->arena, &v, &e) < 0)
			status = complain(w, &e);
	}
	return status;
}

static int
list(struct session *w)
{
	struct buf b = { 0 };
	struct arena one = { 0 };
	struct version v;
	struct err e;
	uint64_t *number;
	ssize_t n = version_numbers(&w->store, w->kind, &w->arena, &number, &e);
	int status = n < 0 ? complain(w, &e) : EXIT_WORKED;
	if (w->store.folder.fd < 0 && !w->settings->quiet)
		versions_say_no_tenant(w->settings);
	for (ssize_t i = 0; i < n && status == EXIT_WORKED; i++) {
		arena_reset(&one);
		if (version_read(&w->store, w->kind, number[i], &one, &v, &e) < 0)
			status = complain(w, &e);
		else
			put_version(&b, w->store.tenant, &v);
	}
	arena_free(&one);
	if (status == EXIT_WORKED)
		status = tell_missing(w, number, (size_t)n);
	if (status == EXIT_WORKED)
		status = print_all(w->settings, buf_as_text(&b));
	buf_free(&b);
	return status;
}

static int
show(struct session *w)
{
	struct version v;
	struct err e;
	if (version_read(&w->store, w->kind, w->versions->number, &w->arena, &v, &e) < 0)
		return complain(w, &e);
	return print_all(w->settings, v.text);
}

static int
diff(struct session *w)
{
	struct version a, b;
	struct difference *difference;
	struct buf out = { 0 };
	struct err e;
	uint64_t other;
	if (option_number(w->settings->operand[0], 1, INT64_MAX, &other, &e) < 0)
		return options_usage(w->program->program, "--diff: %s", e.text);
	if (version_read(&w->store, w->kind, w->versions->number, &w->arena, &a, &e) < 0 ||
	    version_read(&w->store, w->kind, other, &w->arena, &b, &e) < 0)
		return complain(w, &e);
	size_t n = diff_configs(&w->arena, a.config, b.config, &difference);
	for (size_t i = 0; i < n; i++) {
		if (w->versions->text)
			diff_put_text(&out, &difference[i], settings_color_output(w->settings));
		else
			diff_put_json(&out, &difference[i]);
		buf_char(&out, '\n');
	}
	int status = print_all(w->settings, buf_as_text(&out));
	buf_free(&out);
	return n > 0 && w->versions->exit_code ? status_worse(status, EXIT_NO) : status;
}

static int
look(struct session *w)
{
	if (tenant_open(&w->store, w->settings, STORE_READ) < 0)
		return EXIT_BROKEN;
	if (w->settings->options.action == VERSIONS_LIST)
		return list(w);
	return w->settings->options.action == VERSIONS_SHOW ? show(w) : diff(w);
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* Checks the rest of the command line.  Returns -1, or an exit status after printing the error. */
static int
check_usage(const struct versions_program *p, const struct settings *s)
{
	const unsigned action = s->options.action;
	const char *name = options_action(&s->options, action);
	const size_t most = action == VERSIONS_DIFF || action == VERSIONS_UPDATE;
	if (!s->store)
		return options_usage(p->program, "--%s needs a store: --store", name);
	if (!s->tenant.p)
		return options_usage(p->program, "--%s needs a tenant: --tenant", name);
	if (action == VERSIONS_DIFF && s->operands != 1)
		return options_usage(p->program, "--diff needs two versions");
	if (s->operands > most)
		return options_usage(
		    p->program, "--%s takes no '%s'", name, s->operand[s->operands - 1]);
	return -1;
}

int
versions_run(const struct versions_program *p, const struct versions *v, const struct settings *s)
{
	struct session w = { .program = p, .versions = v, .settings = s, .kind = p->kind };
	int status = check_usage(p, s);
	if (status >= 0)
		return status;
	store_init(&w.store);
	switch (s->options.action) {
	case VERSIONS_CREATE:
	case VERSIONS_UPDATE: status = write_config(&w); break;
	case VERSIONS_DELETE:
	case VERSIONS_ACTIVATE:
	case VERSIONS_RETIRE: status = change(&w); break;
	default: status = look(&w); break;
	}
	tenant_close(&w.store, s);
	arena_free(&w.arena);
	return status;
}

/* Reads the version asked for, or the active one.  Returns 1, 0 if none is Active, or -1. */
static int
read_wanted(struct store *store, enum store_kind kind, uint64_t number, struct arena *a,
    struct version *v, struct err *e)
{
	if (number > 0)
		return version_read(store, kind, number, a, v, e) < 0 ? -1 : 1;
	return version_active(store, kind, a, v, e);
}

static int
load_document(
    const struct settings *s, struct arena *a, const char *path, struct text *text, struct err *why)
{
	struct err e;
	*text = load_file(a, path, s->voice.name, &e);
	if (text->p)
		return 1;
	load_complain(&s->voice, path, *text, &e);
	if (why)
		*why = e;
	return -1;
}

int
versions_load(const struct versions *v, const struct settings *s, enum store_kind kind,
    struct arena *a, struct text *text, const char **path, struct err *why)
{
	struct store store;
	struct version version = { 0 };
	struct err e = { .text = "" };
	if (*path)
		return load_document(s, a, *path, text, why);
	/* there is no store until the first plan or rule set is created */
	if (versions_checks(s->options.action) && v->use[kind] == 0 && access(s->store, F_OK) < 0)
		return 0;
	store_init(&store);
	int found = tenant_open(&store, s, STORE_READ);
	if (found == 0) {
		found = read_wanted(&store, kind, v->use[kind], a, &version, &e);
		if (found < 0)
			diag(&s->voice, "%s", e.text);
	}
	tenant_close(&store, s);
	if (why)
		*why = e;
	if (found > 0) {
		*text = version.text;
		*path = version.path;
	}
	return found;
}

void
versions_say_no_tenant(const struct settings *s)
{
	struct buf b = { 0 };
	buf_printf(
	    &b, "%s/%.*s: there is no such tenant yet", s->store, (int)s->tenant.n, s->tenant.p);
	tenants_put_hint(&b, s->store, s->tenant);
	diag(&s->voice, "%.*s", (int)b.n, b.p);
	buf_free(&b);
}

static bool
has_tenant(const struct settings *s)
{
	struct buf path = { 0 };
	buf_printf(&path, "%s/%.*s", s->store, (int)s->tenant.n, s->tenant.p);
	buf_char(&path, 0);
	bool there = access(path.p, F_OK) == 0;
	buf_free(&path);
	return there;
}

void
versions_say_none(const struct settings *s, enum store_kind kind)
{
	if (!has_tenant(s)) {
		versions_say_no_tenant(s);
		return;
	}
	diag(&s->voice,
	    "%s/%.*s/%s: no version is Active; activate one with --activate, or name a file",
	    s->store, (int)s->tenant.n, s->tenant.p, store_kind_names[kind].p);
}
