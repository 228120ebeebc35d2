# --explain adds evidence for rules that matched or came near, and changes no decision
cat >rules.json <<'END'
{"rules":[
 {"rule_id":"burst","priority":10,"reason":"too many","outcome":"Challenge","expression":{"kind":"And","predicates":[
  {"kind":"FieldEq","field_name":"action","value":"login"},
  {"kind":"WindowCmp","scope":"Entity","seconds":300,"operator":"Ge","value":3}]}},
 {"rule_id":"flood","priority":20,"outcome":"Block","expression":
  {"kind":"WindowCmp","scope":"Entity","seconds":300,"operator":"Gt","value":4}},
 {"rule_id":"age","priority":30,"mode":"Shadow","outcome":"Block","expression":
  {"kind":"StateCmp","scope":"Entity","attribute":"age_seconds","operator":"Lt","value":2.5}},
 {"rule_id":"spray","priority":40,"outcome":"Block","expression":
  {"kind":"WindowCmp","group_by":["ip","action"],"seconds":60,"operator":"Gt","value":1,
   "where":{"kind":"FieldExists","field_name":"ip"},"aggregate":{"kind":"Distinct","field_name":"email"}}},
 {"rule_id":"amount","priority":50,"outcome":"Block","expression":{"kind":"Or","predicates":[
  {"kind":"FieldCmp","field_name":"amount","operator":"Ge","value":100},
  {"kind":"FieldCmp","field_name":"amount","operator":"Gt","other_field":"limit"}]}},
 {"rule_id":"stop","priority":60,"outcome":"Allow","final":true,"expression":{"kind":"And","predicates":[
  {"kind":"HourBetween","from":22,"to":6,"utc_offset":"-05:00"},
  {"kind":"Sample","percent":25,"field_name":"email"},
  {"kind":"FieldIn","field_name":"ip","list":"office"},
  {"kind":"IpInCidr","field_name":"ip","cidrs":["10.0.0.0/8"]},
  {"kind":"FieldLike","field_name":"ip","pattern":"10.*"},
  {"kind":"FieldContains","field_name":"ip","value":"."},
  {"kind":"FieldExists","field_name":"email"}]}},
 {"rule_id":"after","priority":70,"mode":"Shadow","outcome":"Block","expression":{"kind":"Not","predicate":
  {"kind":"FieldEq","field_name":"action","value":"logout"}}},
 {"rule_id":"other","tenant_id":"other","outcome":"Block","expression":{"kind":"And","predicates":[]}}
],"lists":{"office":{"values":["10.0.0.1"]}}}
END
event() { # event ID TIME FIELDS
	echo '{"event_id":"'"$1"'","tenant_id":"t","observed_at":"2026-11-20T'"$2"'Z","entity_id":"b","fields":'"$3"'}'
}
{
	event 1 05:00:00 '{"email":"b","ip":"10.0.0.1","action":"login","amount":100,"limit":50.5}'
	event 2 05:00:01 '{"email":"b","action":"login","amount":7,"limit":9}'
	event 2 05:00:01 '{"email":"b","action":"login","amount":7,"limit":9}'
	event 3 05:00:02.4 '{"email":"c","action":"login","amount":12.5,"limit":12.5}'
	event 4 05:00:03 '{"email":"c","action":"logout","amount":"100"}'
	event 5 05:00:04 '{"email":"c","action":"login"}'
} >events.jsonl
esper-decide --explain -r rules.json events.jsonl >explained.jsonl
jq -r '"\(.event_id) \(.decision) \(.decided_by) \(.matched_rules)",
	(.evidence[] | "  \(.rule_id): \(.expression): \(.observed) \(.operator) \(.value): \(.holds)" +
		if .flip then "; \(.flip.decision) at \(.flip.observed), \(.flip.distance) away" else "" end)' explained.jsonl
echo "the members"
jq -c '(.evidence[0] | objects | keys_unsorted), (keys_unsorted | .[-2:])' explained.jsonl | head -n 2
head -n 1 explained.jsonl | jq -c '.evidence[0]'
esper-decide -r rules.json events.jsonl >plain.jsonl
jq -c 'del(.evidence)' explained.jsonl | cmp - plain.jsonl
