# Every predicate, operator and kind of comparison answers as the contract says; with an absent field all are false but Not.
predicates='
{"kind":"FieldEq","field_name":"s","value":"10"}
{"kind":"FieldContains","field_name":"s","value":"0"}
{"kind":"FieldExists","field_name":"s"}
{"kind":"Not","predicate":{"kind":"FieldExists","field_name":"s"}}
{"kind":"And","predicates":[{"kind":"FieldExists","field_name":"s"},{"kind":"FieldExists","field_name":"n"}]}
{"kind":"Or","predicates":[{"kind":"FieldExists","field_name":"s"},{"kind":"FieldExists","field_name":"n"}]}
{"kind":"FieldCmp","field_name":"n","operator":"Eq","value":10}
{"kind":"FieldCmp","field_name":"n","operator":"Ne","value":10}
{"kind":"FieldCmp","field_name":"n","operator":"Lt","value":10}
{"kind":"FieldCmp","field_name":"n","operator":"Le","value":10}
{"kind":"FieldCmp","field_name":"n","operator":"Gt","value":9.5}
{"kind":"FieldCmp","field_name":"n","operator":"Ge","value":"1e1"}
{"kind":"FieldCmp","field_name":"n","operator":"Lt","value":"abc"}
{"kind":"FieldCmp","field_name":"n","operator":"Ne","value":"abc"}
{"kind":"FieldCmp","field_name":"s","operator":"Lt","value":"9"}
{"kind":"FieldCmp","field_name":"n","operator":"Eq","other_field":"s"}
{"kind":"FieldIn","field_name":"s","values":["a","10",11]}
{"kind":"FieldIn","field_name":"ip","list":"hosts"}
{"kind":"FieldLike","field_name":"s","pattern":"1*"}
{"kind":"FieldLike","field_name":"s","pattern":"?"}
{"kind":"IpInCidr","field_name":"ip","cidrs":["10.0.0.0/8","2001:db8::/32"]}
{"kind":"IpInCidr","field_name":"ip","list":"nets"}
{"kind":"FieldCmp","field_name":"t","operator":"Ge","value":"2026-11-20T11:00:00+01:00"}
{"kind":"Not","predicate":{"kind":"FieldEq","field_name":"s","value":"10"}}'
printf '# networks\n10.1.0.0/16\n\n  192.0.2.7 # one\n' >nets.txt
{
	echo '{"lists":{"hosts":{"values":["10.1.2.3","::1"]},"nets":{"file":"nets.txt"}},"fields":[
	{"name":"s","selector":{"kind":"RequestField","path":"s"},"parser":"String"},
	{"name":"n","selector":{"kind":"RequestField","path":"n"},"parser":"I64"},
	{"name":"ip","selector":{"kind":"RequestField","path":"ip"},"parser":"IpAddress"},
	{"name":"t","selector":{"kind":"RequestField","path":"t"},"parser":"Timestamp"}],"derived_fields":['
	echo "$predicates" | awk 'NF { printf("%s{\"name\":\"p%02d\",\"parser\":\"Bool\",\"expression\":{\"kind\":\"Conditional\",\"predicate\":%s,\"then\":{\"kind\":\"Constant\",\"value\":\"yes\"},\"else\":{\"kind\":\"Constant\",\"value\":\"no\"}}}\n", n++ ? "," : "", n, $0) }'
	echo ']}'
} >plan.json
cat >log <<'END'
{"observed_at":0,"s":"10","n":10,"ip":"10.1.2.3","t":"2026-11-20T10:00:00Z"}
{"observed_at":0,"s":"9","n":9,"ip":"::ffff:10.1.2.3","t":1795168799}
{"observed_at":0,"s":"abc","n":11,"ip":"192.0.2.7","t":"2026-11-20 12:00:00+02:00"}
{"observed_at":0}
END
esper-encode -p plan.json log | sed -n 's/.*"fields"://p' | while read -r fields; do
	echo "$fields" | grep -o '"p[0-9]*":[a-z]*' | sed 's/"\(p[0-9]*\)":true/\1/; t; d' | tr '\n' ' '
	echo
done
