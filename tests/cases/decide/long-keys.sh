# keys of more than 1 KiB stand in the state as their SHA-256: ids, entities, values of group_by and Distinct, tenants and sources
cat >rules.json <<'END'
{"rules":[
 {"rule_id":"entity","outcome":"Challenge","expression":{"kind":"WindowCmp","scope":"Entity","seconds":60,"operator":"Ge","value":2}},
 {"rule_id":"group","outcome":"Block","expression":{"kind":"WindowCmp","group_by":["a","b"],"seconds":60,"operator":"Ge","value":3,
  "aggregate":{"kind":"Distinct","field_name":"c"}}}]}
END
long() { # long BYTES LETTER
	head -c "$1" /dev/zero | tr '\0' "$2"
}
event() { # event ID KEY C SECOND
	printf '{"event_id":"%s","tenant_id":"%s","source_id":"%s","observed_at":%d,"entity_id":"%s","session_id":"%s@0",' \
		"$1" "$2" "$2" "$4" "$2" "$2"
	printf '"fields":{"a":"%s","b":"","c":"%s"}}\n' "$2" "$3"
}
hashed() { # hashed TEXT
	printf 'sha256:%s' "$(printf '%s' "$1" | sha256sum | cut -c 1-64)"
}
# same: of its inputs a snapshot knows besides, which are no part of the state
same() { # same STATE OTHER
	for state; do
		rm -f "$state.bare"
		esper-decide --dump-state --state "$state" | sort -r | esper-decide --load-state --state "$state.bare"
	done
	cmp "$1.bare" "$2.bare"
}
key=$(long 1025 k)
{
	event "$(long 1025 i)" "$key" "$(long 2000 c)" 1
	event "$(long 1025 i)" "$key" "$(long 2000 c)" 2 # the same again
	event "$(long 1026 i)" "$key" "$(long 2001 c)" 3
	event e4 "$key" short 4
	event e5 "$(hashed "$key")" short 5 # looks like the other's hash, and is not the same
	event "$(long 1024 e)" "$(long 1024 s)" short 6
} >events
esper-decide -r rules.json events >whole
jq -c '[.decision, .matched_rules, .duplicate_of != null, (.event_id | length), (.entity_id | length)]' whole
while IFS= read -r line; do
	printf '%s\n' "$line" | esper-decide -r rules.json --state parts.state
done <events | cmp - whole
esper-decide -r rules.json --state whole.state events >/dev/null
same parts.state whole.state
esper-decide --dump-state --state whole.state >dump
esper-decide --dump-state --state whole.state.bare | cmp - dump
jq -r '.. | strings' dump | awk '{ print (length($0) > 1024) }' | sort | uniq -c | sed 's/^ *//'
jq -c --arg k "$(hashed "$key")" --arg i "$(hashed "$(long 1025 i)")" \
	'select(.tenant_id == $k) | [.kind, .entity_id == $k, .event_id == $i, .source_id == $k, (.session_id // "" | length), (.key // [] | map(length)), (.values // [] | map(length))]' dump
# a dump with long keys, by hand, is the same state
jq -c --arg k "$(hashed "$key")" --arg long "$key" 'walk(if . == $k then $long else . end)' dump |
	esper-decide --load-state --state long.state
same long.state whole.state
# 40 ids of 1 MB
for i in $(seq 40); do
	printf '{"event_id":"%s%d","observed_at":%d,"fields":{}}\n' "$(long 1000000 x)" "$i" "$i"
done | esper-decide -q -r rules.json --stats=stats >/dev/null
jq -c '[.events_in, .state_bytes < 100000]' stats
