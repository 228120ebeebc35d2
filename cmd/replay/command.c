/* SPDX-License-Identifier: MIT */
#include "cmd/replay/command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/random.h>

#include "cmd/cli/diagnostics.h"

void
command_note(struct command *c, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	if (!c->why[0])
		vsnprintf(c->why, sizeof(c->why), format, args);
	va_end(args);
}

void
command_fail(struct command *c, const char *format, ...)
{
	char text[RUN_WHY_MAX];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	command_note(c, "%s", text);
	diag(&c->settings.voice, "%s", text);
}

bool
request_compares(const struct request *r)
{
	return r->baseline_plan || r->baseline_rules || r->baseline.use[STORE_ENCODING] > 0 ||
	       r->baseline.use[STORE_RULES] > 0;
}
