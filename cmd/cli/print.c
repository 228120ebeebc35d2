/* SPDX-License-Identifier: MIT */
#include "cmd/cli/print.h"

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/spare.h"
#include "cmd/cli/status.h"
#include "io/out.h"

int
print_all(const struct settings *s, struct text t)
{
	struct err e;
	if (spare_outputs(s) < 0)
		return EXIT_BROKEN;
	struct out *out = out_open(s->output, s->zstd_level, &e);
	int failed = out ? out_put(out, t.p, t.n, &e) : -1;
	if (out && failed < 0)
		out_abort(out);
	else if (out)
		failed = out_commit(out, &e);
	if (failed < 0)
		diag(&s->voice, "%s: %s", s->output ? s->output : "standard output", e.text);
	return failed < 0 ? EXIT_BROKEN : EXIT_WORKED;
}
