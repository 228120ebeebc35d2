/* SPDX-License-Identifier: MIT */
#include "event/value.h"

#include "json/write.h"

const struct text type_names[TYPE_COUNT] = {
	[TYPE_ANY] = TEXT(""),
	[TYPE_STRING] = TEXT("String"),
	[TYPE_SYMBOL] = TEXT("Symbol"),
	[TYPE_BOOL] = TEXT("Bool"),
	[TYPE_U64] = TEXT("U64"),
	[TYPE_I64] = TEXT("I64"),
	[TYPE_F64] = TEXT("F64"),
	[TYPE_IP_ADDRESS] = TEXT("IpAddress"),
	[TYPE_TIMESTAMP] = TEXT("Timestamp"),
	[TYPE_DURATION] = TEXT("Duration"),
	[TYPE_JSON] = TEXT("Json"),
};

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
