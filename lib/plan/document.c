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
	int i;

	if (json_get(root, "status") == NULL)
		return 0;
	i = load_choice(l, root, "status", "status", status_names + 1, STATUSES - 1);
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

	if (json_get(root, "tenant_id") != NULL &&
	    load_text(l, root, "tenant_id", &d->tenant_id) < 0)
		return -1;
	if (created == NULL)
		return 0;
	if (created->kind != JSON_STRING || stamp_rfc3339(created->text, &at) < 0)
		return load_error(l, created, "must be a time as RFC 3339 has it");
	d->created_at = created->text;
	return 0;
}

int
document_read(struct arena *a, struct text text, struct document *d, struct err *e)
{
	static const struct text members[] = { TEXT("tenant_id"), TEXT("version"), TEXT("status"),
		TEXT("config"), TEXT("created_at") };
	struct expr_loader l = { .arena = a, .err = e };
	const struct json_node *root = json_tree(a, text, e);

	if (root == NULL)
		return -1;
	*d = (struct document){ .config = json_get(root, "config") };
	if (d->config == NULL) {
		d->config = root;
		return 0;
	}
	if (load_members(&l, root, members, LOAD_COUNT(members)) < 0)
		return -1;
	if (read_version(&l, root, &d->version) < 0 || read_status(&l, root, &d->status) < 0)
		return -1;
	return read_texts(&l, root, d);
}
