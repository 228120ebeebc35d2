# --explain --format text: a line for each decision, and one for each rule that matched or came near.
cat >rules.json <<'END'
{"rules":[
 {"rule_id":"burst","priority":10,"reason":"too many","outcome":"Challenge","expression":{"kind":"And","predicates":[
  {"kind":"FieldEq","field_name":"action","value":"login"},
  {"kind":"WindowCmp","scope":"Entity","seconds":300,"operator":"Ge","value":2}]}},
 {"rule_id":"spray\u001b","priority":20,"mode":"Shadow","outcome":"Block","expression":
  {"kind":"WindowCmp","group_by":["ip"],"seconds":60,"operator":"Gt","value":1,
   "aggregate":{"kind":"Distinct","field_name":"email"}}},
 {"rule_id":"rest","priority":30,"outcome":"Block","expression":{"kind":"And","predicates":[
  {"kind":"FieldCmp","field_name":"amount","operator":"Ge","value":100},
  {"kind":"FieldExists","field_name":"limit"},
  {"kind":"Not","predicate":{"kind":"FieldContains","field_name":"ip","value":"x"}},
  {"kind":"FieldIn","field_name":"ip","values":["1.1.1.1","1.1.1.2"]},
  {"kind":"FieldLike","field_name":"ip","pattern":"1.*"},
  {"kind":"HourBetween","from":0,"to":24}]}}
]}
END
event() { # event ID TIME ENTITY FIELDS
	echo '{"event_id":"'"$1"'","tenant_id":"t","observed_at":"2026-11-20T'"$2"'Z","entity_id":'"$3"',"fields":'"$4"'}'
}
{
	event 1 05:00:00 '"b"' '{"email":"b","ip":"1.1.1.1","action":"login","amount":7,"limit":1}'
	event 2 05:00:01 '"b"' '{"email":"c","ip":"1.1.1.1","action":"login","amount":70}'
	event 2 05:00:01 '"b"' '{"email":"c","ip":"1.1.1.1","action":"login","amount":70}'
	event sha256:0123456789abcdef0123456789abcdef 05:00:02.5 '"b\u001b"' '{"ip":"1.1.1.2","amount":100,"limit":1}'
	event 'sha256:0123456789abcdef0123456789abcdef' 05:00:03 null "{\"ip\":\"$(printf '%0200d' 1)\"}"
	event 5 06:00:00 null '{}'
} >events.jsonl
esper-decide --explain --format text -r rules.json events.jsonl
echo "the same decisions"
esper-decide -r rules.json events.jsonl | jq -r '"\(.observed_at) \(.decision)"' >plain
esper-decide --explain --format text -r rules.json events.jsonl | sed -n '/^[^ ]/s/^\([^ ]* [^ ]*\).*/\1/p' | cmp - plain
echo "jsonl is the default"
esper-decide --explain -r rules.json events.jsonl >default
esper-decide --explain --format jsonl -r rules.json events.jsonl | cmp - default
echo "outcomes are coloured, and escape sequences of data are not"
esper-decide --explain --format text --color=always -r rules.json events.jsonl | sed -n 's/\x1b/ESC/gp' | head -n 2
esper-decide --format text -r rules.json events.jsonl
echo "$?"
