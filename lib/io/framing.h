/* SPDX-License-Identifier: MIT */
#ifndef IO_FRAMING_H
#define IO_FRAMING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Messages, each behind its length as four bytes, the highest first: what the OTel Collector's file
 * exporter writes with compression or in protobuf.  Each is a zstd frame, JSON or protobuf.
 */
enum { FRAMING_LENGTH = 4 };

enum framing_kind {
	FRAMING_UNKNOWN, /* more bytes are needed */
	FRAMING_NONE,    /* no messages */
	FRAMING_ZSTD,
	FRAMING_JSON,
	FRAMING_PROTOBUF
};

/* Judges an input by its first n bytes; `all` says that there are no more. */
enum framing_kind framing_tell(const unsigned char *p, size_t n, bool all);

/* Is this the first byte of an OTLP message in protobuf? */
bool framing_is_protobuf(char first);

/* The length of a message. */
uint32_t framing_length(const unsigned char prefix[FRAMING_LENGTH]);

#endif
