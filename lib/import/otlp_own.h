/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_OTLP_OWN_H
#define IMPORT_OTLP_OWN_H

#include "import/reader.h"

/*
 * Reads a span that --export otlp has written, by the rules in export/otlp.h.  Returns false if it
 * is none: the attribute esper.export says so, and not the scope, so that a span that went through
 * a collector is still known.  Spans of other programs may have attributes that begin with
 * "esper.". Private to the layer.
 */
bool otlp_own_read(struct import_in *in);

#endif
