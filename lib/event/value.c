/* SPDX-License-Identifier: MIT */
#include "event/value.h"

#include "json/write.h"

const struct text type_names[TYPE_COUNT] = { TYPE_ROWS(ROWS_NAME) };

#define ROW(type, name, one, json, numbers, compare) { one, json, numbers, compare },
const struct type_row types[TYPE_COUNT] = { TYPE_ROWS(ROW) };

void
value_put(struct buf *b, const struct value *v)
{
	switch ((enum value_kind)v->kind) {
	case VALUE_ABSENT: BUF_LIT(b, "null"); break;
	case VALUE_STRING:
		if (!v->plain) {
			json_put_string(b, v->text);
			break;
		}
		buf_room(b, v->text.n + 2);
		buf_char(b, '"');
		buf_text(b, v->text);
		buf_char(b, '"');
		break;
	case VALUE_NUMBER:
	case VALUE_BOOL:
	case VALUE_JSON: buf_text(b, v->text); break;
	}
}
