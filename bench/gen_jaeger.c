/* gen_jaeger.c - deterministic generator of a Jaeger UI download, pretty-printed (about 2.2 KB a span).
 *   ./gen_jaeger SPANS [SEED] > jaeger.json		26000 spans are 58 MB
 * Traces of 1 to 80 spans in six services: half of the spans are clients or servers of HTTP with 6 to 12 tags, one
 * in four has logs, one in fifty an error.  Spans leave in the order in which they end, children before parents. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
static uint64_t x; static uint64_t rnd(void) { x += 0x9e3779b97f4a7c15ull; uint64_t z = x; z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull; z = (z ^ (z >> 27)) * 0x94d049bb133111ebull; return z ^ (z >> 31); }
static unsigned below(unsigned n) { return (unsigned)(((rnd() >> 32) * (uint64_t)n) >> 32); }
static const char *op[] = {"HTTP GET /api/v2/orders/{id}","SELECT shop.orders","redis GET","checkout.Quote/GetQuote","publish order-created","render cart"};
static const char *service[] = {"frontend","checkout","cart","payment","shipping","catalogue"};
static void tag(int in, int first, const char *key, const char *type, const char *value) {
    printf("%s\n%*s{\n%*s\"key\": \"%s\",\n%*s\"type\": \"%s\",\n%*s\"value\": %s\n%*s}", first ? "" : ",", in, "", in + 2, "", key, in + 2, "", type, in + 2, "", value, in, "");
}
static void span(uint64_t trace, const uint64_t *id, const int *parent, int i, uint64_t t) {
    char v[128]; int p = below(6);
    printf("%s\n        {\n          \"traceID\": \"%016llx%016llx\",\n          \"spanID\": \"%016llx\",\n          \"flags\": 1,\n          \"operationName\": \"%s\",\n          \"references\": [", i ? "" : "", (unsigned long long)trace, (unsigned long long)~trace, (unsigned long long)id[i], op[p]);
    if (parent[i] >= 0) printf("\n            {\n              \"refType\": \"CHILD_OF\",\n              \"traceID\": \"%016llx%016llx\",\n              \"spanID\": \"%016llx\"\n            }\n          ", (unsigned long long)trace, (unsigned long long)~trace, (unsigned long long)id[parent[i]]);
    printf("],\n          \"startTime\": %llu,\n          \"duration\": %u,\n          \"tags\": [", (unsigned long long)t, 100 + below(90000));
    tag(12, 1, "span.kind", "string", below(2) ? "\"client\"" : "\"server\"");
    tag(12, 0, "internal.span.format", "string", "\"otlp\"");
    sprintf(v, "%u", below(50) ? 200 : 500); tag(12, 0, "http.status_code", "int64", v);
    tag(12, 0, "http.method", "string", "\"GET\"");
    sprintf(v, "\"http://shop.example.com/api/v2/orders/%u?expand=items\"", below(1000000)); tag(12, 0, "http.url", "string", v);
    for (unsigned k = 0, n = 1 + below(7); k < n; k++) { sprintf(v, "\"value of number %u, with a \\\"quote\\\"\"", below(100000)); char key[32]; sprintf(key, "app.attribute.%u", k); tag(12, 0, key, "string", v); }
    if (!below(50)) tag(12, 0, "error", "bool", "true");
    printf("\n          ],\n          \"logs\": [");
    int logs = below(4) ? 0 : 1 + below(4);
    for (int k = 0; k < logs; k++) {
        printf("%s\n            {\n              \"timestamp\": %llu,\n              \"fields\": [", k ? "," : "", (unsigned long long)t + k);
        tag(16, 1, "event", "string", "\"cache miss\""); sprintf(v, "\"user:%u\"", below(5000)); tag(16, 0, "key", "string", v);
        printf("\n              ]\n            }");
    }
    printf("%s],\n          \"processID\": \"p%d\",\n          \"warnings\": null\n        }", logs ? "\n          " : "", p + 1);
}
int main(int c, char **v) {
    long left = c > 1 ? atol(v[1]) : 1000; uint64_t t = 1767225600000000ull; x = c > 2 ? strtoull(v[2], 0, 10) : 7;
    static char ob[1 << 20]; setvbuf(stdout, ob, _IOFBF, sizeof ob);
    printf("{\n  \"data\": [");
    for (int first = 1; left > 0; first = 0) {
        int n = 1 + below(80), parent[80]; uint64_t id[80], trace = rnd() | 1;
        if (n > left) n = (int)left;
        for (int i = 0; i < n; i++) { id[i] = rnd() | 1; parent[i] = i ? (int)below(i) : -1; }
        printf("%s\n    {\n      \"traceID\": \"%016llx%016llx\",\n      \"spans\": [", first ? "" : ",", (unsigned long long)trace, (unsigned long long)~trace);
        for (int i = n - 1; i >= 0; i--) { span(trace, id, parent, i, t + i * 1000); if (i) putchar(','); }
        printf("\n      ],\n      \"processes\": {");
        for (int p = 0; p < 6; p++) {
            printf("%s\n        \"p%d\": {\n          \"serviceName\": \"%s\",\n          \"tags\": [", p ? "," : "", p + 1, service[p]);
            char h[64]; sprintf(h, "\"%s-%u.example.com\"", service[p], below(30)); tag(12, 1, "hostname", "string", h); tag(12, 0, "ip", "string", "\"10.1.2.3\"");
            printf("\n          ]\n        }");
        }
        printf("\n      },\n      \"warnings\": null\n    }");
        left -= n; t += 100000;
    }
    printf("\n  ],\n  \"total\": 0,\n  \"limit\": 0,\n  \"offset\": 0,\n  \"errors\": null\n}\n");
    return 0;
}
