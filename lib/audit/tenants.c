/* SPDX-License-Identifier: MIT */
#include "audit/tenants.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "audit/lock.h"
#include "base/arena.h"
#include "base/mem.h"

#define NAMED_MAX 5 /* how many tenants a hint names; a store may have thousands */

struct tenants {
	struct text *name;
	size_t n, cap;
	struct arena arena;
};

static bool
is_tenant(DIR *dir, const char *name)
{
	struct err e;
	struct stat st;
	return audit_tenant_check(text_of(name), &e) == 0 &&
	       fstatat(dirfd(dir), name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

static int
by_name(const void *a, const void *b)
{
	return text_cmp(*(const struct text *)a, *(const struct text *)b);
}

static void
find(struct tenants *t, DIR *dir)
{
	const struct dirent *entry;
	while ((entry = readdir(dir)) != NULL) {
		if (!is_tenant(dir, entry->d_name))
			continue;
		t->name = mem_grow(t->name, &t->cap, t->n + 1, sizeof(*t->name));
		t->name[t->n++] = arena_text(&t->arena, text_of(entry->d_name));
	}
	if (t->n > 0)
		qsort(t->name, t->n, sizeof(*t->name), by_name);
}

static void
put(struct buf *b, const struct tenants *t, struct text tenant)
{
	struct text near = text_nearest(tenant, t->name, t->n);
	if (near.p) {
		buf_printf(b, "; did you mean '%.*s'?", (int)near.n, near.p);
		return;
	}
	BUF_LIT(b, "; the store has ");
	if (t->n == 0)
		BUF_LIT(b, "none yet");
	for (size_t i = 0; i < t->n && i < NAMED_MAX; i++) {
		if (i > 0)
			BUF_LIT(b, ", ");
		buf_text(b, t->name[i]);
	}
	if (t->n > NAMED_MAX)
		buf_printf(b, " and %zu more", t->n - NAMED_MAX);
}

void
tenants_put_hint(struct buf *b, const char *store, struct text tenant)
{
	struct tenants t = { 0 };
	DIR *dir = opendir(store);
	if (!dir)
		return;
	find(&t, dir);
	closedir(dir);
	put(b, &t, tenant);
	free(t.name);
	arena_free(&t.arena);
}
