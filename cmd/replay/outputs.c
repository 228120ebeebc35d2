/* SPDX-License-Identifier: MIT */
#include "cmd/replay/outputs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "cmd/cli/stream.h"

/* Below the tenant's folder; a folder ends in a slash, and all that is in it is meant. */
static const char *const own[] = { ".lock", "audit.jsonl", "change.json", "change.json.new",
	"encoding/", "jobs/", "rules/", "state/" };

static bool
is_own(const char *name)
{
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
		const size_t n = strlen(own[i]);
		if (own[i][n - 1] == '/' ? strncmp(name, own[i], n) == 0
					 : strcmp(name, own[i]) == 0)
			return true;
	}
	return false;
}

/* Where the file is, or will be: from the root and without links; NULL: nowhere.  To be freed. */
static char *
resolve(const char *path)
{
	struct buf b = { 0 };
	char *there = realpath(path, NULL);
	const char *slash = strrchr(path, '/');
	if (there)
		return there;
	buf_text(&b, slash ? (struct text){ path, (size_t)(slash - path) + 1 } : TEXT("."));
	buf_char(&b, '\0');
	char *folder = realpath(b.p, NULL);
	b.n = 0;
	if (folder)
		buf_printf(&b, "%s/%s", folder, slash ? slash + 1 : path);
	there = folder ? mem_dup(b.p, b.n) : NULL;
	free(folder);
	buf_free(&b);
	return there;
}

static bool
is_in_store(const char *tenant, const char *path)
{
	const size_t n = strlen(tenant);
	char *there = path ? resolve(path) : NULL;
	const bool is =
	    there && strncmp(there, tenant, n) == 0 && there[n] == '/' && is_own(there + n + 1);
	free(there);
	return is;
}

struct output {
	const char *option, *path; /* NULL: it is not asked for */
};

#define OUTPUTS 5

static void
list_outputs(const struct settings *s, struct output output[OUTPUTS])
{
	output[0] = (struct output){ "output", s->output };
	output[1] = (struct output){ "report", s->report };
	output[2] = (struct output){ "changes", s->changes };
	output[3] = (struct output){ "rejects", s->rejects };
	output[4] = (struct output){ "stats", s->stats_file };
}

int
outputs_check(struct command *c)
{
	const struct settings *s = &c->settings;
	struct output output[OUTPUTS];
	struct buf b = { 0 };
	int result = 0;
	buf_printf(&b, "%s/%.*s", s->store, (int)s->tenant.n, s->tenant.p);
	buf_char(&b, '\0');
	char *tenant = realpath(b.p, NULL);
	list_outputs(s, output);
	for (size_t i = 0; tenant && result == 0 && i < OUTPUTS; i++)
		if (is_in_store(tenant, output[i].path)) {
			command_fail(c, "%s: belongs to the store; --%s would overwrite it",
			    output[i].path, output[i].option);
			result = -1;
		}
	free(tenant);
	buf_free(&b);
	return result;
}

/* ---- what is read --------------------------------------------------------------------------- */

/* An ordinary file that is there.  `-` is standard input, NULL nothing. */
static bool
look(const char *path, struct stat *st)
{
	if (!path)
		return false;
	return (strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, st) : stat(path, st)) == 0 &&
	       S_ISREG(st->st_mode);
}

static bool
is_read(const struct stat *out, const char *path)
{
	struct stat in;
	return look(path, &in) && in.st_dev == out->st_dev && in.st_ino == out->st_ino;
}

static bool
is_input(const struct settings *s, const struct stat *out)
{
	for (size_t i = 0; i < s->operands; i++)
		if (is_read(out, s->operand[i]))
			return true;
	return s->operands == 0 && is_read(out, "-");
}

static bool
is_beside(const struct command *c, const struct stat *out)
{
	const char *const path[] = { c->plan_path, c->rules_path, c->baseline_plan,
		c->baseline_rules, c->labels_path, c->state_path };
	for (size_t i = 0; i < sizeof(path) / sizeof(*path); i++)
		if (is_read(out, path[i]))
			return true;
	return false;
}

int
outputs_spare(struct command *c)
{
	struct output output[OUTPUTS];
	struct stat st;
	list_outputs(&c->settings, output);
	for (size_t i = 0; i < OUTPUTS; i++) {
		if (stream_is_standard(output[i].path) || !look(output[i].path, &st))
			continue;
		if ((i == 0 && is_input(&c->settings, &st)) || is_beside(c, &st)) {
			command_fail(c, "%s: is an input, too; --%s would overwrite it",
			    output[i].path, output[i].option);
			return -1;
		}
	}
	return 0;
}
