/* SPDX-License-Identifier: MIT */
#include "replay/packed.h"

#include "event/content.h"
#include "replay/pack.h"

#define PLAIN_BIT 0x80u

static void
pack_value(struct buf *b, const struct value *v)
{
	buf_char(b, (char)(v->kind | (v->plain ? PLAIN_BIT : 0)));
	if (v->kind == VALUE_ABSENT)
		return;
	pack_number(b, v->text.n);
	buf_text(b, v->text);
}

static struct value
unpack_value(const char **p)
{
	const unsigned head = (unsigned char)*(*p)++;
	struct value v = VALUE_NONE;
	if ((head & ~PLAIN_BIT) == VALUE_ABSENT)
		return v;
	v.kind = (uint8_t)(head & ~PLAIN_BIT);
	v.plain = (head & PLAIN_BIT) != 0;
	v.text.n = (size_t)unpack_number(p);
	v.text.p = *p;
	*p += v.text.n;
	return v;
}

void
packed_put_content(struct buf *b, const struct event *ev)
{
	buf_char(b, ev->content != NULL);
	if (ev->content)
		buf_put(b, ev->content, CONTENT_BYTES);
}

const unsigned char *
packed_get_content(const char **p)
{
	if (!*(*p)++)
		return NULL;
	const unsigned char *content = (const unsigned char *)*p;
	*p += CONTENT_BYTES;
	return content;
}

void
packed_put(struct buf *b, const struct event *ev, size_t nfields)
{
	const struct value *id[] = { &ev->event_id, &ev->tenant_id, &ev->source_id, &ev->entity_id,
		&ev->session_id };
	for (size_t i = 0; i < sizeof(id) / sizeof(*id); i++)
		pack_value(b, id[i]);
	pack_number(b, ev->encoding_version);
	for (size_t i = 0; i < nfields; i++)
		pack_value(b, &ev->field[i]);
	pack_number(b, ev->fields_json.n);
	buf_text(b, ev->fields_json);
	packed_put_content(b, ev);
}

void
packed_get(struct text *record, struct event *ev, struct value *field, size_t nfields)
{
	const char *p = record->p;
	*ev = (struct event){ .field = field };
	struct value *id[] = { &ev->event_id, &ev->tenant_id, &ev->source_id, &ev->entity_id,
		&ev->session_id };
	for (size_t k = 0; k < sizeof(id) / sizeof(*id); k++)
		*id[k] = unpack_value(&p);
	ev->encoding_version = unpack_number(&p);
	for (size_t k = 0; k < nfields; k++)
		field[k] = unpack_value(&p);
	ev->fields_json.n = (size_t)unpack_number(&p);
	ev->fields_json.p = p;
	p += ev->fields_json.n;
	ev->content = packed_get_content(&p);
	record->n -= (size_t)(p - record->p);
	record->p = p;
}
