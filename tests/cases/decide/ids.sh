# an id is no more than its word: a duplicate has the same content too, an empty id is none, and a line's hash is no request
cat >plan.json <<'END'
{"runtime":{"entity_identity_fields":["ip"],"envelope":{"event_id":"rid","source_id":"src"}},
 "fields":[{"name":"ip","selector":{"kind":"RequestField","path":"ip"},"parser":"IpAddress"}]}
END
cat >rules.json <<'END'
{"rules":[
 {"rule_id":"brute","outcome":"Block","expression":{"kind":"WindowCmp","scope":"Entity","seconds":60,"operator":"Ge","value":5}},
 {"rule_id":"bad","outcome":"Block","expression":{"kind":"IpInCidr","field_name":"ip","cidrs":["203.0.113.0/24"]}}],
 "tests":[{"name":"other content","events":[
  {"event_id":"x","observed_at":1,"fields":{"ip":"198.51.100.8"}},
  {"event_id":"x","observed_at":2,"fields":{"ip":"203.0.113.9"}},
  {"event_id":"x","observed_at":3,"fields": { "ip" : "203.0.113.9" }}],"expect":["Observe","Block","Block"]}]}
END
encode() {
	esper-encode -p "${plan:-plan.json}"
}
decide() {
	esper-decide -p "${plan:-plan.json}" -r rules.json "$@"
}
brief() {
	jq -c '[.decision, .duplicate_of]'
}
# same: of its inputs a snapshot knows besides, which are no part of the state
same() { # same STATE OTHER
	for state; do
		rm -f "$state.bare"
		esper-decide --dump-state --state "$state" | sort -r | esper-decide --load-state --state "$state.bare"
	done
	cmp "$1.bare" "$2.bare"
}
# all that there is to be told of a log: live, in a replay of either type, and from the state that is left
everywhere() {
	encode <log | decide --stats=stats | tee decisions | brief
	jq -c '[.events_duplicate, .events_id_conflict]' stats
	esper-replay -q --type DecisionOnly -p "${plan:-plan.json}" -r rules.json --stats=replayed log | cmp - decisions
	jq -c '[.events_duplicate, .events_id_conflict]' replayed
	esper-replay -q --type DryRun -p "${plan:-plan.json}" -r rules.json --stats=replayed log >/dev/null
	jq -c '[.events_duplicate, .events_id_conflict]' replayed
	rm -f state.*
	while IFS= read -r line; do
		printf '%s\n' "$line" | encode | decide -q --again --state state.parts
	done <log | cmp - decisions
	encode <log | decide -q --state state.whole >/dev/null
	same state.parts state.whole
	esper-decide --dump-state --state state.whole >dump
	esper-decide --dump-state --state state.whole.bare | cmp - dump
}
echo "an empty id"
printf '%s\n' '{"observed_at":1,"rid":"","ip":"198.51.100.8"}' '{"observed_at":2,"rid":"","ip":"203.0.113.9"}' \
	'{"observed_at":3,"rid":null,"ip":"203.0.113.9"}' >log
everywhere
echo "a borrowed id"
printf '%s\n' '{"observed_at":1,"rid":"x","ip":"198.51.100.8"}' '{"observed_at":2,"rid":"x","ip":"203.0.113.9"}' \
	'{"observed_at":3,"rid":"x","ip":"198.51.100.8"}' '{"observed_at":3,"rid":"x","ip":"203.0.113.9","more":1}' \
	'{"observed_at":4,"rid":"x","ip":"198.51.100.8","src":"other"}' '{"observed_at":65,"rid":"x","ip":"203.0.113.9"}' >log
everywhere
jq -c 'select(.kind == "dedup") | [.event_id, .content, .first_seen_at, .decision]' dump
printf '["other","198.51.100.8",{"ip":"198.51.100.8"}]' | sha256sum | cut -c 1-48
esper-decide -p plan.json --check rules.json
echo "a flood of lines"
yes '{"observed_at":1,"ip":"198.51.100.7"}' | head -20 >log
everywhere | uniq -c | sed 's/^ *//'
echo "with dedup_lines"
jq '.runtime.dedup_lines = true' plan.json >lines.json
plan=lines.json everywhere | uniq -c | sed 's/^ *//'
echo "as encoded by others"
event() { # event ID SOURCE ENTITY FIELDS
	echo '{"event_id":'"$1"',"observed_at":1,"source_id":'"$2"',"entity_id":'"$3"',"fields":'"$4"'}'
}
{
	event '"a"' '"s"' '"k"' '{"ip":"10.0.0.1"}'
	event '"\u0061"' '"\u0073"' '"\u006b"' ' { "ip" : "10.0.0.1" }'
	event '"a"' '"s"' '"k"' '{"ip":"10.0.0.2"}'
	event '"a"' null '"k"' '{"ip":"10.0.0.1"}'
	event '"a"' '""' '"k"' '{"ip":"10.0.0.1"}'
	event '""' '"s"' '"k"' '{"ip":"10.0.0.1"}'
	event '""' '"s"' '"k"' '{"ip":"10.0.0.1"}'
	event '"b"' '"s"' '""' '{"ip":"10.0.0.1"}'
	event '"b"' '"s"' null '{"ip":"10.0.0.1"}'
} | decide --stats=stats | jq -c '[.duplicate_of, .source_id, .entity_id]'
jq -c '[.events_duplicate, .events_id_conflict, .entities]' stats
echo "neither ids of lines nor late events are conflicts"
{
	event '"sha256:0123456789abcdef0123456789abcdef"' null null '{"ip":"10.0.0.1"}'
	event '"sha256:0123456789abcdef0123456789abcdef"' null null '{"ip":"10.0.0.2"}'
	seq -f '{"event_id":"n","observed_at":%.0f,"fields":{}}' 9001 9020
	event '"n"' null null '{"ip":"10.0.0.2"}'
} | decide -q --stats=stats >/dev/null
jq -c '[.events_duplicate, .events_id_conflict, .events_too_late]' stats
