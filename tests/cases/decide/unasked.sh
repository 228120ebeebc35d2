# State that no rule reads is not kept unless it is to be saved, and it changes no decision
awk 'BEGIN {
	srand(7)
	for (i = 1; i <= 5000; i++) {
		u = int(rand() * 400)
		if (rand() < 0.05 && i > 1) { # it comes again
			print line
			continue
		}
		line = sprintf("{\"event_id\":\"e%d\",\"observed_at\":%d,\"entity_id\":\"u%d\",\"session_id\":\"u%d@%d\"", \
			i, 1700000000 + i * 3 - int(rand() * 900), u, u, i / 500)
		line = line sprintf(",\"fields\":{\"n\":%d,\"ip\":\"%d\"}}", i % 9, rand() * 50)
		print line
	}
}' >log
state() { # state SCOPE ATTRIBUTE OPERATOR VALUE
	printf '{"rule_id":"%s %s","outcome":"Challenge","expression":{"kind":"StateCmp",' "$1" "$2"
	printf '"scope":"%s","attribute":"%s","operator":"%s","value":%s}}' "$@"
}
window() { # window ID KEY VALUE
	printf '{"rule_id":"%s","outcome":"Observe","expression":{"kind":"WindowCmp",%s,' "$1" "$2"
	printf '"seconds":300,"operator":"Ge","value":%s}}' "$3"
}
{
	printf '{"rules":['
	window ip '"group_by":["ip"]' 4
	printf ,
	window session '"scope":"Session"' 2
	printf ']}'
} >none.json
{
	printf '{"rules":['
	state Entity decision_count Ge 2
	printf ,
	state Entity idle_seconds Gt 1200
	printf ']}'
} >entity.json
{
	printf '{"rules":['
	state Session event_count Ge 3
	printf ,
	window ip '"group_by":["ip"]' 4
	printf ']}'
} >session.json
for rules in none entity session; do
	esper-decide -r $rules.json log >asked
	esper-decide -r $rules.json --stats=stats log >counted
	esper-decide -r $rules.json --state $rules.state log >kept
	cmp asked counted
	cmp asked kept
	echo "$rules: $(grep -vc '"matched_rules":\[\]' asked) of $(wc -l <asked) matched," \
		"$(jq -c '[.entities > 0, .sessions > 0]' stats)"
done
