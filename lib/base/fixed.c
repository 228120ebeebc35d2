/* SPDX-License-Identifier: MIT */
#include "base/fixed.h"

#include <string.h>

bool
fixed_read(struct text t, number_wide *out)
{
	const number_wide limit = FIXED_ONE * FIXED_ONE * FIXED_ONE; /* 10^18 */
	return number_is_json(t) && number_floor(t, 9, out) && *out<limit && * out> - limit;
}

bool
fixed_read_whole(struct text t, number_wide *out)
{
	int64_t i;
	uint64_t u;
	if (number_i64(t, &i) == 0)
		return *out = i * FIXED_ONE, true;
	if (number_u64(t, &u) == 0)
		return *out = u * FIXED_ONE, true;
	return false;
}

bool
fixed_read_number(struct text t, number_wide *out)
{
	return fixed_read_whole(t, out) || fixed_read(t, out);
}

/* Writes v in units of 10^-places. */
static size_t
put(number_wide v, int places, char out[FIXED_MAX])
{
	char digits[FIXED_MAX], *end = digits + sizeof(digits), *p = end;
	__extension__ unsigned __int128 rest = v < 0 ? -(unsigned __int128)v : (unsigned __int128)v;
	for (; places > 0; places--, rest /= 10)
		if (p < end || rest % 10 != 0)
			*--p = (char)('0' + (int)(rest % 10));
	if (p < end)
		*--p = '.';
	do
		*--p = (char)('0' + (int)(rest % 10));
	while ((rest /= 10) > 0);
	if (v < 0)
		*--p = '-';
	memcpy(out, p, (size_t)(end - p));
	return (size_t)(end - p);
}

size_t
fixed_put(number_wide v, char out[FIXED_MAX])
{
	return put(v, 9, out);
}

size_t
fixed_put_whole(number_wide v, char out[FIXED_MAX])
{
	return put(v, 0, out);
}
