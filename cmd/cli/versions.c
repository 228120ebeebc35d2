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
#include "json/write.h"
#include "store/diff.h"
#include "store/proof.h"
#include "store/version.h"
#include "time/stamp.h"

static const char *const action_names[] = {
	[VERSIONS_LIST] = "list",
	[VERSIONS_SHOW] = "show",
	[VERSIONS_CREATE] = "create",
	[VERSIONS_UPDATE] = "update",
	[VERSIONS_DELETE] = "delete",
	[VERSIONS_ACTIVATE] = "activate",
	[VERSIONS_RETIRE] = "retire",
	[VERSIONS_DIFF] = "diff",
};

/* ---- options -------------------------------------------------------------------------------- */

static int
read_number(const char *argument, uint64_t *number, struct err *e)
{
	return option_number(argument, 1, INT64_MAX, number, e);
}

static int
set_action(void *into, enum versions_action action, struct err *e)
{
	struct versions *v = into;

	if (v->action != VERSIONS_NONE && v->action != action)
		return err_set(e, "not together with --%s", action_names[v->action]);
	v->action = action;
	return 0;
}

static int
set_numbered(void *into, enum versions_action action, const char *argument, struct err *e)
{
	struct versions *v = into;

	if (read_number(argument, &v->number, e) < 0)
		return -1;
	return set_action(into, action, e);
}

static int
set_list(void *into, const char *argument, struct err *e)
{
	(void)argument;
	return set_action(into, VERSIONS_LIST, e);
}

static int
set_show(void *into, const char *argument, struct err *e)
{
	return set_numbered(into, VERSIONS_SHOW, argument, e);
}

static int
set_create(void *into, const char *argument, struct err *e)
{
	((struct versions *)into)->file = argument;
	return set_action(into, VERSIONS_CREATE, e);
}

static int
set_update(void *into, const char *argument, struct err *e)
{
	return set_numbered(into, VERSIONS_UPDATE, argument, e);
}

static int
set_delete(void *into, const char *argument, struct err *e)
{
	return set_numbered(into, VERSIONS_DELETE, argument, e);
}

static int
set_activate(void *into, const char *argument, struct err *e)
{
	return set_numbered(into, VERSIONS_ACTIVATE, argument, e);
}

static int
set_retire(void *into, const char *argument, struct err *e)
{
	return set_numbered(into, VERSIONS_RETIRE, argument, e);
}

static int
set_diff(void *into, const char *argument, struct err *e)
{
	return set_numbered(into, VERSIONS_DIFF, argument, e);
}

static int
set_format(void *into, const char *argument, struct err *e)
{
	struct versions *v = into;

	v->formatted = true;
	return option_format(argument, &v->text, e);
}

int
versions_set_encoding(void *into, const char *argument, struct err *e)
{
	return read_number(argument, &((struct versions *)into)->use[STORE_ENCODING], e);
}

int
versions_set_rules(void *into, const char *argument, struct err *e)
{
	return read_number(argument, &((struct versions *)into)->use[STORE_RULES], e);
}

const struct option_spec versions_options[VERSIONS_OPTIONS] = {
	{ "list", 0, OPTION_ALONE, NULL, "list the store's versions, oldest first",
	    .set = set_list },
	{ "show", 0, OPTION_NEEDS, "N", "print version N", .set = set_show },
	{ "create", 0, OPTION_NEEDS, "FILE", "store FILE as a new Draft and print its number",
	    .set = set_create },
	{ "update", 0, OPTION_NEEDS, "N", "replace the Draft N by the file", .set = set_update },
	{ "delete", 0, OPTION_NEEDS, "N", "delete the Draft N", .set = set_delete },
	{ "activate", 0, OPTION_NEEDS, "N", "make N the Active version, and retire the former",
	    .set = set_activate },
	{ "retire", 0, OPTION_NEEDS, "N", "retire the Active version N", .set = set_retire },
	{ "diff", 0, OPTION_NEEDS, "A", "what differs between the versions A and B",
	    .set = set_diff },
	{ "exit-code", 0, OPTION_ALONE, NULL, "exit 1 if --diff finds anything",
	    OPTION_FLAG(struct versions, exit_code) },
	{ "actor", 0, OPTION_NEEDS, "NAME", "who does it (default: $ESPER_ACTOR, the login name)",
	    OPTION_NAME(struct versions, actor) },
	{ "format", 0, OPTION_NEEDS, "json|jsonl|text", "how --diff is written (default: jsonl)",
	    .set = set_format },
};

/* ---- what all actions share ----------------------------------------------------------------- */

/* One action under way. */
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

int
versions_conflict(const struct option_program *program, const struct versions *v, bool other)
{
	if (other && v->action != VERSIONS_NONE)
		return options_usage(
		    program, "--%s is not for --check and --init", action_names[v->action]);
	if ((v->formatted || v->exit_code) && v->action != VERSIONS_DIFF)
		return options_usage(program, "--format and --exit-code are for --diff");
	return -1;
}

bool
versions_checks(const struct versions *v)
{
	return v->action == VERSIONS_CREATE || v->action == VERSIONS_UPDATE ||
	       v->action == VERSIONS_ACTIVATE;
}

static int
open_store(struct store *store, const struct settings *s, enum store_access access)
{
	struct err e;

	if (store_open(store, s->store, s->tenant, access, &e) < 0) {
		diag(s->program, "%s", e.text);
		return -1;
	}
	if (store->note.n > 0 && !s->quiet)
		diag(s->program, "%s", store->note.p);
	return 0;
}

static int
complain(const struct session *w, const struct err *e)
{
	diag(w->settings->program, "%s", e->text);
	return EXIT_BROKEN;
}

/* ---- changes -------------------------------------------------------------------------------- */

/* Takes the file into *config, checked. */
static int
take_file(struct session *w, const char *file, struct buf *config)
{
	const struct versions_program *p = w->program;
	struct err e;
	struct text text = load_file(&w->arena, file, w->settings->program, &e);

	if (text.p)
		return p->check(p->own, file, text, config);
	load_complain(w->settings->program, file, text, &e);
	return EXIT_BROKEN;
}

static int
print_number(struct session *w, uint64_t number)
{
	char line[32];
	int n = snprintf(line, sizeof(line), "%" PRIu64 "\n", number);

	return print_all(w->settings, (struct text){ line, (size_t)n });
}

static int
create(struct session *w)
{
	struct buf config = { 0 };
	struct change_author by;
	struct err e;
	uint64_t number;
	int status = take_file(w, w->versions->file, &config);

	if (status == EXIT_WORKED && open_store(&w->store, w->settings, STORE_MAKE) < 0)
		status = EXIT_BROKEN;
	if (status == EXIT_WORKED) {
		by = actor_author(&w->arena, w->versions->actor);
		if (version_create(&w->store, w->kind, buf_as_text(&config), &by, &number, &e) < 0)
			status = complain(w, &e);
		else
			status = print_number(w, number);
	}
	buf_free(&config);
	return status;
}

static int
update(struct session *w)
{
	const struct settings *s = w->settings;
	struct buf config = { 0 };
	struct change_author by;
	struct err e;
	int status = take_file(w, s->operands > 0 ? s->operand[0] : "-", &config);

	if (status == EXIT_WORKED && open_store(&w->store, s, STORE_CHANGE) < 0)
		status = EXIT_BROKEN;
	if (status == EXIT_WORKED) {
		by = actor_author(&w->arena, w->versions->actor);
		if (version_update(
			&w->store, w->kind, w->versions->number, buf_as_text(&config), &by, &e) < 0)
			status = complain(w, &e);
	}
	buf_free(&config);
	return status;
}

/* What would make every filter fail does not become Active. */
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
	struct change_author by;
	struct err e;
	int status = EXIT_WORKED, failed;

	if (open_store(&w->store, w->settings, STORE_CHANGE) < 0)
		return EXIT_BROKEN;
	if (w->versions->action == VERSIONS_ACTIVATE)
		status = check_loads(w);
	if (status != EXIT_WORKED)
		return status;
	by = actor_author(&w->arena, w->versions->actor);
	if (w->versions->action == VERSIONS_ACTIVATE)
		failed = version_activate(&w->store, w->kind, number, &by, &e);
	else if (w->versions->action == VERSIONS_RETIRE)
		failed = version_retire(&w->store, w->kind, number, &by, &e);
	else
		failed = version_delete(&w->store, w->kind, number, &by, &e);
	return failed < 0 ? complain(w, &e) : EXIT_WORKED;
}

/* ---- looking -------------------------------------------------------------------------------- */

static void
put_version(struct buf *b, struct text tenant, const struct version *v)
{
	BUF_LIT(b, "{\"tenant_id\":");
	json_put_string(b, tenant);
	buf_printf(b, ",\"version\":%" PRIu64 ",\"status\":", v->number);
	json_put_string(b, status_names[v->status]);
	BUF_LIT(b, ",\"created_at\":");
	json_put_string(b, v->created_at);
	BUF_LIT(b, ",\"summary\":");
	json_put_string_or_null(b, v->summary);
	BUF_LIT(b, "}\n");
}

/* Names each version that the history has and that has no file.  number: those that have one,
 * ascending. */
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
	size_t n;
	int status;

	if (read_number(w->settings->operand[0], &other, &e) < 0)
		return options_usage(w->program->program, "--diff: %s", e.text);
	if (version_read(&w->store, w->kind, w->versions->number, &w->arena, &a, &e) < 0 ||
	    version_read(&w->store, w->kind, other, &w->arena, &b, &e) < 0)
		return complain(w, &e);
	n = diff_configs(&w->arena, a.config, b.config, &difference);
	for (size_t i = 0; i < n; i++) {
		(w->versions->text ? diff_put_text : diff_put_json)(&out, &difference[i]);
		buf_char(&out, '\n');
	}
	status = print_all(w->settings, buf_as_text(&out));
	buf_free(&out);
	return n > 0 && w->versions->exit_code ? status_worse(status, EXIT_NO) : status;
}

static int
look(struct session *w)
{
	if (open_store(&w->store, w->settings, STORE_READ) < 0)
		return EXIT_BROKEN;
	if (w->versions->action == VERSIONS_LIST)
		return list(w);
	return w->versions->action == VERSIONS_SHOW ? show(w) : diff(w);
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* Does the rest of the command line fit the action?  -1, or an exit status. */
static int
check_usage(const struct versions_program *p, const struct versions *v, const struct settings *s)
{
	const char *name = action_names[v->action];
	const size_t most = v->action == VERSIONS_DIFF || v->action == VERSIONS_UPDATE;

	if (!s->store)
		return options_usage(p->program, "--%s needs a store: --store", name);
	if (!s->tenant.p)
		return options_usage(p->program, "--%s needs a tenant: --tenant", name);
	if (v->action == VERSIONS_DIFF && s->operands != 1)
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
	int status = check_usage(p, v, s);

	if (status >= 0)
		return status;
	store_init(&w.store);
	switch (v->action) {
	case VERSIONS_CREATE: status = create(&w); break;
	case VERSIONS_UPDATE: status = update(&w); break;
	case VERSIONS_DELETE:
	case VERSIONS_ACTIVATE:
	case VERSIONS_RETIRE: status = change(&w); break;
	default: status = look(&w); break;
	}
	if (w.store.repaired && !s->quiet)
		diag(s->program,
		    "%s/audit.jsonl: the last line was torn; audit.repair has what there was of it",
		    w.store.folder.path);
	store_close(&w.store);
	arena_free(&w.arena);
	return status;
}

/* The version that was asked for. */
static int
read_wanted(struct store *store, enum store_kind kind, uint64_t number, struct arena *a,
    struct version *v, struct err *e)
{
	if (number > 0)
		return version_read(store, kind, number, a, v, e) < 0 ? -1 : 1;
	return version_active(store, kind, a, v, e);
}

int
versions_load(const struct versions *v, const struct settings *s, enum store_kind kind,
    struct arena *a, struct text *text, const char **path, struct err *why)
{
	struct store store;
	struct version version = { 0 };
	struct err e = { .text = "" };
	int found;

	/* before the first document is stored, there is nothing */
	if (versions_checks(v) && v->use[kind] == 0 && access(s->store, F_OK) < 0)
		return 0;
	store_init(&store);
	found = open_store(&store, s, STORE_READ);
	if (found == 0) {
		found = read_wanted(&store, kind, v->use[kind], a, &version, &e);
		if (found < 0)
			diag(s->program, "%s", e.text);
	}
	store_close(&store);
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
	diag(s->program, "%.*s", (int)b.n, b.p);
	buf_free(&b);
}

static bool
has_tenant(const struct settings *s)
{
	struct buf path = { 0 };
	bool there;

	buf_printf(&path, "%s/%.*s", s->store, (int)s->tenant.n, s->tenant.p);
	buf_char(&path, 0);
	there = access(path.p, F_OK) == 0;
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
	diag(s->program, "%s/%.*s/%s: no version is Active; --activate one, or name a file",
	    s->store, (int)s->tenant.n, s->tenant.p, store_kind_names[kind].p);
}
