/* paths_simdjson PATH... < LINES: simdjson On-Demand; one pass over each object, which goes into what leads to a path and skips the rest.
 * Writes {"PATH":value,...} for each line; strings are unescaped and written anew, other scalars copied. */
#include "bench/enc_common.h"
#include "simdjson.h"
#include <string>
#include <vector>
using namespace simdjson;
static ondemand::parser op;
struct node { std::string key; int slot = -1; std::vector<node> child; };
static node root; static std::vector<std::string> names; static std::vector<str> found; static std::vector<char> quoted;
static void add(const std::string &path) {
    node *at = &root; size_t from = 0;
    for (;;) {
        size_t dot = path.find('.', from); std::string k = path.substr(from, dot - from); node *to = nullptr;
        for (auto &c : at->child) if (c.key == k) to = &c;
        if (!to) { at->child.push_back({}); to = &at->child.back(); to->key = k; }
        at = to; if (dot == std::string::npos) break; from = dot + 1;
    }
    at->slot = (int)names.size(); names.push_back(path);
}
static void walk(ondemand::object o, const node &at) {
    for (auto f : o) {
        ondemand::raw_json_string k; if (f.key().get(k)) die_line("key");
        for (auto &c : at.child) {
            if (!k.unsafe_is_equal(std::string_view(c.key))) continue;
            ondemand::value v; if (f.value().get(v)) die_line("value");
            ondemand::json_type t; if (v.type().get(t)) die_line("type");
            if (t == ondemand::json_type::object && !c.child.empty()) { ondemand::object in; if (v.get_object().get(in)) die_line("object"); walk(in, c); }
            else if (c.slot >= 0) {
                std::string_view s;
                if (t == ondemand::json_type::string) { if (v.get_string().get(s)) die_line("string"); quoted[c.slot] = 1; }
                else { s = v.raw_json_token(); quoted[c.slot] = 0; while (!s.empty() && (unsigned char)s.back() <= ' ') s.remove_suffix(1); }
                found[c.slot] = {s.data(), s.size()};
            }
            break;
        }
    }
}
static void line(char *p, size_t n) {
    ondemand::document d; ondemand::object o; if (op.iterate(p, n, n + PAD / 2).get(d) || d.get_object().get(o)) die_line("od");
    for (auto &f : found) f = {nullptr, 0};
    walk(o, root);
    char *w = out_buf + out_n; char sep = '{';
    for (size_t i = 0; i < names.size(); i++) {
        *w++ = sep; sep = ','; *w++ = '"'; memcpy(w, names[i].data(), names[i].size()); w += names[i].size(); *w++ = '"'; *w++ = ':';
        if (!found[i].p || quoted[i]) w = put_val(w, found[i]); else { memcpy(w, found[i].p, found[i].n); w += found[i].n; }
    }
    w = LIT(w, "}\n"); out_n = (size_t)(w - out_buf); if (out_n >= OUTCAP) out_flush();
}
int main(int argc, char **argv) { for (int i = 1; i < argc; i++) add(argv[i]); found.resize(names.size()); quoted.resize(names.size()); each_line(line); }
