# A comparison with a value that the plan's parser or normalizers never make is named with the reason, by --check and by runs; what may hold is not
cat >plan.json <<'END'
{"runtime":{"entity_identity_fields":["mail"]},"fields":[
 {"name":"mail","selector":{"kind":"RequestField","path":"mail"},"parser":"String","normalizers":["Trim","Lowercase"]},
 {"name":"code","selector":{"kind":"RequestField","path":"code"},"parser":"Symbol","normalizers":["Lowercase","Uppercase"]},
 {"name":"mixed","selector":{"kind":"RequestField","path":"mixed"},"parser":"String",
  "normalizers":["Lowercase",{"kind":"Replace","from":"x","to":"X"}]},
 {"name":"free","selector":{"kind":"RequestField","path":"free"},"parser":"String"},
 {"name":"count","selector":{"kind":"RequestField","path":"count"},"parser":"U64"},
 {"name":"delta","selector":{"kind":"RequestField","path":"delta"},"parser":"I64"},
 {"name":"took","selector":{"kind":"RequestField","path":"took"},"parser":"Duration"},
 {"name":"bot","selector":{"kind":"RequestField","path":"bot"},"parser":"Bool"}]}
END
check() {
	echo "$1"
	echo '{"rules":[{"rule_id":"a","outcome":"Block","expression":'"$1"'}]}' >rules.json
	esper-decide --check rules.json -p plan.json 2>&1 | sed -n 's/^esper-decide: rules.json: /  /p'
}
echo "never"
check '{"kind":"FieldEq","field_name":"mail","value":"Bob@example.com"}'
check '{"kind":"FieldEq","field_name":"mail","value":"\u00c9"}'
check '{"kind":"FieldContains","field_name":"mail","value":"@Example"}'
check '{"kind":"FieldLike","field_name":"mail","pattern":"Bob*"}'
check '{"kind":"FieldIn","field_name":"mail","values":["A","B"]}'
check '{"kind":"FieldCmp","field_name":"code","operator":"Eq","value":"ab"}'
check '{"kind":"FieldEq","field_name":"bot","value":"yes"}'
check '{"kind":"FieldEq","field_name":"bot","value":1}'
check '{"kind":"FieldCmp","field_name":"took","operator":"Gt","value":"1h"}'
check '{"kind":"FieldEq","field_name":"count","value":"many"}'
check '{"kind":"FieldCmp","field_name":"count","operator":"Lt","value":0}'
check '{"kind":"FieldEq","field_name":"delta","value":1.5}'
check '{"kind":"And","predicates":[{"kind":"FieldExists","field_name":"bot"},{"kind":"FieldEq","field_name":"bot","value":"on"}]}'
check '{"kind":"Not","predicate":{"kind":"FieldEq","field_name":"bot","value":"on"}}'
check '{"kind":"WindowCmp","scope":"Entity","seconds":60,"operator":"Ge","value":2,"where":{"kind":"FieldEq","field_name":"bot","value":"on"}}'
echo "perhaps"
check '{"kind":"FieldEq","field_name":"mail","value":"bob@example.com"}'
check '{"kind":"FieldIn","field_name":"mail","values":["A","a"]}'
check '{"kind":"FieldEq","field_name":"code","value":"AB-1"}'
check '{"kind":"FieldCmp","field_name":"mail","operator":"Ne","value":"A"}'
check '{"kind":"FieldCmp","field_name":"mail","operator":"Gt","value":"A"}'
check '{"kind":"FieldEq","field_name":"mixed","value":"X"}'
check '{"kind":"FieldEq","field_name":"free","value":"ABC"}'
check '{"kind":"FieldEq","field_name":"bot","value":"true"}'
check '{"kind":"FieldEq","field_name":"bot","value":false}'
check '{"kind":"FieldCmp","field_name":"took","operator":"Gt","value":"3600"}'
check '{"kind":"FieldCmp","field_name":"took","operator":"Ne","value":"1h"}'
check '{"kind":"FieldCmp","field_name":"count","operator":"Le","value":0}'
check '{"kind":"FieldCmp","field_name":"count","operator":"Gt","value":-1}'
check '{"kind":"FieldEq","field_name":"delta","value":"1e1"}'
check '{"kind":"FieldEq","field_name":"delta","value":-1.0}'
echo "in a run"
echo '{"rules":[{"rule_id":"a","outcome":"Block","expression":{"kind":"FieldEq","field_name":"bot","value":"yes"}}]}' >rules.json
echo '{"observed_at":1,"mail":"a","bot":"yes"}' >log
esper-encode -q -p plan.json log | esper-decide -p plan.json -r rules.json | jq -r .decision
esper-replay --type DryRun -p plan.json -r rules.json log | jq -c .decisions
