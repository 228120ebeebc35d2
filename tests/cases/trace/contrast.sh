# --root-cause compares failing calls with passing ones: values, presence and child calls that go with failure, and nothing else
export LC_ALL=C.UTF-8
# Calls of f: 500 attributes; every 20th call fails, and only these have one value of a321.
cat >many.awk <<'END'
function random() {
	seed = (seed * 69069 + 1) % 4294967296
	return int(seed / 65536)
}
BEGIN {
	seed = 7
	for (i = 0; i < n; i++) {
		bad = i % 20 == 3
		printf "{\"trace_id\":\"t%d\",\"call_id\":\"c%d\",\"parent_id\":null,\"name\":\"f\",\"kind\":\"function\",\"service\":null,\"start\":null,\"duration_ns\":5,\"status\":\"%s\"", i, i, bad ? "error" : "ok"
		printf ",\"input\":{\"id\":%d},\"attributes\":{", i
		for (a = 0; a < 500; a++) {
			v = a % 3 == 0 ? random() * 65536 + random() : random() % (2 + a % 20)
			if (a == 321 && bug)
				v = bad ? 77 : random() % 6
			printf "%s\"a%d\":%s", a ? "," : "", a, v
		}
		print "}}"
	}
}
END
contrast() {
	esper-trace-replay -q --root-cause --format jsonl "$@" | jq -c 'select(.findings)'
}
echo '-- a value among 500 attributes'
awk -v n=400 -v bug=1 -f many.awk | tee many | contrast | tee found | jq -c '.findings[].p |= (. < 1e-20)'
awk -v n=100 -v bug=1 -f many.awk | contrast | jq -c '[.failing, .passing, .findings[].what]'
echo '-- and if it is not there'
awk -v n=400 -f many.awk | tee none | contrast
esper-trace-replay -q --root-cause none | tail -n 1
echo '-- the same in any order of the table, which has a random key'
for _ in 1 2 3; do
	contrast many | cmp - found
done
echo '-- kinds of findings'
# 10 failing and 20 passing calls of each of several functions
awk 'function call(id, parent, name, more) {
	printf "{\"trace_id\":\"%s\",\"call_id\":\"%s\",\"parent_id\":%s,\"name\":\"%s\",\"kind\":\"function\",\"service\":%s,\"start\":null,\"duration_ns\":%s,\"status\":\"%s\"%s}\n", \
	    substr(id, 1, 1) i, id, parent, name, service, status == "open" ? "null" : 5, status, more
}
BEGIN {
	for (i = 0; i < 30; i++) {
		bad = i % 3 == 0
		service = "null"
		status = bad ? "error" : "ok"
		call("a" i, "null", "argument", ",\"input\":{\"user\":{\"tier\":" (bad ? "null" : "\"gold\"") "},\"n\":" i "}")
		call("b" i, "null", "other", ",\"input\":{\"currency\":\"" (bad ? "X" i : "EUR") "\"}")
		call("c" i, "null", "missing", ",\"input\":{" (bad ? "" : "\"token\":" i) "}")
		call("d" i, "null", "extra", ",\"attributes\":{" (bad ? "\"cache.miss\":" i ",\"error.kind\":\"E\"" : "") "}")
		call("e" i, "null", "children", "")
		status = "ok"
		call("e1." i, "\"e" i "\"", bad ? "fallback" : "primary", "")
		if (bad)
			call("e2." i, "\"e" i "\"", "fallback", "")
		status = bad ? "error" : "ok"
		service = bad ? "\"new\"" : "\"old\""
		call("f" i, "null", "service", "")
		service = "null"
		call("g" i, "null", "variable", ",\"events\":[{\"at\":null,\"type\":\"variable\",\"name\":\"count\",\"value\":" (bad ? 0 : i) "},{\"at\":null,\"type\":\"variable\",\"name\":\"k\",\"value\":1}]")
		call("h" i, "null", "positions", ",\"input\":[" i "," (bad ? "[]" : "[1]") "]")
		call("i" i, "null", "plain", ",\"input\":" (bad ? "\"\"" : "\"x\""))
		status = bad ? "error" : "open"
		call("j" i, "null", "open", "")
	}
}' >kinds
contrast kinds | jq -c '[.name, .failing, .passing, (.findings[] | [.what, .value, .failing, .passing, .example.call_id])]'
esper-trace-replay -q --root-cause kinds | grep -A 1 'what goes' | head -n 8
echo '-- Fisher: 3 of 3 against 0 of 17 is 1/1140, times two tests: w = 1 and v = 1, which are w = 0 and v = 0 too'
awk 'BEGIN {
	for (i = 0; i < 20; i++)
		printf "{\"trace_id\":\"%d\",\"call_id\":\"%d\",\"parent_id\":null,\"name\":\"f\",\"kind\":\"function\",\"service\":null,\"start\":null,\"duration_ns\":5,\"status\":\"%s\",\"input\":{\"id\":%d,\"w\":%d,\"v\":%d}}\n", \
		    i, i, i < 3 ? "error" : "ok", i, i < 4, i < 3
}' | contrast | jq -c '.findings[] | [.what, .value, .failing, .passing, (.p * 1140 * 1e6 | round / 1e6)]'
