/* SPDX-License-Identifier: MIT */
#include "cmd/cli/load.h"
#include "cmd/replay/command.h"

int
documents_load(struct command *c)
{
	struct err e;
	struct text text = load_file(&c->arena, c->plan_path, PROGRAM, &e);
	if (text.p)
		c->plan = plan_load(text, load_folder(&c->arena, c->plan_path), &e);
	if (!c->plan) {
		load_complain(PROGRAM, c->plan_path, text, &e);
		return -1;
	}
	text = load_file(&c->arena, c->rules_path, PROGRAM, &e);
	if (text.p)
		c->rules = rules_load(text, c->plan, load_folder(&c->arena, c->rules_path), &e);
	if (!c->rules) {
		load_complain(PROGRAM, c->rules_path, text, &e);
		return -1;
	}
	return 0;
}
