/* SPDX-License-Identifier: MIT */
#include "cmd/trace/target.h"

#include <inttypes.h>

#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/server.h"
#include "cmd/cli/shell.h"
#include "cmd/trace/helper.h"

#define HELPER "esper-http"

int
target_check(struct command *c)
{
	const struct sending *s = &c->sending;
	struct text host;
	struct err e;
	if (!s->target)
		return -1;
	c->replaying.implied = true;
	if (server_check_target(s->target, s->allowed.text, s->allowed.n, &host, &e) < 0)
		return options_usage(&command_program, "--target: %s", e.text);
	return -1;
}

static void
put_option(struct buf *b, const char *name, struct text value)
{
	struct buf word = { 0 };
	buf_text(&word, value);
	buf_char(&word, '\0');
	buf_printf(b, " --%s ", name);
	shell_put_word(b, word.p);
	buf_free(&word);
}

int
target_load(struct command *c)
{
	const struct sending *s = &c->sending;
	struct replaying *r = &c->replaying;
	struct buf b = { 0 };
	if (!s->target)
		return 0;
	if (!helper_put(&b, HELPER)) {
		diag(&c->settings.voice,
		    HELPER " is not installed, so nothing can be sent to --target; --exec "
			   "'kind:http=COMMAND' executes http calls");
		return -1;
	}
	put_option(&b, "target", text_of(s->target));
	for (size_t i = 0; i < s->allowed.n; i++)
		put_option(&b, "target-ok", s->allowed.text[i]);
	if (r->timeout_ns == INT64_MAX)
		buf_text(&b, TEXT(" --timeout 0"));
	else
		buf_printf(&b, " --timeout %" PRId64 "ms", (r->timeout_ns + 999999) / 1000000);
	buf_char(&b, '\0');
	struct rerun_exec exec = { .command = arena_text(&r->arena, buf_as_text(&b)).p,
		.is_helper = true };
	buf_free(&b);
	struct err e;
	if (rerun_scope_read(TEXT("kind:http"), &exec.scope, &e) < 0)
		return -1;
	r->exec = mem_grow(r->exec, &r->exec_cap, r->exec_n + 1, sizeof(*r->exec));
	r->exec[r->exec_n++] = exec;
	r->target = s->target;
	return 0;
}
