/* SPDX-License-Identifier: MIT */
#include "json/automaton.h"

#include "base/ascii.h"
#include "base/number.h"
#include "json/scan.h"

static const char *
digits(const char *p)
{
	const char *from = p;
	while (ascii_is_digit(*p))
		p++;
	return p > from ? p : NULL;
}

const char *
automaton_number_end(const char *p)
{
	p += *p == '-';
	p = *p == '0' ? p + 1 : digits(p);
	if (p && *p == '.')
		p = digits(p + 1);
	if (p && (*p | 0x20) == 'e') {
		p++;
		p = digits(p + (*p == '+' || *p == '-'));
	}
	return p;
}

const char *
automaton_escape_end(const char *p)
{
	int unit, low;
	if (p[1] != 'u')
		return scan_is_escape[(unsigned char)p[1]] ? p + 2 : NULL;
	if ((unit = number_hex4(p + 2)) < 0)
		return NULL;
	if (unit < 0xd800 || unit > 0xdfff)
		return p + 6;
	if (unit >= 0xdc00 || p[6] != '\\' || p[7] != 'u')
		return NULL;
	low = number_hex4(p + 8);
	return low >= 0xdc00 && low <= 0xdfff ? p + 12 : NULL;
}
