# what rules look for in vain is said: before the run by the plan, at the end by the events; the status stays 0
cat >plan.json <<'END'
{"runtime":{"entity_identity_fields":["email"]},"fields":[
  {"name":"email","selector":{"kind":"RequestField","path":"email"},"parser":"String"},
  {"name":"ip","selector":{"kind":"RequestField","path":"ip"},"parser":"IpAddress"}]}
END
cat >rules.json <<'END'
{"lists":{"unused":{"values":[]}},"rules":[
  {"rule_id":"typo","outcome":"Block","expression":{"kind":"FieldEq","field_name":"emial","value":"x"}},
  {"rule_id":"off","enabled":false,"outcome":"Block","expression":{"kind":"FieldExists","field_name":"nowhere"}},
  {"rule_id":"never","outcome":"Block","expression":{"kind":"FieldIn","field_name":"ip","values":[]}},
  {"rule_id":"pair","outcome":"Block","expression":{"kind":"FieldCmp","field_name":"ip","operator":"Eq","other_field":"email"}},
  {"rule_id":"burst","outcome":"Challenge","expression":
    {"kind":"WindowCmp","scope":"Entity","seconds":60,"operator":"Ge","value":2}},
  {"rule_id":"last","outcome":"Allow","final":true,"expression":{"kind":"And","predicates":[]}},
  {"rule_id":"behind","priority":200,"outcome":"Block","expression":{"kind":"FieldExists","field_name":"ip"}}]}
END
event() { # event ENTITY FIELDS
	echo '{"event_id":"e","observed_at":1,"entity_id":'"$1"',"fields":'"$2"'}'
}
event null '{}' >nothing
event '"a"' '{"email":"a","ip":"::1","emial":"x","nowhere":1}' >all
echo "with the plan"
esper-decide -p plan.json -r rules.json nothing --stats=stats | jq -r .decision
jq -c '[.fields, .events_with_entity, .entities]' stats
esper-decide -p plan.json -r rules.json all --stats=stats | jq -r .decision
jq -c '[.fields, .events_with_entity, .entities]' stats
echo "without"
esper-decide -r rules.json nothing nothing >out
echo "exit $?"
event '"a"' '{"email":"a","ip":"::1"}' | esper-decide -r rules.json | jq -r .decision
esper-decide -r rules.json all >out
echo "nothing to say"
esper-decide -r rules.json --state s.state nothing >out
esper-decide -q -p plan.json -r rules.json nothing >out
esper-decide -r rules.json /dev/null
esper-decide -p plan.json -r rules.json -t other /dev/null 2>&1 | grep -c 'no event'
echo "a plan without an identity"
jq -c 'del(.runtime)' plan.json >nobody.json
cat >scopes.json <<'END'
{"rules":[
  {"rule_id":"window","outcome":"Block","expression":
    {"kind":"WindowCmp","scope":"Entity","seconds":60,"operator":"Ge","value":2}},
  {"rule_id":"state","outcome":"Block","expression":{"kind":"And","predicates":[
    {"kind":"FieldExists","field_name":"ip"},
    {"kind":"StateCmp","scope":"Session","attribute":"event_count","operator":"Ne","value":2}]}},
  {"rule_id":"either","outcome":"Block","expression":{"kind":"Or","predicates":[
    {"kind":"FieldEq","field_name":"ip","value":"::1"},
    {"kind":"StateCmp","scope":"Entity","attribute":"age_seconds","operator":"Lt","value":2},
    {"kind":"Not","predicate":{"kind":"WindowCmp","scope":"Session","seconds":9,"operator":"Ge","value":2}}]}},
  {"rule_id":"group","outcome":"Block","expression":
    {"kind":"WindowCmp","group_by":["ip"],"seconds":60,"operator":"Ge","value":2}}]}
END
esper-decide --check scopes.json -p nobody.json
echo "exit $?"
esper-decide --check scopes.json -p plan.json
esper-decide --check scopes.json
esper-decide -p nobody.json -r scopes.json all | jq -r .decision
echo "ten findings, and how many more"
jq -nc '{rules: [range(13) | {rule_id: "r\(.)", outcome: "Block", expression: {kind: "Or", predicates: []}}]}' >many.json
esper-decide -p plan.json -r many.json all | jq -r .decision
echo "a store"
esper-encode -S s -t t --create plan.json
esper-encode -S s -t t --activate 1
esper-decide -q -S s -t t --create rules.json
esper-decide -q -S s -t t --activate 1
esper-decide -S s -t t nothing | jq -r .decision
