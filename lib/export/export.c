/* SPDX-License-Identifier: MIT */
#include "export/export.h"

#include "export/chrome.h"
#include "export/folded.h"
#include "export/otlp.h"
#include "export/speedscope.h"

const struct text export_format_names[EXPORT_FORMATS] = {
	[EXPORT_CHROME] = { "chrome", 6 },
	[EXPORT_SPEEDSCOPE] = { "speedscope", 10 },
	[EXPORT_FOLDED] = { "folded", 6 },
	[EXPORT_OTLP] = { "otlp", 4 },
};

static int
end(struct export_out *o)
{
	export_flush(o, 0);
	buf_free(&o->b);
	return o->stopped ? -1 : 0;
}

int
export_traces(const struct trace_model *m, enum export_format format, const struct export_to *to,
    struct export_told *told)
{
	struct export_out o = { .to = to };
	*told = (struct export_told){ .folded = 0 };
	for (uint32_t i = 0; i < m->listed; i++)
		told->without_start += trace_call_at(m, i)->start_ns == TRACE_NO_TIME;
	switch (format) {
	case EXPORT_CHROME: export_chrome(&o, m); break;
	case EXPORT_SPEEDSCOPE: export_speedscope(&o, m); break;
	case EXPORT_FOLDED: export_folded(&o, m, told); break;
	case EXPORT_OTLP: export_otlp(&o, m); break;
	}
	return end(&o);
}

int
export_sides(const struct trace_side *a, const struct trace_side *b, const struct export_to *to,
    struct export_told *told)
{
	struct export_out o = { .to = to };
	*told = (struct export_told){ .folded = 0 };
	export_folded_sides(&o, a, b, told);
	return end(&o);
}
