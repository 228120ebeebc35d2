/* SPDX-License-Identifier: MIT */
#include "replay/packed.h"

#include <string.h>

#include "event/content.h"
#include "replay/pack.h"

#define PLAIN_BIT 0x80u

enum { NUMBER_MAX = 10 }; /* bytes of a packed number */

static char *
put_number(char *p, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		*p++ = (char)(v | 0x80);
	*p++ = (char)v;
	return p;
}

/* Most texts are short, and two copies that overlap are cheaper than a call. */
static char *
put_text(char *p, struct text t)
{
	if (t.n > 32) {
		memcpy(p, t.p, t.n);
	} else if (t.n >= 16) {
		memcpy(p, t.p, 16);
		memcpy(p + t.n - 16, t.p + t.n - 16, 16);
	} else if (t.n >= 8) {
		memcpy(p, t.p, 8);
		memcpy(p + t.n - 8, t.p + t.n - 8, 8);
	} else {
		for (size_t i = 0; i < t.n; i++)
			p[i] = t.p[i];
	}
	return p + t.n;
}

static size_t
value_room(const struct value *v)
{
	return 1 + NUMBER_MAX + v->text.n;
}

static char *
put_value(char *p, const struct value *v)
{
	*p++ = (char)(v->kind | (v->plain ? PLAIN_BIT : 0));
	return v->kind == VALUE_ABSENT ? p : put_text(put_number(p, v->text.n), v->text);
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
	enum { IDS = sizeof(id) / sizeof(*id) };
	size_t room = 2 * NUMBER_MAX + ev->fields_json.n;
	for (size_t i = 0; i < IDS; i++)
		room += value_room(id[i]);
	for (size_t i = 0; i < nfields; i++)
		room += value_room(&ev->field[i]);
	buf_room(b, room);
	char *p = b->p + b->n;
	for (size_t i = 0; i < IDS; i++)
		p = put_value(p, id[i]);
	p = put_number(p, ev->encoding_version);
	for (size_t i = 0; i < nfields; i++)
		p = put_value(p, &ev->field[i]);
	p = put_text(put_number(p, ev->fields_json.n), ev->fields_json);
	b->n = (size_t)(p - b->p);
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
