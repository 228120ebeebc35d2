/* SPDX-License-Identifier: MIT */
#include "cmd/trace/calls.h"

#include "trace/put.h"

int
calls_print(struct command *c)
{
	enum { ENOUGH = 1 << 18 };
	struct buf b = { 0 };
	int result = 0;
	for (uint32_t i = 0; i < c->model->listed && result == 0; i++) {
		trace_put_call(&b, c->model, c->model->depth_first[i]);
		if (b.n < ENOUGH && i + 1 < c->model->listed)
			continue;
		result = run_put(&c->run, buf_as_text(&b));
		b.n = 0;
	}
	buf_free(&b);
	return result;
}
