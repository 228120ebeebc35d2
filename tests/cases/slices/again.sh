# With decision_count, slices that began with the wrong counts are printed and decided again; the rounds end with the bytes of one replay.
cp "$TESTDATA"/examples/plan.json .
cat >rules.json <<'RULES'
{"rules":[
 {"rule_id":"third","expression":{"kind":"StateCmp","scope":"Entity","attribute":"event_count","operator":"Eq","value":3},"outcome":"Challenge"},
 {"rule_id":"twice","expression":{"kind":"StateCmp","scope":"Entity","attribute":"decision_count","operator":"Ge","value":1},"outcome":"Block"}]}
RULES
awk 'BEGIN {
	for (i = 0; i < 400; i++)
		printf "{\"event_id\":\"e%d\",\"observed_at\":%d,\"body\":{\"request\":{\"email\":\"u%d@x.org\",\"action\":\"login_attempt\"}}}\n", i, 1767225600 + i * 20, i % 7
}' >events.jsonl
esper-replay -q --type DecisionOnly -p plan.json -r rules.json --report one.json events.jsonl >one.out
esper-replay -q --parts parts --slices 5 --type DecisionOnly -p plan.json -r rules.json --report two.json events.jsonl -o two.out
for k in 0 1 2 3 4; do esper-replay --parts parts --summarise $k || exit 1; done
esper-replay --parts parts --fold || exit 1
for k in 4 2 0 1 3; do esper-replay --parts parts --decide $k || exit 1; done
rounds=0
while again=$(esper-replay -q --parts parts --merge); [ $? -eq 1 ]; do
	rounds=$((rounds + 1))
	echo "round $rounds:" $again
	[ -e two.out ] && echo "it wrote something"
	[ "$again" = "$(esper-replay -q --parts parts --merge)" ] || echo "another answer"
	for k in $again; do esper-replay --parts parts --decide $k || exit 1; done
done
cmp one.out two.out
jq -c 'del(.job.created_at,.job.completed_at)' one.json >one
jq -c 'del(.job.created_at,.job.completed_at)' two.json | cmp one -
jq -c .decisions two.json
