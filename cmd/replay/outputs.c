/* SPDX-License-Identifier: MIT */
#include "cmd/replay/outputs.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "cmd/cli/spare.h"

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

int
outputs_check(struct command *c)
{
	const struct settings *s = &c->settings;
	const struct {
		const char *option, *path;
	} output[] = { { "output", s->output }, { "report", s->report }, { "changes", s->changes },
		{ "rejects", s->rejects }, { "stats", s->stats_file } };
	struct buf b = { 0 };
	int result = 0;
	buf_printf(&b, "%s/%.*s", s->store, (int)s->tenant.n, s->tenant.p);
	buf_char(&b, '\0');
	char *tenant = realpath(b.p, NULL);
	for (size_t i = 0; tenant && result == 0 && i < sizeof(output) / sizeof(*output); i++)
		if (is_in_store(tenant, output[i].path)) {
			command_fail(c, "%s: belongs to the store; --%s would overwrite it",
			    output[i].path, output[i].option);
			result = -1;
		}
	free(tenant);
	buf_free(&b);
	return result;
}

int
outputs_spare(struct command *c)
{
	const char *const read[] = { c->plan_path, c->rules_path, c->baseline_plan,
		c->baseline_rules, c->labels_path, c->state_path };
	const char *path, *option;
	c->settings.documents = 0;
	for (size_t i = 0; i < sizeof(read) / sizeof(*read); i++)
		settings_reads(&c->settings, read[i]);
	if (spare_check(&c->settings, false, &path, &option) == 0)
		return 0;
	command_fail(c, "%s: is an input, too; --%s would overwrite it", path, option);
	return -1;
}
