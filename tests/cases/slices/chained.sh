# An id that comes again and again, with no gap of more than the TTL, is read back to its beginning: nothing has to be decided again.
sed 's/"dedup_ttl_seconds": [0-9]*/"dedup_ttl_seconds": 5/' "$TESTDATA/examples/plan.json" >plan.json
awk 'BEGIN {
	for (i = 0; i < 1000; i++)
		printf "{\"event_id\":\"e%d\",\"observed_at\":%d,\"body\":{\"request\":{\"email\":\"u%d@x.org\",\"action\":\"a\"}}}\n", i % 2 ? i : 0, 1767225600 + i, i % 2 ? 1 + i % 5 : 0
}' >events.jsonl
# same NAME EXPRESSION
same() {
	echo '{"rules":[{"rule_id":"r","expression":'"$2"',"outcome":"Block"}]}' >rules.json
	rm -rf parts
	esper-replay -q --type DecisionOnly -p plan.json -r rules.json events.jsonl >one
	esper-replay -q --parts parts --slices 4 --type DecisionOnly -p plan.json -r rules.json -o two events.jsonl
	for k in 0 1 2 3; do esper-replay -q --parts parts --summarise $k; done
	esper-replay -q --parts parts --fold
	for k in 0 1 2 3; do esper-replay -q --parts parts --decide $k; done
	esper-replay -q --parts parts --merge
	echo "$1: exit $?, lead $(jq .lead_seconds parts/plan.json), $(grep -c '"duplicate_of":"e0"' two) duplicates, $(grep -c Block two) blocked"
	cmp one two
}
same counts '{"kind":"StateCmp","scope":"Entity","attribute":"event_count","operator":"Ge","value":90}'
same windows '{"kind":"WindowCmp","scope":"Entity","seconds":60,"operator":"Ge","value":7}'
