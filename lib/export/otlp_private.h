/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_OTLP_PRIVATE_H
#define EXPORT_OTLP_PRIVATE_H

#include <stdint.h>

#include "base/buf.h"
#include "trace/model.h"

/* The parts of a span that otlp.c puts together. */
enum { TRACE_DIGITS = 32, SPAN_DIGITS = 16 };

struct otlp_scratch {
	struct buf json, fits;
};

static inline void
otlp_scratch_free(struct otlp_scratch *s)
{
	buf_free(&s->json);
	buf_free(&s->fits);
}

/* otlp_added.c: the kind of a span, which is a number of OTLP. */
unsigned otlp_kind(const struct trace_call *c);

/* Appends what a call has beside ids, times and attributes, and what says so in the words of
 * others; to the attributes of its span. */
void otlp_put_added(struct buf *b, const struct trace_call *c, struct otlp_scratch *s);

/* otlp_events.c: append the member events or links of a span. */
void otlp_put_events(
    struct buf *b, const struct trace_model *m, const struct trace_call *c, struct otlp_scratch *s);
void otlp_put_links(struct buf *b, struct text links, struct otlp_scratch *s);

/* otlp.c: appends an id as a member of so many hexadecimal digits. */
void otlp_put_id(struct buf *b, const char *name, struct text id, size_t digits);

#endif
