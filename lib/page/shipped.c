/* SPDX-License-Identifier: MIT */
#include "page/shipped.h"

#include <assert.h>

static const struct {
	struct text name, text;
} files[] = {
#include "page/shipped_rows.h" /* made by scripts/embed */
};

struct text
page_file(const char *name)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (text_eq(files[i].name, text_of(name)))
			return files[i].text;
	assert(!"a file of the pages is missing");
	return TEXT("");
}
