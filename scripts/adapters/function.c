/* SPDX-License-Identifier: MIT */
/* Runs recorded calls of a function that is linked in.  Build it with the code under test:
 *
 *	cc -o adapter function.c tax.c -ljansson
 *
 * This one answers calls of calculate_tax; put your own function in its place. */
#include <jansson.h>

double calculate_tax(double amount, double rate);

int
main(void)
{
	char *line = NULL;
	size_t cap = 0;

	while (getline(&line, &cap, stdin) > 0) {
		json_t *request = json_loads(line, 0, NULL), *answer;
		json_int_t id;
		double amount, rate;

		if (!request || json_unpack(request, "{s:I}", "id", &id) != 0)
			return 1;
		if (json_unpack(request, "{s:{s:F,s:F}}", "input", "amount", &amount, "rate",
			&rate) == 0)
			answer = json_pack(
			    "{s:I,s:f}", "id", id, "output", calculate_tax(amount, rate));
		else
			answer = json_pack("{s:I,s:{s:s,s:s}}", "id", id, "error", "type",
			    "TypeError", "message", "amount and rate must be numbers");
		json_dumpf(answer, stdout, JSON_COMPACT);
		putchar('\n');
		fflush(stdout);
		json_decref(answer);
		json_decref(request);
	}
	return 0;
}
