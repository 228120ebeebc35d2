# --diff says what differs by field and rule, with old and new value, and nothing else.
export ESPER_STORE=store ESPER_TENANT=t
create() {
	esper-decide -q --create -
}
create <<'END'
{"summary":"one","lists":{"l":{"values":["a","b",1]},"gone":{"values":[]}},"rules":[
{"rule_id":"a","outcome":"Block","expression":{"kind":"And","predicates":[
	{"kind":"FieldEq","field_name":"f","value":1},{"kind":"FieldIn","field_name":"f","list":"l"}]}},
{"rule_id":"b b","outcome":"Allow","expression":{"kind":"FieldEq","field_name":"f","value":"x"}},
{"rule_id":"c","outcome":"Allow","expression":{"kind":"FieldEq","field_name":"f","value":"x"}}]}
END
create <<'END'
{"lists":{"l":{"values":["c",1.0,"a"]}},"summary":"two","rules":[
{"rule_id":"c","outcome":"Allow","expression":{"value":"\u0078","field_name":"f","kind":"FieldEq"}},
{"rule_id":"a","priority":5,"outcome":"Challenge","expression":{"kind":"And","predicates":[
	{"kind":"FieldEq","field_name":"f","value":2},{"kind":"FieldExists","field_name":"g"},
	{"kind":"FieldIn","field_name":"f","list":"l"}]}},
{"rule_id":"d","outcome":"Allow","expression":{"kind":"FieldEq","field_name":"f","value":"x"}}]}
END
create <<'END'
{"lists":{"l":{"values":["c",1,"a"]}},"summary":"two","rules":[
{"rule_id":"c","outcome":"Allow","expression":{"kind":"FieldEq","field_name":"f","value":"x"}},
{"rule_id":"a","priority":5,"outcome":"Challenge","expression":{"kind":"And","predicates":[
	{"kind":"FieldEq","field_name":"f","value":2},
	{"kind":"FieldIn","field_name":"f","list":"l"}]}},
{"rule_id":"d","outcome":"Allow","expression":{"kind":"FieldEq","field_name":"f","value":"x"}}]}
END
esper-decide --diff 1 2
esper-decide --diff 1 2 --format=text
echo "exit $?"
esper-decide --exit-code --format text --diff 3 -S store 2
echo "exit $?"
esper-decide --exit-code --diff 2 2
echo "exit $?"
# long objects and arrays are cut for people, around what differs, and long texts are not
long() {
	jq -nc --arg last "$1" --arg note "$2" --argjson more "$3" '{rules: ([{rule_id: "r", outcome: "Block", description: ("é" * 80 + $note),
		expression: {kind: "And", predicates: ([range(8) | {kind: "FieldEq", field_name: "f\(.)", value: "ü"}]
			| .[5].value = $last | .[7].value = $last | if $more == 1 then . + [.[3]] else . end)}}]
		+ if $more == 1 then [{rule_id: "new", outcome: "Block", reason: ("ö" * 100), expression: {kind: "Or", predicates: []}}] else [] end)}' | create
}
long a one 0
long b two 1
esper-decide --diff 4 5 --format text
esper-decide --diff 5 4 --format text | cut -c 1-300
esper-decide --diff 4 5 | wc -c
esper-decide --diff 2 9
echo "exit $?"
esper-decide --diff 2
echo "exit $?"
esper-decide --diff 2 x
echo "exit $?"
