/* SPDX-License-Identifier: MIT */
#include "plan/document.h"

#include "base/number.h"
#include "expr/load.h"
#include "time/stamp.h"

const struct text status_names[STATUSES] = {
	[STATUS_NONE] = TEXT(""),
	[STATUS_DRAFT] = TEXT("Draft"),
	[STATUS_ACTIVE] = TEXT("Active"),
	[STATUS_RETIRED] = TEXT("Retired"),
};

static int
read_version(struct expr_loader *l, const struct json_node *root, uint64_t *version)
{
	const struct json_node *node = json_get(root, "version");
	if (node == NULL)
		return 0;
	if (node->kind != JSON_NUMBER || number_u64(node->text, version) < 0 || *version < 1)
		return load_error(l, node, "must be a whole number of at least 1");
	return 0;
}

static int
read_status(struct expr_loader *l, const struct json_node *root, enum status *status)
{
	if (json_get(root, "status") == NULL)
		return 0;
	int i = load_choice(l, root, "status", "status", status_names + 1, STATUSES - 1);
	if (i < 0)
		return -1;
	*status = (enum status)(i + 1);
	return 0;
}

static int
read_texts(struct expr_loader *l, const struct json_node *root, struct document *d)
{
	const struct json_node *created = json_get(root, "created_at");
	int64_t at;
	int bad = 0;

	if (json_get(root, "tenant_id") != NULL)
		bad = load_text(l, root, "tenant_id", &d->tenant_id);
	if (created == NULL)
		return bad;
	if (created->kind != JSON_STRING || stamp_rfc3339(created->text, &at) < 0)
		return load_error(l, created, "must be an RFC 3339 time");
	d->created_at = created->text;
	return bad;
}

int
document_load(struct expr_loader *l, struct text text, struct document *d)
{
	static const struct text members[] = { TEXT("tenant_id"), TEXT("version"), TEXT("status"),
		TEXT("config"), TEXT("created_at") };
	const struct json_node *root = json_tree(l->arena, text, l->err);
	*d = (struct document){ .config = json_get(root, "config") };
	if (root == NULL)
		return l->all ? errs_add(l->all, l->err) : -1;
	if (d->config == NULL) {
		d->config = root;
		return 0;
	}
	int bad = load_members(l, root, members, LOAD_COUNT(members));
	bad |= read_version(l, root, &d->version);
	bad |= read_status(l, root, &d->status);
	return bad | read_texts(l, root, d);
}

int
document_read(struct arena *a, struct text text, struct document *d, struct err *e)
{
	struct errs all = { 0 };
	struct err latest;
	struct expr_loader l = { .arena = a, .err = &latest, .all = &all };
	return document_load(&l, text, d) < 0 ? errs_first(&all, e) : 0;
}
