# ignore_case, any and all, patterns and FieldMatches in rules: what matches, what the evidence says, and no false warnings
cat >plan.json <<'END'
{"runtime":{"entity_identity_fields":["agent"]},"fields":[
 {"name":"agent","selector":{"kind":"RequestField","path":"agent"},"parser":"String","normalizers":["Lowercase"]},
 {"name":"groups","selector":{"kind":"RequestField","path":"groups"},"parser":"Json"},
 {"name":"on","selector":{"kind":"RequestField","path":"on"},"parser":"Bool"},
 {"name":"price","selector":{"kind":"RequestField","path":"price"},"parser":"Decimal"}]}
END
cat >rules.json <<'END'
{"rules":[
 {"rule_id":"case","outcome":"Block","expression":{"kind":"FieldEq","field_name":"agent","value":"SQLmap","ignore_case":true}},
 {"rule_id":"case-in","outcome":"Block","expression":{"kind":"FieldIn","field_name":"agent","values":["Nikto","SQLmap"],"ignore_case":true}},
 {"rule_id":"like","outcome":"Block","expression":{"kind":"FieldLike","field_name":"agent","patterns":["NIKTO*","*MAP"],"ignore_case":true}},
 {"rule_id":"matches","outcome":"Block","expression":{"kind":"FieldMatches","field_name":"agent","pattern":"^(sqlmap|nikto)(/|$)"}},
 {"rule_id":"any","outcome":"Block","expression":{"kind":"And","predicates":[
  {"kind":"FieldEq","field_name":"groups","value":"wheel","any":true},
  {"kind":"FieldEq","field_name":"groups","value":"root","any":true}]}},
 {"rule_id":"all","outcome":"Block","expression":{"kind":"FieldIn","field_name":"groups","values":[],"all":true}},
 {"rule_id":"on","outcome":"Block","expression":{"kind":"FieldEq","field_name":"on","value":"TRUE","ignore_case":true}},
 {"rule_id":"price","outcome":"Block","expression":{"kind":"FieldCmp","field_name":"price","operator":"Gt","value":0.3}}]}
END
esper-decide --check rules.json -p plan.json
printf '{"observed_at":%s}\n' '0,"agent":"SQLMap"' '1,"agent":"sqlmap/1.7"' '2,"groups":["staff","wheel"]' \
	'3,"groups":["root",null,"wheel"]' '4,"groups":[]' '5,"on":"yes"' '6,"price":0.3' '7,"price":"0.300000001"' \
	'8,"groups":"root"' >log
esper-encode -q -p plan.json log >events
esper-decide -p plan.json -r rules.json events | jq -c '[.observed_at[17:19], .matched_rules]'
esper-decide --explain -p plan.json -r rules.json events | jq -c '.evidence[]' | sed 's/"reason":null,//' | sort -u
# what cannot hold is still named
cat >never.json <<'END'
{"rules":[
 {"rule_id":"a","outcome":"Block","expression":{"kind":"FieldLike","field_name":"agent","patterns":["A*","*B"]}},
 {"rule_id":"b","outcome":"Block","expression":{"kind":"FieldEq","field_name":"price","value":0.0000000001}},
 {"rule_id":"c","outcome":"Block","expression":{"kind":"FieldLike","field_name":"agent","patterns":[]}},
 {"rule_id":"d","outcome":"Block","expression":{"kind":"FieldLike","field_name":"agent","pattern":"a\\*"}},
 {"rule_id":"e","outcome":"Block","expression":{"kind":"WindowCmp","scope":"Entity","seconds":60,"operator":"Eq","value":1e-10,
  "aggregate":{"kind":"Sum","field_name":"price"}}}]}
END
esper-decide --check never.json -p plan.json
