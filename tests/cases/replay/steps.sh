# replays, comparisons and differences take no more than n log n steps
. "$TESTDATA/../tests/steps/grows"

repeat() { # repeat N BEFORE EACH AFTER: EACH is there N times, with % as its number
	awk -v n="$1" -v before="$2" -v each="$3" -v after="$4" 'BEGIN {
		printf "%s", before
		for (i = 0; i < n; i++) {
			item = each
			gsub(/%/, i, item)
			printf "%s%s", i ? "," : "", item
		}
		print after
	}'
}

cat >p.json <<'END'
{"runtime":{"entity_identity_fields":["k"]},"fields":[
{"name":"k","selector":{"kind":"RequestField","path":"k"},"parser":"String"}]}
END
cat >r.json <<'END'
{"rules":[{"rule_id":"r","outcome":"Block","expression":{"kind":"WindowCmp","scope":"Entity",
"seconds":300,"operator":"Ge","value":5}}]}
END

# events N EXPRESSION [TENANT]
events() {
	awk -v n="$1" 'BEGIN {
		srand(7)
		for (i = 0; i < n; i++)
			printf "{\"event_id\":\"e%d\",\"tenant_id\":\"t%d\",\"observed_at\":%d,\"k\":\"k\"}\n",
			    i, '"${3-0}"', 1700000000 + ('"$2"')
	}' >log
}
ascending() { events "$1" i; }
equal() { events "$1" 0; }
descending() { events "$1" 'n - i'; }
random() { events "$1" 'n * rand()'; }
tenants() { events "$1" i i; }
broken() { yes nope | head -n "$1" >log; }
for make in ascending equal descending random tenants broken; do
	grows "$make" 2000 $make esper-replay --type DryRun --plan p.json --rules r.json -q -j 1 log
done

two_sets() {
	for set in before after; do
		repeat "$1" '{"rules":[' \
			"{\"rule_id\":\"r%\",\"outcome\":\"Block\",\"expression\":{\"kind\":\"FieldEq\",\"field_name\":\"k\",\"value\":\"$set%\"}}" \
			']}' >$set.json
	done
	events 3 i
}
grows 'two rule sets' 1000 two_sets esper-replay --type DryRun --plan p.json --rules after.json \
	--baseline-rules before.json -q -j 1 log

versions() { # of a store, with what there is much of in both
	rm -rf store
	mkdir store store/acme
	two_sets "$1"
	esper-decide -S store -t acme --actor a --create before.json >/dev/null &&
		esper-decide -S store -t acme --actor a --create after.json >/dev/null
}
grows 'rules that differ' 500 versions esper-decide -S store -t acme --diff 1 2

many_keys() {
	rm -rf store
	mkdir store store/acme
	for set in 1 2; do
		repeat "$1" '{"lists":{' "\"l%\":{\"values\":[\"v$set\"]}" '},"rules":[]}' >r$set.json
		esper-decide -q -S store -t acme --actor a --create r$set.json >/dev/null 2>&1
	done
}
grows 'lists that differ' 500 many_keys esper-decide -S store -t acme --diff 1 2
