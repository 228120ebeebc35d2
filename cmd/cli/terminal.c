/* SPDX-License-Identifier: MIT */
#include "cmd/cli/terminal.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	WIDTH = 80, /* if the width of the terminal is not known */
	WIDTH_LEAST = 40,
	WIDTH_MOST = 10000
};

size_t
terminal_width(void)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	size_t n = 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		n = size.ws_col;
	if (n == 0 && columns)
		n = strtoul(columns, NULL, 10);
	if (n == 0)
		return WIDTH;
	return n < WIDTH_LEAST ? WIDTH_LEAST : n > WIDTH_MOST ? WIDTH_MOST : n;
}

/* The name of the locale, as the environment has it. */
static const char *
locale_name(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return value;
	}
	return "C";
}

bool
terminal_utf8(void)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	if (!locale) {
		/* it is not installed here, but the terminal may well be elsewhere */
		const char *name = locale_name();
		return strcasestr(name, "utf-8") || strcasestr(name, "utf8");
	}
	const bool utf8 = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
	freelocale(locale);
	return utf8;
}
