/* SPDX-License-Identifier: MIT */
/*
 * gen_lines KIND LINES [SEED]: logs of other shapes than gen_events has, so that nobody tunes to one
 * file.  The same arguments give the same bytes.
 *
 *   nested       audit records of a cloud: deep objects, and other parameters for each kind of call
 *   wide         objects of 200 members
 *   text         access log lines, not JSON
 *   adversarial  no two lines have the same keys in the same order
 *   mixed        lines of one structure, of which six of ten have another last key each
 *   unicode      short texts in Japanese and Russian, with escapes
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

static uint64_t
next(void)
{
	uint64_t z = (state += UINT64_C(0x9e3779b97f4a7c15));
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static unsigned
below(unsigned n)
{
	return (unsigned)(next() % n);
}

static const char *const names[] = { "alice", "bob", "carol", "dave", "erin", "frank", "grace",
	"heidi" };

static void
put_time(unsigned i)
{
	printf("\"2026-01-%02uT%02u:%02u:%02uZ\"", 1 + i / 864000 % 28, i / 36000 % 24,
	    i / 600 % 60, i / 10 % 60);
}

static void
put_parameters(unsigned call)
{
	switch (call) {
	case 0:
		printf("{\"bucketName\":\"logs-%u\",\"key\":\"2026/01/%08" PRIx64
		       ".gz\",\"x-id\":\"GetObject\"}",
		    below(50), next() & 0xffffffff);
		return;
	case 1:
		printf("{\"roleArn\":\"arn:aws:iam::%012u:role/deploy\",\"roleSessionName\":\"%s-%u\","
		       "\"durationSeconds\":%u}",
		    below(1000000), names[below(8)], below(100), 900 * (1 + below(4)));
		return;
	case 2:
		printf("{\"instancesSet\":{\"items\":[");
		for (unsigned i = 0, n = 1 + below(4); i < n; i++)
			printf("%s{\"instanceId\":\"i-%017" PRIx64 "\"}", i ? "," : "", next() >> 8);
		printf("]},\"filterSet\":{},\"maxResults\":%u}", below(1000));
		return;
	default: printf("null");
	}
}

static void
nested(unsigned i)
{
	static const char *const event[] = { "GetObject", "AssumeRole", "DescribeInstances",
		"ListBuckets" };
	static const char *const source[] = { "s3", "sts", "ec2", "s3" };
	const unsigned call = below(4), account = 100000 + below(900000);
	const char *who = names[below(8)];
	printf("{\"eventVersion\":\"1.09\",\"userIdentity\":{\"type\":\"AssumedRole\",\"principalId\":"
	       "\"AROA%012" PRIX64 ":%s\",\"arn\":\"arn:aws:sts::%u000000:assumed-role/ops/%s\","
	       "\"accountId\":\"%u000000\",\"accessKeyId\":\"ASIA%012" PRIX64 "\",\"sessionContext\":{"
	       "\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":\"AROA%012" PRIX64 "\",\"arn\":"
	       "\"arn:aws:iam::%u000000:role/ops\",\"accountId\":\"%u000000\",\"userName\":\"ops\"},"
	       "\"attributes\":{\"creationDate\":",
	    next() >> 16, who, account, who, account, next() >> 16, next() >> 16, account, account);
	put_time(i);
	printf(",\"mfaAuthenticated\":\"%s\"}}},\"eventTime\":", below(3) ? "false" : "true");
	put_time(i);
	printf(",\"eventSource\":\"%s.amazonaws.com\",\"eventName\":\"%s\",\"awsRegion\":\"eu-west-%u\","
	       "\"sourceIPAddress\":\"%u.%u.%u.%u\",\"userAgent\":\"[aws-cli/2.15.%u Python/3.11.6 "
	       "Linux/6.1 exe/x86_64]\",",
	    source[call], event[call], 1 + below(3), 1 + below(223), below(256), below(256),
	    below(256), below(60));
	if (below(20) == 0)
		printf("\"errorCode\":\"AccessDenied\",\"errorMessage\":\"User is not authorized\",");
	printf("\"requestParameters\":");
	put_parameters(call);
	printf(",\"responseElements\":null,\"requestID\":\"%016" PRIX64 "\",\"eventID\":\"%08" PRIx64
	       "-%04x-4%03x-a%03x-%012" PRIx64 "\",\"readOnly\":%s,\"eventType\":\"AwsApiCall\","
	       "\"managementEvent\":true,\"recipientAccountId\":\"%u000000\",\"eventCategory\":"
	       "\"Management\",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":"
	       "\"TLS_AES_128_GCM_SHA256\",\"clientProvidedHostHeader\":\"%s.eu-west-1.amazonaws.com\"}}"
	       "\n",
	    next(), next() >> 32, below(65536), below(4096), below(4096), next() >> 16,
	    call == 1 ? "false" : "true", account, source[call]);
}

static void
wide(unsigned i)
{
	printf("{\"eventTime\":");
	put_time(i);
	printf(",\"user\":\"%s%u\"", names[below(8)], below(1000));
	for (unsigned m = 0; m < 198; m++)
		if (m % 3 == 0)
			printf(",\"m%u_count\":%u", m, below(100000));
		else if (m % 3 == 1)
			printf(",\"m%u_ratio\":%u.%02u", m, below(10), below(100));
		else
			printf(",\"m%u_label\":\"%s-%u\"", m, names[below(8)], below(10));
	printf("}\n");
}

static void
text(unsigned i)
{
	printf("%u.%u.%u.%u - %s [%02u/Jan/2026:%02u:%02u:%02u +0000] \"GET /item/%u?ref=%s HTTP/1.1\" "
	       "%u %u \"https://www.example.com/\" \"Mozilla/5.0 (X11; Linux x86_64; rv:%u.0)\"\n",
	    1 + below(223), below(256), below(256), below(256), names[below(8)],
	    1 + i / 864000 % 28, i / 36000 % 24, i / 600 % 60, i / 10 % 60, below(100000),
	    names[below(8)], below(10) ? 200 : 404, below(100000), 90 + below(40));
}

static void
adversarial(unsigned i)
{
	unsigned open = 0;
	printf("{\"eventTime\":");
	put_time(i);
	printf(",\"user\":\"%s\"", names[below(8)]);
	for (unsigned m = 0; m < 40; m++) {
		printf(",\"k%u\":", below(100000));
		switch (below(5)) {
		case 0: printf("%u", below(100000)); break;
		case 1: printf("\"%s\"", names[below(8)]); break;
		case 2: printf("[%u,\"%s\",null]", below(10), names[below(8)]); break;
		case 3:
			printf("{\"a%u\":true", below(1000));
			open++;
			break;
		default: printf("false");
		}
		if (open > 0 && below(3) == 0) {
			putchar('}');
			open--;
		}
	}
	while (open-- > 0)
		putchar('}');
	printf("}\n");
}

static void
mixed(unsigned i)
{
	printf("{\"eventTime\":");
	put_time(i);
	printf(",\"user\":\"%s\"", names[below(8)]);
	for (unsigned m = 0; m < 38; m++)
		if (m % 2)
			printf(",\"member%u\":%u", m, below(100000));
		else
			printf(",\"member%u\":\"%s\"", m, names[below(8)]);
	if (below(10) < 6)
		printf(",\"k%u\":true}\n", below(1000000));
	else
		printf(",\"known\":true}\n");
}

static void
unicode(unsigned i)
{
	static const char *const word[] = { "東京都", "サーバー", "ログイン", "Привет", "ошибка",
		"\\u3042\\n", "naïve", "ok" };
	printf("{\"eventTime\":");
	put_time(i);
	printf(",\"user\":\"%s%u\",\"message\":\"", names[below(8)], below(1000));
	for (unsigned w = 0, n = 5 + below(30); w < n; w++)
		printf("%s%s", w ? " " : "", word[below(8)]);
	printf("\",\"city\":\"%s\",\"code\":%u}\n", word[below(3)], below(1000));
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*put)(unsigned);
	} kind[] = { { "nested", nested }, { "wide", wide }, { "text", text },
		{ "adversarial", adversarial }, { "mixed", mixed },
		{ "unicode", unicode } };
	const unsigned lines = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
	state = argc > 3 ? strtoull(argv[3], NULL, 10) : 42;
	for (size_t k = 0; argc > 1 && k < sizeof(kind) / sizeof(*kind); k++) {
		if (strcmp(argv[1], kind[k].name) != 0)
			continue;
		for (unsigned i = 0; i < lines; i++)
			kind[k].put(i);
		return fflush(stdout) == 0 ? 0 : 1;
	}
	fprintf(stderr, "usage: gen_lines nested|wide|text|adversarial|mixed|unicode LINES [SEED]\n");
	return 2;
}
