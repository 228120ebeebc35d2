/* SPDX-License-Identifier: MIT */

/*
 * gen_orders [REQUESTS]: a day of made-up telemetry of an order service as JSONL on standard
 * output, 2023-10-31 from 00:00 to 24:00 UTC, in order of time; the same bytes every time and
 * everywhere.
 *
 * Each request (10000 of them) calls a few functions, some of which fail.  One more request fails
 * in a way of its own.  Requests overlap, so their records are mixed.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECOND_NS INT64_C(1000000000)
#define DAY_NS (86400 * SECOND_NS)
#define START_NS (INT64_C(1698710400) * SECOND_NS)
#define REQUESTS_DEFAULT 10000
#define REQUESTS_MOST 10000000

/* splitmix64: Steele, Lea, Flood 2014 */
static uint64_t
mix(uint64_t z)
{
	z += 0x9e3779b97f4a7c15;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

/* What a request records, in this order. */
enum step {
	ORDER_ENTRY,
	TAX_RATE,
	TAX_ENTRY,
	TAX_EXIT,
	CARD_ENTRY,
	CARD_ERROR,
	CARD_EXIT,
	ORDER_EXIT,
	STEPS,
	INCIDENT /* a line of the request that is looked for */
};

struct record {
	int64_t at_ns;
	uint32_t request; /* INCIDENT: the number of the line */
	uint32_t step;    /* enum step */
};

static const struct {
	int64_t at_ns;
	const char *line; /* before the time, and after it */
	const char *rest;
} incident[] = {
	{ INT64_C(1698765432123456789), "{\"event_type\": \"function_entry\", \"timestamp_ns\": ",
	    ", \"function_name\": \"process_order\", \"args\": {\"order_id\": 12345, \"user_id\": 67890}, "
	    "\"correlation_id\": \"req_abc123\"}" },
	{ INT64_C(1698765432123567890), "{\"event_type\": \"variable_change\", \"timestamp_ns\": ",
	    ", \"variable_name\": \"tax_rate\", \"value\": 0.08, \"correlation_id\": \"req_abc123\"}" },
	{ INT64_C(1698765432124000000), "{\"event_type\": \"function_entry\", \"timestamp_ns\": ",
	    ", \"function_name\": \"calculate_tax\", \"args\": {\"amount\": 100.0, \"rate\": 0.08}, "
	    "\"parent_correlation_id\": \"req_abc123\", \"correlation_id\": \"func_xyz789\"}" },
	{ INT64_C(1698765432124100000), "{\"event_type\": \"error\", \"timestamp_ns\": ",
	    ", \"error_type\": \"ZeroDivisionError\", \"message\": \"division by zero\", "
	    "\"correlation_id\": \"func_xyz789\"}" },
	{ INT64_C(1698765432124200000), "{\"event_type\": \"function_exit\", \"timestamp_ns\": ",
	    ", \"function_name\": \"calculate_tax\", \"error\": true, "
	    "\"correlation_id\": \"func_xyz789\"}" },
};
enum { INCIDENT_LINES = sizeof(incident) / sizeof(*incident) };

static int
declined(uint32_t request)
{
	return mix(request) % 50 == 0;
}

/* Adds the records of a request.  Returns how many there are now. */
static size_t
add_request(struct record *r, size_t n, uint32_t request, uint32_t requests)
{
	int64_t at_ns = START_NS + DAY_NS / requests * request;
	at_ns += (int64_t)(mix(request + UINT64_C(1) * requests) % SECOND_NS);
	for (uint32_t step = 0; step < STEPS; step++) {
		if (step == CARD_ERROR && !declined(request))
			continue;
		r[n++] = (struct record){ at_ns, request, step };
		const uint64_t most = step == CARD_ENTRY ? 20 * SECOND_NS : 2000000;
		at_ns += 1000 + (int64_t)(mix(request * UINT64_C(16) + step) % most);
	}
	return n;
}

static int
by_time(const void *a, const void *b)
{
	const struct record *x = a, *y = b;
	if (x->at_ns != y->at_ns)
		return x->at_ns < y->at_ns ? -1 : 1;
	if (x->request != y->request)
		return x->request < y->request ? -1 : 1;
	return (x->step > y->step) - (x->step < y->step);
}

static void
put_call(const struct record *r, const char *type, const char *function, unsigned call)
{
	printf("{\"event_type\": \"%s\", \"timestamp_ns\": %" PRId64
	       ", \"function_name\": \"%s\", \"correlation_id\": \"",
	    type, r->at_ns, function);
	if (call == 0)
		printf("req_%06" PRIx32 "\"", r->request);
	else
		printf("func_%06" PRIx32 "%u\", \"parent_correlation_id\": \"req_%06" PRIx32 "\"",
		    r->request, call, r->request);
}

static void
put(const struct record *r)
{
	const unsigned amount = (unsigned)(mix(r->request) % 500);
	switch ((enum step)r->step) {
	case ORDER_ENTRY:
		put_call(r, "function_entry", "process_order", 0);
		printf(", \"args\": {\"order_id\": %" PRIu32 ", \"user_id\": %u}}\n",
		    r->request + 20000, (unsigned)(mix(~(uint64_t)r->request) % 100000));
		break;
	case TAX_RATE:
		put_call(r, "variable_change", "process_order", 0);
		puts(", \"variable_name\": \"tax_rate\", \"value\": 0.08}");
		break;
	case TAX_ENTRY:
		put_call(r, "function_entry", "calculate_tax", 1);
		printf(", \"args\": {\"amount\": %u.0, \"rate\": 0.08}}\n", amount);
		break;
	case TAX_EXIT:
		put_call(r, "function_exit", "calculate_tax", 1);
		printf(", \"return_value\": %u.%02u}\n", amount * 8 / 100, amount * 8 % 100);
		break;
	case CARD_ENTRY:
		put_call(r, "function_entry", "charge_card", 2);
		printf(
		    ", \"args\": {\"amount\": %u.%02u}}\n", amount * 108 / 100, amount * 108 % 100);
		break;
	case CARD_ERROR:
		put_call(r, "error", "charge_card", 2);
		puts(", \"error_type\": \"PaymentDeclined\", \"message\": \"the bank said no\"}");
		break;
	case CARD_EXIT:
		put_call(r, "function_exit", "charge_card", 2);
		puts(declined(r->request) ? ", \"error\": true}" : ", \"return_value\": \"paid\"}");
		break;
	case ORDER_EXIT:
		put_call(r, "function_exit", "process_order", 0);
		puts(declined(r->request) ? ", \"return_value\": \"declined\"}"
					  : ", \"return_value\": \"ordered\"}");
		break;
	case INCIDENT:
		printf("%s%" PRId64 "%s\n", incident[r->request].line, r->at_ns,
		    incident[r->request].rest);
		break;
	case STEPS: break;
	}
}

static uint32_t
requests_of(int argc, char **argv)
{
	char *end = NULL;
	if (argc < 2)
		return REQUESTS_DEFAULT;
	const unsigned long n = strtoul(argv[1], &end, 10);
	return argc > 2 || *end || n > REQUESTS_MOST ? 0 : (uint32_t)n;
}

int
main(int argc, char **argv)
{
	const uint32_t requests = requests_of(argc, argv);
	if (requests == 0) {
		fprintf(stderr, "usage: gen_orders [REQUESTS]\n");
		return 2;
	}
	struct record *r = malloc(((size_t)requests * STEPS + INCIDENT_LINES) * sizeof(*r));
	size_t n = 0;
	if (!r) {
		fprintf(stderr, "gen_orders: out of memory\n");
		return 2;
	}
	for (uint32_t i = 0; i < requests; i++)
		n = add_request(r, n, i, requests);
	for (uint32_t i = 0; i < INCIDENT_LINES; i++)
		r[n++] = (struct record){ incident[i].at_ns, i, INCIDENT };
	qsort(r, n, sizeof(*r), by_time);
	for (size_t i = 0; i < n; i++)
		put(&r[i]);
	free(r);
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	fprintf(stderr, "gen_orders: standard output: %s\n", strerror(errno));
	return 2;
}
