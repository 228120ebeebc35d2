/* SPDX-License-Identifier: MIT */
#include "cmd/trace/replaying.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "json/write.h"
#include "time/duration.h"

void
replaying_init(struct replaying *r)
{
	*r = (struct replaying){ .timeout_ns = 30 * INT64_C(1000000000) };
}

void
replaying_free(struct replaying *r)
{
	free(r->mock);
	free(r->fault);
	free(r->exec);
	free(r->allow);
	free(r->block);
	free(r->rule);
	arena_free(&r->arena);
	buf_free(&r->applied);
}

/* ---- what is replayed by what --------------------------------------------------------------- */

static int
add_mock(void *into, const char *argument, struct err *e)
{
	struct replaying *r = into;
	if (!*argument)
		return err_set(e, "an empty name");
	r->mock = mem_grow(r->mock, &r->mock_cap, r->mock_n + 1, sizeof(*r->mock));
	r->mock[r->mock_n++] = argument;
	if (!r->read || strcmp(r->read, "-") != 0)
		r->read = argument;
	r->implied = true;
	return 0;
}

static int
add_fault(void *into, const char *argument, struct err *e)
{
	struct replaying *r = into;
	r->fault = mem_grow(r->fault, &r->fault_cap, r->fault_n + 1, sizeof(*r->fault));
	r->implied = true;
	return rerun_fault_read(text_of(argument), &r->fault[r->fault_n++], e);
}

static int
add_exec(void *into, const char *argument, struct err *e)
{
	struct replaying *r = into;
	struct rerun_exec exec = { .matched = 0 };
	struct text command;
	if (rerun_scope_take(text_of(argument), &exec.scope, &command, e) < 0)
		return -1;
	if (text_trim(command).n == 0)
		return err_set(e, "an empty command: '%s'", argument);
	exec.command = command.p;
	r->exec = mem_grow(r->exec, &r->exec_cap, r->exec_n + 1, sizeof(*r->exec));
	r->exec[r->exec_n++] = exec;
	r->implied = true;
	return 0;
}

static int
add_allow(void *into, const char *argument, struct err *e)
{
	struct replaying *r = into;
	r->allow = mem_grow(r->allow, &r->allow_cap, r->allow_n + 1, sizeof(*r->allow));
	return rerun_scope_read(text_of(argument), &r->allow[r->allow_n++], e);
}

static int
add_block(void *into, const char *argument, struct err *e)
{
	struct replaying *r = into;
	r->block = mem_grow(r->block, &r->block_cap, r->block_n + 1, sizeof(*r->block));
	return rerun_scope_read(text_of(argument), &r->block[r->block_n++], e);
}

/* ---- what counts ---------------------------------------------------------------------------- */

static int
add_rule(struct replaying *r, enum rerun_rule_type type, const char *argument, struct err *e)
{
	r->rule = mem_grow(r->rule, &r->rule_cap, r->rule_n + 1, sizeof(*r->rule));
	return rerun_rule_read(&r->arena, type, text_of(argument), &r->rule[r->rule_n++], e);
}

static int
add_ignore(void *into, const char *argument, struct err *e)
{
	return add_rule(into, RERUN_IGNORE, argument, e);
}

static int
add_tolerance(void *into, const char *argument, struct err *e)
{
	return add_rule(into, RERUN_TOLERANCE, argument, e);
}

static int
add_match(void *into, const char *argument, struct err *e)
{
	return add_rule(into, RERUN_MATCH, argument, e);
}

static int
read_timeout(void *into, const char *argument, struct err *e)
{
	int64_t *ns = &((struct replaying *)into)->timeout_ns;
	((struct replaying *)into)->timed = true;
	if (duration_parse_seconds(text_of(argument), ns) < 0 || *ns < 0)
		return err_set(e, "not a duration, such as 30s or 500ms: '%s'", argument);
	if (*ns == 0)
		*ns = INT64_MAX;
	return 0;
}

static const struct text repeat_names[] = { TEXT("last"), TEXT("any") };

static int
read_repeat(void *into, const char *argument, struct err *e)
{
	const int choice = option_choice(argument, repeat_names, 2, e);
	((struct replaying *)into)->repeat = choice + 1;
	return choice < 0 ? -1 : 0;
}

/* ---- the options ---------------------------------------------------------------------------- */

const struct option_spec replaying_options[REPLAYING_OPTIONS] = {
	{ "replay", .group = "Replay:",
	    .excludes = "extract which list-maps sessions by find history variant-key",
	    .help = "run the calls again: from mocks, faults, commands or the recording",
	    .takes = { OPTION_FLAG, OPTION_MEMBER(struct replaying, replay) } },
	{ "mock", .value = "FILE", .help = "answer calls from FILE, whatever else could",
	    .takes = { OPTION_READ, OPTION_MEMBER(struct replaying, read), .read = add_mock } },
	{ "fault", .value = "NAME=FAULT",
	    .help = "fail calls: error:TYPE, timeout or empty; or delay them: slow:2s",
	    .takes = { OPTION_OWN, .read = add_fault } },
	{ "exec", .value = "NAME=COMMAND",
	    .help = "execute calls of NAME, kind:KIND or service:NAME by COMMAND",
	    .takes = { OPTION_OWN, .read = add_exec } },
	{ "allow", .value = "NAME", .help = "execute only these calls",
	    .takes = { OPTION_OWN, .read = add_allow } },
	{ "block", .value = "NAME", .help = "never execute these calls",
	    .takes = { OPTION_OWN, .read = add_block } },
	{ "mock-apis", .help = "take http calls from the recording, whatever --exec says",
	    .takes = { OPTION_FLAG, OPTION_MEMBER(struct replaying, mock_apis) } },
	{ "mock-database", .help = "take database calls from the recording, whatever --exec says",
	    .takes = { OPTION_FLAG, OPTION_MEMBER(struct replaying, mock_database) } },
	{ "repeat", .value = "last|any", .help = "recorded answers may be given more than once",
	    .takes = { OPTION_OWN, .read = read_repeat, OPTION_NAMES(repeat_names) } },
	{ "timeout", .value = "DURATION",
	    .help =
		"end commands that give no answer for so long (default: 30s; models: 2m; 0: never)",
	    .takes = { OPTION_OWN, .read = read_timeout } },
	{ "ignore", .value = "PATH", .help = "do not compare what is at PATH in outputs",
	    .takes = { OPTION_OWN, .read = add_ignore } },
	{ "tolerance", .value = "PATH=NUMBER",
	    .help = "let numbers at PATH differ by NUMBER, or by a share such as 1%",
	    .takes = { OPTION_OWN, .read = add_tolerance } },
	{ "match", .value = "PATH=GLOB", .help = "let the value at PATH be any that matches GLOB",
	    .takes = { OPTION_OWN, .read = add_match } },
	{ "twice", .help = "execute twice, and ignore what differs between the two",
	    .takes = { OPTION_FLAG, OPTION_MEMBER(struct replaying, twice) } },
	{ "save-mocks", .value = "FILE", .help = "write the answers that were used, as mocks",
	    .takes = { OPTION_WRITE, OPTION_MEMBER(struct replaying, save_mocks) } },
};

/* ---- what was changed ----------------------------------------------------------------------- */

void
replaying_put_applied_members(struct buf *b, const struct replaying *r)
{
	if (r->mock_n > 0)
		json_member_begin(b, "mock", '[');
	for (size_t i = 0; i < r->mock_n; i++)
		json_add_string(b, text_of(r->mock[i]));
	if (r->mock_n > 0)
		json_end(b, ']');
	if (r->fault_n > 0)
		json_member_begin(b, "fault", '[');
	for (size_t i = 0; i < r->fault_n; i++)
		json_add_string(b, text_of(r->fault[i].scope.text.p));
	if (r->fault_n > 0)
		json_end(b, ']');
	const size_t execs = r->exec_n - (r->target != NULL);
	if (execs > 0)
		json_member_begin(b, "exec", '[');
	for (size_t i = 0; i < execs; i++)
		json_add_string(b, text_of(r->exec[i].scope.text.p));
	if (execs > 0)
		json_end(b, ']');
	if (r->target)
		json_member_string(b, "target", text_of(r->target));
}
