/* win_simdjson < encoded.jsonl: simdjson On-Demand + open-addressing hash + one ring of timestamps an entity (exact sliding window) */
#include "bench/enc_common.h"
#include "simdjson.h"
using namespace simdjson;
static ondemand::parser op;
struct ent { uint64_t h; char *key; uint32_t klen, cap, head, n; int64_t *ring; };
static ent *tab; static size_t mask = (1 << 12) - 1, used;
static uint64_t hash(const char *p, size_t n) { uint64_t h = n * 0x9e3779b97f4a7c15ull, w; while (n >= 8) { memcpy(&w, p, 8); h = (h ^ w) * 0xbf58476d1ce4e5b9ull; h ^= h >> 32; p += 8; n -= 8; } w = 0; memcpy(&w, p, n); h = (h ^ w) * 0x94d049bb133111ebull; return (h ^ (h >> 29)) | 1; }
static ent *find(const char *k, size_t n) {
    uint64_t h = hash(k, n); size_t i = h & mask;
    for (; tab[i].h; i = (i + 1) & mask) if (tab[i].h == h && tab[i].klen == n && !memcmp(tab[i].key, k, n)) return &tab[i];
    if (++used * 10 > mask * 7) { size_t om = mask; ent *o = tab; mask = mask * 2 + 1; tab = (ent *)calloc(mask + 1, sizeof(ent)); for (size_t j = 0; j <= om; j++) if (o[j].h) { size_t x = o[j].h & mask; while (tab[x].h) x = (x + 1) & mask; tab[x] = o[j]; } free(o); i = h & mask; while (tab[i].h) i = (i + 1) & mask; }
    ent *e = &tab[i]; e->h = h; e->key = (char *)malloc(n); memcpy(e->key, k, n); e->klen = n; e->cap = 4; e->ring = (int64_t *)malloc(32); return e;
}
static inline int d2(const char *p) { return (p[0] - '0') * 10 + p[1] - '0'; }
static int64_t rfc3339(str s) { /* ms since epoch */
    const char *p = s.p; int y = d2(p) * 100 + d2(p + 2), m = d2(p + 5), d = d2(p + 8); y -= m <= 2; int era = y / 400, yoe = y - era * 400, doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1; int64_t days = era * 146097ll + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
    return ((days * 24 + d2(p + 11)) * 60 + d2(p + 14)) * 60000 + d2(p + 17) * 1000 + (p[20] - '0') * 100 + d2(p + 21); }
static void line(char *p, size_t n) {
    ondemand::document d; ondemand::object r; if (op.iterate(p, n, n + PAD / 2).get(d) || d.get_object().get(r)) die_line("od");
    std::string_view id, ts, em, ac; if (r["event_id"].get(id) || r["observed_at"].get(ts) || r["email"].get(em) || r["action"].get(ac) || ac != "login_attempt") return;
    int64_t t = rfc3339({ts.data(), ts.size()}); ent *e = find(em.data(), em.size());
    while (e->n && e->ring[e->head] < t - 300000) { e->head = (e->head + 1) & (e->cap - 1); e->n--; }
    if (e->n == e->cap) { int64_t *q = (int64_t *)malloc(e->cap * 16); for (uint32_t i = 0; i < e->n; i++) q[i] = e->ring[(e->head + i) & (e->cap - 1)]; free(e->ring); e->ring = q; e->head = 0; e->cap *= 2; }
    e->ring[(e->head + e->n++) & (e->cap - 1)] = t;
    char *o = out_buf + out_n; o = LIT(o, "{\"event_id\":\""); memcpy(o, id.data(), id.size()); o += id.size(); o = LIT(o, "\",\"n\":"); o += sprintf(o, "%u}\n", e->n); out_n = o - out_buf; if (out_n >= OUTCAP) out_flush();
}
int main() { tab = (ent *)calloc(mask + 1, sizeof(ent)); each_line(line); return 0; }
