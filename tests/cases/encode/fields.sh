# a field that no event has, and an entity, are named at the end; --stats counts them; the status stays 0
cat >plan.json <<'END'
{"runtime":{"entity_identity_fields":["email","ip"]},"fields":[
  {"name":"email","selector":{"kind":"RequestField","path":"body.emial"},"parser":"String"},
  {"name":"age","selector":{"kind":"RequestField","path":"age"},"parser":"U64"},
  {"name":"flow","selector":{"kind":"QueryParam","name":"Flow"},"parser":"String"},
  {"name":"path","selector":{"kind":"Path"},"parser":"String"},
  {"name":"ok","selector":{"kind":"RequestField","path":"ok"},"parser":"Bool"},
  {"name":"ip","selector":{"kind":"RequestField","path":"ip"},"parser":"IpAddress"}],
 "derived_fields":[{"name":"key","parser":"String","expression":{"kind":"FieldRef","field_name":"email"}}],
 "actions":[{"field_name":"always","parser":"String","expression":{"kind":"Constant","value":"x"}}]}
END
cat >log <<'END'
{"observed_at":1,"age":"ten","ok":true,"body":{"email":"a"}}
{"observed_at":2,"age":"eleven\u001b[31m","ok":false}
{"observed_at":3,"age":"","ok":1}
END
esper-encode -p plan.json -o out log --stats=stats
echo "exit $?"
jq -c '{fields, entities, warnings}' stats
echo "no more than three are missing, two of which did not parse"
sed 's/emial/email/; s/"Flow"/"flow"/' plan.json >better.json
{
	cat log
	echo '{"observed_at":4,"path":"/?flow=a","age":"x"}'
	echo '{"observed_at":5,"ip":"10.0.0.999"}'
} | esper-encode -p better.json -o out --stats=stats
echo "exit $?"
jq -c '{fields, entities, warnings}' stats
echo "nothing to say"
esper-encode -q -p plan.json -o out log
esper-encode -p plan.json -o out --from @10 log
esper-encode -p plan.json -o out /dev/null
echo '{"fields":[]}' >none.json
esper-encode -p none.json log --stats=stats -o out
jq -c '[.fields, .entities]' stats
echo '{"observed_at":1}' | jq -c '{observed_at, age: 5, path: "/?Flow=a", ok: true, body: {emial: "e"}, ip: "::1"}' | esper-encode -p plan.json --stats=stats -o out
jq -c '[.fields, .entities]' stats
echo "of many events, whatever the number of threads"
jq -nc 'range(30000) | {observed_at: ., age: (if . == 29000 then "last" else "age \(.)" end), ok: (if . % 3 == 0 then . else true end)}' >many
for jobs in 1 2 4; do
	esper-encode -j $jobs -p plan.json -o out.$jobs many --stats=stats.$jobs 2>said.$jobs
	jq -c '[.fields, .entities, .warnings]' stats.$jobs
done
cat said.1
cmp said.1 said.2 && cmp said.1 said.4 && cmp out.1 out.4 && echo same
echo "behind rejected records, and not where the run was stopped"
{
	cat log
	echo bad
} | esper-encode -p plan.json -o out
echo "exit $?"
{
	cat log
	echo bad
} | esper-encode -p plan.json --fail-fast -o out
echo "exit $?"
