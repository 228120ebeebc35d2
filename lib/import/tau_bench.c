/* SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "import/messages.h"
#include "trace/members.h"

/*
 * Runs of tau-bench: {task_id, trial, reward, info, traj: [messages of OpenAI]}.  A reward below 1
 * means that the run failed.  There is no clock.
 */
static bool
knows(const struct import_object *o)
{
	return import_has(o, KEY_TASK_ID) && import_get(o, KEY_TRAJ).kind == JSON_ARRAY &&
	       import_get(o, KEY_REWARD).kind == JSON_NUMBER;
}

/* task.TASK.trial.TRIAL.HASH: several files have the same tasks. */
static struct text
trace_of(struct import_in *in)
{
	const struct text task = import_get_text(in->arena, &in->object, KEY_TASK_ID);
	const struct text trial = import_get_text(in->arena, &in->object, KEY_TRIAL);
	struct buf b = { 0 };
	buf_text(&b, TEXT("task."));
	buf_text(&b, task.p ? task : TEXT("x"));
	if (trial.p) {
		buf_text(&b, TEXT(".trial."));
		buf_text(&b, trial);
	}
	const struct text t = import_messages_id(in, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static struct text
name_of(struct import_in *in)
{
	const struct text task = import_get_text(in->arena, &in->object, KEY_TASK_ID);
	struct buf b = { 0 };
	buf_text(&b, TEXT("task "));
	buf_text(&b, task.p ? task : TEXT("?"));
	const struct text t = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static bool
is_below_one(struct text json)
{
	return import_cost(json).p && number_cmp(json, TEXT("1")) < 0;
}

/* Says why the reward is what it is. */
static struct text
reason_of(struct import_in *in, struct text info)
{
	const struct text result = trace_member_of(info, TEXT("reward_info"));
	const struct text why = trace_member_of(result, TEXT("info"));
	const struct text reward = import_get_text(in->arena, &in->object, KEY_REWARD);
	struct buf b = { 0 };
	buf_text(&b, TEXT("reward "));
	buf_text(&b, reward);
	if (is_below_one(trace_member_of(why, TEXT("r_actions"))))
		buf_text(&b, TEXT(": the data differ from what the expected actions leave"));
	else if (is_below_one(trace_member_of(why, TEXT("r_outputs"))))
		buf_text(&b, TEXT(": an expected output was not said"));
	const struct text t = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static void
read_outcome(struct import_in *in, struct trace_record *r)
{
	const struct text info = import_get_json(in->arena, &in->object, KEY_INFO);
	const struct text reward = import_get_json(in->arena, &in->object, KEY_REWARD);
	const struct text error = import_plain(in, trace_member_of(info, TEXT("error")));
	r->status = TRACE_OK;
	if (!error.p && !is_below_one(reward))
		return;
	r->status = TRACE_ERROR;
	import_more(in, r)->error =
	    (struct trace_error){ error.p ? TEXT("exception") : TEXT("reward"),
		    error.p ? error : reason_of(in, info), TEXT_ABSENT };
}

static bool
read(struct import_in *in)
{
	const struct import_object *o = &in->object;
	const struct json_value list = import_get(o, KEY_TRAJ);
	struct import_messages m;
	struct json_members it;
	struct json_value key, message;
	const struct text id = trace_of(in);
	import_messages_begin(&m, in, id, id, name_of(in));
	json_members(&it, o->text, o->index, &list);
	while (json_member(&it, &key, &message))
		import_messages_add(&m, &message);
	struct trace_record *r = import_messages_record(&m, m.root);
	read_outcome(in, r);
	import_rest_begin(in);
	for (size_t i = 0; i < o->members; i++)
		if (o->member[i].id != KEY_TRAJ)
			import_rest_add(in, o->member[i].key, &o->member[i].value);
	r->attributes = import_rest_done(in);
	import_messages_end(&m);
	return true;
}

const struct import_reader import_tau_bench = { .name = "tau-bench", .knows = knows, .read = read };
