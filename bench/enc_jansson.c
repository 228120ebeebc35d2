/* SPDX-License-Identifier: MIT */
/* The encode job of this folder with jansson: a tree for each line. */
#include "bench/enc_common.h"
#include <jansson.h>

static str
string_of(json_t *object, const char *name)
{
	json_t *v = json_object_get(object, name);

	return json_is_string(v) ? (str){ json_string_value(v), json_string_length(v) }
				 : (str){ NULL, 0 };
}

static void
encode(char *p, size_t n)
{
	json_t *root = json_loadb(p, n, JSON_ALLOW_NUL, NULL), *headers, *request;
	fields f;

	if (!root)
		die_line("jansson");
	headers = json_object_get(root, "headers");
	request = json_object_get(json_object_get(root, "body"), "request");
	f.event_id = string_of(root, "event_id");
	f.observed_at = string_of(root, "observed_at");
	f.method = string_of(root, "method");
	f.path = string_of(root, "path");
	f.ua = string_of(headers, "user-agent");
	f.xff = string_of(headers, "x-forwarded-for");
	f.email = string_of(request, "email");
	f.dev = string_of(json_object_get(request, "device"), "id");
	emit(&f);
	json_decref(root);
}

int
main(void)
{
	each_line(encode);
	return 0;
}
