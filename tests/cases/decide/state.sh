# going on from --state is the same as never having stopped, in decisions and in the file, byte for byte
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
		u = int(rand() * 500)
		printf "{\"event_id\":\"e%d\",\"tenant_id\":%s,\"source_id\":\"s%d\",\"observed_at\":%d,", \
			rand() < 0.05 ? i - int(rand() * 40) : i, i % 3 ? "\"t" i % 3 "\"" : "null", i % 4, at
		printf "\"entity_id\":\"u%d\",\"session_id\":\"u%d@%d\",\"fields\":{\"ip\":\"10.0.0.%d\",\"kind\":\"k%d\",\"user\":\"u%d\"}}\n", \
			u, u, at / 900, i % 37, i % 2, u
	}
}' >events.jsonl
esper-decide -r rules.json --state whole.state -o whole.jsonl events.jsonl || exit
jq -r .decision whole.jsonl | sort | uniq -c | sed 's/^ *//'

for at in 1 777 3000 5999; do
	rm -f parts.state
	head -n $at events.jsonl | esper-decide -r rules.json --state parts.state >first.jsonl
	tail -n +$((at + 1)) events.jsonl | esper-decide -r rules.json --state parts.state >second.jsonl
	cat first.jsonl second.jsonl | cmp - whole.jsonl
	cmp parts.state whole.state
done
rm -f parts.state
for part in 0 1 2 3 4 5 6 7 8 9; do
	tail -n +$((part * 600 + 1)) events.jsonl | head -n 600 |
		esper-decide -r rules.json --state parts.state
done | cmp - whole.jsonl
cmp parts.state whole.state

# as a dump and back
esper-decide --dump-state --state whole.state -o dump.jsonl
jq -r .kind dump.jsonl | sort | uniq | tr '\n' ' '
echo
jq -c '[.tenant_id, .kind, .entity_id // .session_id // .event_id // .key]' dump.jsonl >order
jq -s -c 'sort_by(.[0], .[1]) | .[]' order | cmp - order
sort -r dump.jsonl | esper-decide --load-state --state again.state && cmp again.state whole.state
esper-decide --load-state --state whole.state dump.jsonl && cmp again.state whole.state
ls ./*.lock 2>/dev/null
exit 0
