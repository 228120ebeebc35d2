/* SPDX-License-Identifier: MIT */
#include "cmd/cli/tenant.h"

#include "cmd/cli/diagnostics.h"

int
tenant_open(struct store *store, const struct settings *s, enum store_access access)
{
	struct err e;
	if (store_open(store, s->store, s->tenant, access, &e) < 0) {
		diag(&s->voice, "%s", e.text);
		return -1;
	}
	if (store->note.n > 0 && !s->quiet)
		diag(&s->voice, "%s", store->note.p);
	return 0;
}

void
tenant_close(struct store *store, const struct settings *s)
{
	if (store->repaired && !s->quiet)
		diag(&s->voice,
		    "%s/audit.jsonl: the last line was torn; its text is kept in an audit.repair entry",
		    store->folder.path);
	store_close(store);
}
