# an identity that lacks a part is none, and one of a field that the plan does not define is an error, wherever the plan is read
plan() { # plan IDENTITY
	printf '{"runtime":{"entity_identity_fields":%s},"fields":[' "$1"
	printf '{"name":"email","selector":{"kind":"RequestField","path":"email"},"parser":"String","normalizers":["Trim"]},'
	printf '{"name":"age","selector":{"kind":"RequestField","path":"age"},"parser":"U64"}]}\n'
}
plan '["email","age"]' >plan.json
esper-encode -p plan.json <<'END' | jq -c '[.entity_id, .session_id]'
{"observed_at":0,"email":"a","age":1}
{"observed_at":0,"email":" ","age":1}
{"observed_at":0,"age":1}
{"observed_at":0,"email":"a"}
{"observed_at":0,"email":"a","age":"old"}
{"observed_at":0,"email":null,"age":null}
END
echo '{"rules":[]}' >rules.json
plan '["mail","age","emial"]' >bad.json
esper-encode --check bad.json
echo "status $?"
esper-encode -p bad.json </dev/null
echo "status $?"
esper-decide -p bad.json -r rules.json </dev/null
echo "status $?"
esper-decide -p bad.json --check rules.json
echo "status $?"
esper-replay --type DryRun -p bad.json -r rules.json /dev/null
echo "status $?"
esper-encode -S store -t t --create bad.json
echo "status $?"
echo "5 logins of nobody in particular are nobody's burst"
cat >rules.json <<'END'
{"rules":[{"rule_id":"burst","outcome":"Challenge","expression":
  {"kind":"WindowCmp","scope":"Entity","seconds":60,"operator":"Ge","value":2}}],
 "tests":[
  {"events":[{"at":1,"fields":{"email":"","age":1}},{"at":2,"fields":{"email":"","age":1}},{"at":3,"fields":{"age":1}}],
   "expect":["Observe","Observe","Observe"]},
  {"events":[{"at":1,"fields":{"email":"a","age":1}},{"at":2,"fields":{"email":"a","age":1}}],"expect":["Observe","Challenge"]}]}
END
esper-decide -p plan.json --check rules.json
yes '{"observed_at":1,"age":1}' | head -5 >log
esper-encode -p plan.json log | esper-decide -p plan.json -r rules.json | jq -r .decision | uniq -c | sed 's/^ *//'
