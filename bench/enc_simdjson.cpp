/* simdjson: enc_simdjson od      On-Demand, one iterate() a line (lazy: skipped values are not validated beyond stage 1)
 *           enc_simdjson odmany  On-Demand, iterate_many over 1 MB batches
 *           enc_simdjson dom     DOM, one parse() a line: full validation, all strings unescaped, all numbers parsed
 *           enc_simdjson dommany DOM, parse_many */
#include "bench/enc_common.h"
#include "simdjson.h"
#include <string>
using namespace simdjson;
static ondemand::parser op; static dom::parser dp;
template <class R> static inline str S(R r) { std::string_view v; if (std::move(r).get(v)) return {nullptr, 0}; return {v.data(), v.size()}; }
template <class D> static void od_doc(D &d) {
    fields f; ondemand::object r; if (d.get_object().get(r)) die_line("od");
    f.event_id = S(r["event_id"].get_string()); f.observed_at = S(r["observed_at"].get_string());
    f.method = S(r["method"].get_string()); f.path = S(r["path"].get_string());
    f.ua = f.xff = f.email = f.dev = {nullptr, 0};
    ondemand::object h; if (!r["headers"].get_object().get(h)) { f.ua = S(h["user-agent"].get_string()); f.xff = S(h["x-forwarded-for"].get_string()); }
    ondemand::object b, q, v;
    if (!r["body"].get_object().get(b) && !b["request"].get_object().get(q)) {
        f.email = S(q["email"].get_string());
        if (!q["device"].get_object().get(v)) f.dev = S(v["id"].get_string());
    }
    emit(&f);
}
static void od(char *p, size_t n) { ondemand::document d; if (op.iterate(p, n, n + PAD / 2).get(d)) die_line("od"); od_doc(d); }
static void dom_doc(dom::element r) {
    fields f; auto h = r["headers"]; auto q = r["body"]["request"];   /* results: a missing key stays an error, never a crash */
    f.event_id = S(r["event_id"].get_string()); f.observed_at = S(r["observed_at"].get_string());
    f.method = S(r["method"].get_string()); f.path = S(r["path"].get_string());
    f.ua = S(h["user-agent"].get_string()); f.xff = S(h["x-forwarded-for"].get_string());
    f.email = S(q["email"].get_string()); f.dev = S(q["device"]["id"].get_string());
    emit(&f);
}
static void dl(char *p, size_t n) { dom::element e; if (dp.parse(p, n, false).get(e)) die_line("dom"); dom_doc(e); }
int main(int argc, char **argv) {
    std::string m = argc > 1 ? argv[1] : "od";
    if (argc > 2) for (auto i : get_available_implementations()) if (i->name() == argv[2] && i->supported_by_runtime_system()) get_active_implementation() = i;
    if (m == "od") each_line(od);
    else if (m == "dom") each_line(dl);
    else return 2;
    return 0;
}
