# going on from --state is the same as never having stopped, in decisions and in the state, byte for byte
cat >rules.json <<'EOF'
{"rules":[
{"rule_id":"burst","outcome":"Challenge","expression":{"kind":"WindowCmp","scope":"Entity","seconds":300,"operator":"Ge","value":3}},
{"rule_id":"spread","outcome":"Block","expression":{"kind":"WindowCmp","group_by":["ip","kind"],"seconds":300,"operator":"Ge","value":3,"aggregate":{"kind":"Distinct","field_name":"user"}}},
{"rule_id":"known","outcome":"Allow","mode":"Shadow","expression":{"kind":"StateCmp","scope":"Session","attribute":"event_count","operator":"Ge","value":4}}]}
EOF
awk 'BEGIN {
	srand(7)
	for (i = 0; i < 6000; i++) {
		at = 1700000000 + i - (rand() < 0.1 ? int(rand() * 200) : 0)
		u[i] = int(rand() * 500)
		n = rand() < 0.05 && i > 40 ? i - int(rand() * 40) : i # it comes again,
		c = rand() < 0.8 ? n : i # mostly as it was
		printf "{\"event_id\":\"e%d\",\"tenant_id\":%s,\"source_id\":\"s%d\",\"observed_at\":%d,", \
			n, n % 3 ? "\"t" n % 3 "\"" : "null", c % 4, at
		printf "\"entity_id\":\"u%d\",\"session_id\":\"u%d@%d\",\"fields\":{\"ip\":\"10.0.0.%d\",\"kind\":\"k%d\",\"user\":\"u%d\"}}\n", \
			u[c], u[c], at / 900, c % 37, c % 2, u[c]
	}
}' >events.jsonl
esper-decide -q -r rules.json --state whole.state -o whole.jsonl events.jsonl || exit
grep -c '"duplicate_of":"' whole.jsonl
# same: of its inputs a snapshot knows besides, which are no part of the state
esper-decide --dump-state --state whole.state -o dump.jsonl
esper-decide --load-state --state bare.state dump.jsonl
same() {
	esper-decide --dump-state --state "$1" | esper-decide --load-state --state got.state
	cmp got.state bare.state
}
jq -r .decision whole.jsonl | sort | uniq -c | sed 's/^ *//'

for at in 1 777 3000 5999; do
	rm -f parts.state
	head -n $at events.jsonl | esper-decide -q -r rules.json --state parts.state >first.jsonl
	tail -n +$((at + 1)) events.jsonl | esper-decide -q -r rules.json --state parts.state >second.jsonl
	cat first.jsonl second.jsonl | cmp - whole.jsonl
	same parts.state
done
rm -f parts.state
for part in 0 1 2 3 4 5 6 7 8 9; do
	tail -n +$((part * 600 + 1)) events.jsonl | head -n 600 |
		esper-decide -q -r rules.json --state parts.state
done | cmp - whole.jsonl
same parts.state

# as a dump and back
jq -r .kind dump.jsonl | sort | uniq | tr '\n' ' '
echo
jq -c '[.tenant_id, .kind, .entity_id // .session_id // .event_id // .key]' dump.jsonl >order
jq -s -c 'sort_by(.[0], .[1]) | .[]' order | cmp - order
sort -r dump.jsonl | esper-decide --load-state --state again.state && same again.state
cp whole.state was.state
esper-decide --load-state --state whole.state dump.jsonl && cmp was.state whole.state
ls ./*.lock 2>/dev/null
exit 0
