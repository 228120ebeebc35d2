# --suggest copes with odd and hostile logs: keys without end, keys that collide, odd names, deep nesting, broken input.
plan() {
	esper-encode --suggest log >plan.json && esper-encode --check plan.json >/dev/null &&
		jq -c '.runtime, (.fields[] | [.name[:30], .parser, .selector.path[:30]])' plan.json &&
		esper-encode -p plan.json log >events && wc -l <events
}
echo "a new key in each event does not hide the others"
jq -nc 'range(300) | . as $i | {time: "2026-11-20T10:00:00Z"} + ([range(30) | {key: "k\($i)_\(.)", value: .}] | from_entries) + {last: $i}' >log
plan
echo "keys that collide"
cat >log <<'END'
{"time":"2026-11-20T10:00:00Z","userId":1,"user_id":"x1","User-ID":"192.0.2.1"}
{"time":"2026-11-20T10:00:01Z","userId":2,"user_id":"x2","User-ID":"192.0.2.2"}
END
plan
tail -n 1 events | jq -c .fields
echo "two spellings of one key"
cat >log <<'END'
{"time":"2026-11-20T10:00:00Z","userId":1}
{"time":"2026-11-20T10:00:01Z","user_id":2}
END
plan
echo "two spellings of the time, of which the first has none"
cat >log <<'END'
{"Time":"later","a":1}
{"time":"2026-11-20T10:00:00Z","a":2}
{"time":"2026-11-20T10:00:01Z","a":3}
END
plan
echo "odd keys"
jq -nc 'range(2) | . as $i | {time: "2026-11-20T10:00:00Z", "a.b": $i, "x[y]": $i, "": $i, "*": $i, "c\nd": $i, "\u0000": $i, ("k" * 200): $i, ("z" * 2000): $i, "é": $i, "\"": $i, "..": $i, "0": $i, "s[t]": "{\"a\":1}", "a\u202eb": $i}' >log
plan
echo "keys with dots, of which a path would take a part for an index or for all elements"
jq -nc 'range(2) | {"a.0": [{time: "2026-11-20T10:00:00Z", v: .}], b: {"c.1.d": [{time: "2026-11-20T10:00:00Z"}]}}' >log
esper-encode --suggest log
jq -nc 'range(2) | {time: "2026-11-20T10:00:00Z", "a.*": ., "*.b": ., "c.*.d": "{\"a\":1}", "*e": ., "f.": ., "g.0": "{\"a\":\(.)}"}' >log
plan
echo "pairs of names and values behind a dot, where no bracket can stand"
jq -nc 'range(2) | {time: "2026-11-20T10:00:00Z", "a.": [{name: "x", value: .}], b: {".": [{name: "x", value: .}]}, c: [{name: "x", value: .}]}' >log
plan
echo "a key twice, and by two ways"
cat >log <<'END'
{"time":"2026-11-20T10:00:00Z","a":"x","a":1,"b":{"c":1},"b.c":2}
{"time":"2026-11-20T10:00:01Z","a":"y","a":2,"b":{"c":2},"b.c":3}
END
plan
jq -r '.fields[].description' plan.json
echo "deep"
for i in 1 2; do
	printf '{"time":"2026-11-20T10:00:00Z","n":%d,"d":%s%d%s}\n' $i "$(printf '{"a":%.0s' $(seq 900))" $i "$(printf '}%.0s' $(seq 900))"
done >log
plan
echo "one event; a text of a megabyte; a key of an array by an index"
echo '{"time":"2026-11-20T10:00:00Z","a":1}' >log
plan
jq -nc 'range(2) | {time: "2026-11-20T10:00:00Z", id: ("\(.)" * 1000000), v: .}' >log
plan
jq -nc 'range(2) | {"0": [{time: "2026-11-20T10:00:00Z", v: .}]}' >log
esper-encode --suggest log
jq -nc 'range(2) | {"a.b": [{time: "2026-11-20T10:00:00Z", v: 1}, {time: "2026-11-20T10:00:00Z", v: 2}]}' >log
plan
echo "broken"
printf '\n{"a":"\351"}\n{"a":"\351"}\n' >log
esper-encode --suggest log
printf '\n{"a":1]\n' >log
esper-encode --suggest log
printf '\n\nno\n' >log
esper-encode --suggest log
jq -nc '[range(2100000)]' | sed 's/^/{"a":/; s/$/}/' >log
esper-encode --suggest log
echo "in and out"
jq -nc '[range(3) | {time: "2026-11-20T10:00:00Z", v: .}]' >log
esper-encode --suggest - <log >one && esper-encode --suggest -o two log && cmp one two && esper-encode --suggest -o three.zst log && zstd -dcq three.zst | cmp - one && echo same
esper-encode --suggest log >/dev/full
echo "exit $?"
esper-encode --suggest -o /dev/full log
echo "exit $?"
gzip -c log | esper-encode --suggest
echo "exit $?"
head -c 40 three.zst >torn.zst
esper-encode --suggest torn.zst
echo "exit $?"
