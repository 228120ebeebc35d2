/* SPDX-License-Identifier: MIT */
#include "cmd/cli/shell.h"

#include <string.h>

#include "cmd/cli/stream.h"

void
shell_put_word(struct buf *b, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-./+,:@%=";
	if (*word && word[strspn(word, plain)] == 0) {
		buf_text(b, text_of(word));
		return;
	}
	buf_char(b, '\'');
	for (; *word; word++)
		if (*word == '\'')
			BUF_LIT(b, "'\\''");
		else
			buf_char(b, *word);
	buf_char(b, '\'');
}

/* The name of a file may say what is in an archive. */
static const char *
unpacker_of(const struct in *in, const char *path)
{
	static const char tail[] = ".eval";
	const char *unpacker = in_unpacker(in);
	const size_t n = path ? strlen(path) : 0;
	const bool eval = n >= sizeof(tail) && strcmp(path + n - (sizeof(tail) - 1), tail) == 0;
	return unpacker && eval && strcmp(unpacker, "unzip -p") == 0 ? "inspect log dump"
								     : unpacker;
}

void
shell_add_unpacking(struct err *e, const struct in *in, const char *path, const char *program)
{
	const char *unpacker = unpacker_of(in, path);
	struct buf b = { 0 };
	if (!unpacker)
		return;
	buf_printf(&b, "%s; use: %s", e->text, in_is_zstd(in) ? "zstdcat" : unpacker);
	if (!stream_is_standard(path) && !strstr(unpacker, "FILE")) {
		buf_char(&b, ' ');
		shell_put_word(&b, path);
	}
	if (in_is_zstd(in))
		buf_printf(&b, " | %s", unpacker);
	err_set(e, "%.*s | %s ...", (int)b.n, b.p, program);
	buf_free(&b);
}
