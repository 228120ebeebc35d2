/* SPDX-License-Identifier: MIT */
#ifndef TIME_CIVIL_H
#define TIME_CIVIL_H

#include <stdint.h>

/*
 * The proleptic Gregorian calendar; private to stamp.c and stamp_put.c.  Years begin in March, so
 * that the leap day is the last day of its year, and are counted in eras of 400 years (Howard
 * Hinnant, chrono-Compatible Low-Level Date Algorithms).
 */
struct civil {
	int year, month, day; /* 1..12, 1..31 */
};

enum {
	CIVIL_ERA = 146097,
	CIVIL_EPOCH = 719468
}; /* days per era; days from 0000-03-01 to
    * 1970-01-01 */

/* Returns the days since 1970-01-01; year must be 0 or later. */
static inline int64_t
civil_to_days(struct civil c)
{
	unsigned year =
	    (unsigned)(c.year + 400 - (c.month <= 2)); /* one era more, to stay above 0 */
	unsigned of_era = year % 400;
	unsigned month = (unsigned)c.month + (c.month > 2 ? -3 : 9);
	unsigned of_year = (153 * month + 2) / 5 + (unsigned)c.day - 1;
	return (int64_t)(year / 400) * CIVIL_ERA + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - CIVIL_EPOCH - CIVIL_ERA;
}

/* The inverse of civil_to_days, for days that are at least -CIVIL_EPOCH and fit 32 bits. */
static inline struct civil
civil_of_days(int64_t days)
{
	uint32_t n = (uint32_t)(days + CIVIL_EPOCH);
	uint32_t of_era = n % CIVIL_ERA;
	uint32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	uint32_t of_year = of_era - (365 * year + year / 4 - year / 100);
	uint32_t month = (5 * of_year + 2) / 153;
	uint32_t day = of_year - (153 * month + 2) / 5 + 1;
	month += month < 10 ? 3 : -9;
	return (
	    struct civil){ (int)(n / CIVIL_ERA * 400 + year + (month <= 2)), (int)month, (int)day };
}

#endif
