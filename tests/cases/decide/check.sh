# a failing inline test exits 1 with expected, got and evidence, as text and as TAP; lint changes no status
cat >rules.json <<'END'
{"rules":[{"rule_id":"burst","reason":"too many","outcome":"Challenge","expression":
  {"kind":"WindowCmp","scope":"Entity","seconds":60,"operator":"Ge","value":3}}],
 "lists":{"unused":{"values":["a"]}},
 "tests":[
  {"name":"own state, own clock","events":[{"at":0,"fields":{"email":"a","action":"x"}},{"at":1,"fields":{"email":"a","action":"x"}}],
   "expect":["Observe","Observe"]},
  {"name":"#1: the third\nwithin a minute","events":[{"at":0,"fields":{"email":"a","action":"x"}},{"at":59,"fields":{"email":"a","action":"x"}},
    {"at":60,"fields":{"email":"a","action":"x"}},{"at":61,"fields":{"email":"a","action":"x"}}],
   "expect":["Observe","Observe","Challenge",{"decision":"Observe","decided_by":null,"matched_rules":[]}]},
  {"events":[{"at":0,"fields":{"email":"a","action":"x"}}],"expect":[{"matched_rules":[]}]}]}
END
esper-decide --check rules.json
echo "status $?"
esper-decide -q --check rules.json --explain
echo "status $?"
jq -c '.tests = [.tests[1] | .events[2] |= {at: 60, fields: {email: "a", note: ("é" * 100)}} | .events[3] |= {at: 61, fields: {email: "b"}}]' rules.json >long.json
esper-decide -q --check long.json
echo "status $?"
esper-decide -q --format tap --check rules.json -o report.tap
echo "status $?"
cat report.tap
jq -c 'del(.tests[1])' rules.json >good.json
esper-decide --check good.json --format tap
echo "status $?"
jq -c 'del(.tests, .lists)' rules.json | esper-decide --check - --format=tap
echo "status $?"
esper-decide --format tap -r rules.json
esper-decide --format xml --check rules.json
echo "status $?"
