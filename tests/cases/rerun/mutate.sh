# --mutate finds at least eight of ten planted bugs within 10,000 runs, the same ones every time, with small
# inputs, and what it prints can be replayed
cat >orders.jq <<'END'
def fail($type): error({type: $type, message: "\($type) here"});
def name: .customer | if type != "string" then fail("TypeError") else . end;
def total: [.items[]? | .price * .count] | add // 0;
def is_number: type == "number";
def process:
	if type != "object" then fail("TypeError") else . end
	| if .items == null then fail("MissingItems") else . end
	| if (.items | length) == 0 then fail("NoItems") else . end
	| name as $name
	| if $name == "" then fail("EmptyName") else . end
	| if $name | length > 500 then fail("LongName") else . end
	| if $name | contains("'") then fail("Quote") else . end
	| if $name | explode | any(. > 65535) then fail("Character") else . end
	| if .rate == 1 then fail("DivisionByZero") else . end
	| if all(.items[]?; (.price | is_number) and (.count | is_number)) then . else fail("NoNumber") end
	| total as $total
	| if $total < 0 then fail("Negative") else . end
	| if $total > 1000000 then fail("Overflow") else . end
	| if .items | length > 2 and .[0] == .[1] then fail("Twice") else . end
	| if .coupon != null and .coupon != "TEN" then {total: "\($total)"} else {total: $total} end;
{id} + (try {output: (.input.order | process)}
	catch {error: (if type == "object" then . else {type: "TypeError", message: .} end)})
END
cat >orders.jsonl <<'END'
{"trace_id":"t1","call_id":"c1","parent_id":null,"name":"process","kind":"function","service":null,"start":"2026-11-20T10:00:00Z","duration_ns":1000,"status":"ok","input":{"order":{"customer":"ann","items":[{"price":2.5,"count":3},{"price":10,"count":1}],"rate":0.5,"coupon":null}},"output":{"total":17.5}}
{"trace_id":"t2","call_id":"c2","parent_id":null,"name":"process","kind":"function","service":null,"start":"2026-11-20T10:00:01Z","duration_ns":1000,"status":"ok","input":{"order":{"customer":"bob","items":[{"price":1,"count":1}],"rate":0.5,"coupon":"TEN"}},"output":{"total":1}}
END
mutate() {
	esper-trace-replay "$@" --exec 'process=jq -c --unbuffered -f orders.jq' orders.jsonl
}
mutate --mutate 10000 --format jsonl >findings.jsonl
echo "status $?"
jq -r '.error.type // "\(.output | map_values(type))"' findings.jsonl | sort >found
grep -cxE 'MissingItems|NoItems|EmptyName|LongName|Quote|Character|DivisionByZero|NoNumber|Negative|Overflow|Twice|.*"string".*' found
mutate -q --mutate 10000 --format jsonl | cmp - findings.jsonl
mutate -q --mutate 10000 --seed 7 --format jsonl | jq -r '.error.type // "\(.output | map_values(type))"' | sort | cmp - found
echo '# small inputs'
jq -c 'select(.error.type == "Negative" or .error.type == "Quote").input' findings.jsonl
echo '# they are calls, and fail again'
esper-trace-replay --calls findings.jsonl | cmp - findings.jsonl
esper-trace-replay -q --exec 'process=jq -c --unbuffered -f orders.jq' --format jsonl findings.jsonl |
	jq -r '.spans[].verdict' | sort | uniq -c | sed 's/^ *//'
echo '# for people'
mutate --mutate 40 -q
