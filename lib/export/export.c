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
	case EXPORT_FOLDED: told->folded = export_folded(&o, m); break;
	case EXPORT_OTLP: export_otlp(&o, m); break;
	}
	export_flush(&o, 0);
	buf_free(&o.b);
	return o.stopped ? -1 : 0;
}
