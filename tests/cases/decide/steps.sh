# whatever the order of events of one key, deciding takes no more than n log n steps
. "$TESTDATA/../tests/steps/grows"

cat >p.json <<'END'
{"runtime":{"dedup_ttl_seconds":0,"session_state_ttl_seconds":0},"fields":[
{"name":"n","selector":{"kind":"RequestField","path":"n"},"parser":"I64"}]}
END

# rules AGGREGATE
rules() {
	cat >r.json <<END
{"rules":[{"rule_id":"r","outcome":"Block","expression":{"kind":"WindowCmp","scope":"Entity",
"seconds":300,"operator":"Ge","value":1000000000$1}}]}
END
}

# events N EXPRESSION: N events of one entity, event i at the second that EXPRESSION gives
events() {
	awk -v n="$1" 'BEGIN {
		srand(7)
		for (i = 0; i < n; i++) {
			t = int('"$2"')
			printf "{\"event_id\":\"e%d\",\"observed_at\":\"2026-11-20T%02d:%02d:%02dZ\",", i,
			    10 + int(t / 3600), t / 60 % 60, t % 60
			printf "\"entity_id\":\"k\",\"session_id\":null,\"fields\":{\"n\":%d}}\n", i * 7919 % n
		}
	}' >in
}

ascending() { events "$1" 'i / 100'; }
equal() { events "$1" '60'; }
skewed() { events "$1" 'i / 100 + (i % 2 ? 0 : 3000)'; }
descending() { events "$1" '3400 * (n - i) / n'; }
random() { events "$1" '3400 * rand()'; }

for kind in Count Distinct Sum Max; do
	if [ $kind = Count ]; then
		rules ''
	else
		rules ",\"aggregate\":{\"kind\":\"$kind\",\"field_name\":\"n\"}"
	fi
	for order in ascending equal skewed descending random; do
		grows "$kind, $order" 3000 $order esper-decide -q -p p.json -r r.json
	done
done
