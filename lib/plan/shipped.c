/* SPDX-License-Identifier: MIT */
#include "plan/shipped.h"

static const struct shipped_plan plans[] = {
#include "plan/shipped_rows.h" /* made by scripts/embed */
};

const struct shipped_plan *
shipped_plans(size_t *n)
{
	*n = sizeof(plans) / sizeof(*plans);
	return plans;
}

struct text
shipped_text(struct text name)
{
	for (size_t i = 0; i < sizeof(plans) / sizeof(*plans); i++)
		if (text_eq(name, plans[i].name))
			return plans[i].text;
	return (struct text){ 0 };
}
