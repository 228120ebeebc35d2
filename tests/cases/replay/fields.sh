# the report has how many events have each field, and an entity; what was looked for in vain is said once
cat >plan.json <<'END'
{"version":1,"tenant_id":"t","status":"Active","created_at":"2026-11-20T00:00:00Z","config":{
 "runtime":{"entity_identity_fields":["email"]},"fields":[
  {"name":"email","selector":{"kind":"RequestField","path":"email"},"parser":"String"},
  {"name":"age","selector":{"kind":"RequestField","path":"age"},"parser":"U64"},
  {"name":"agent","selector":{"kind":"Header","name":"User-Agnet"},"parser":"String"}]}}
END
cat >rules.json <<'END'
{"rules":[
  {"rule_id":"typo","outcome":"Block","expression":{"kind":"FieldEq","field_name":"emial","value":"x"}},
  {"rule_id":"off","enabled":false,"outcome":"Block","expression":{"kind":"FieldExists","field_name":"age"}}]}
END
cat >log <<'END'
{"event_id":"1","observed_at":1,"email":"a","age":7,"headers":{"User-Agent":"x"}}
{"event_id":"2","observed_at":2,"email":"b","age":"x"}
{"event_id":"3","observed_at":3,"age":"old"}
{"event_id":"4","observed_at":4,"email":"d","tenant_id":"other"}
END
run() {
	esper-replay -p plan.json -r rules.json "$@"
}
run --type DryRun log | jq -c '[.warnings, .fields, .entities]'
echo "in the range alone"
run --type DryRun --from 1970-01-01T00:00:02Z --to 1970-01-01T00:00:04Z log -q | jq -c '[.warnings, .fields, .entities]'
run --type DryRun -t t --from 1970-01-01T00:00:03Z log | jq -c '[.warnings, .fields, .entities]'
run --type DryRun --from 1970-01-01T00:00:09Z log | jq -c '[.warnings, .fields, .entities]'
echo "decisions"
run --type DecisionOnly log --report report >out
echo "exit $?"
jq -c '[.warnings, .fields, .entities]' report
run --type DecisionOnly -q log >out
echo "for people"
run --type DryRun -q --format text log
echo "compared"
sed 's/Agnet/Agent/' plan.json >better.json
sed 's/emial/email/' rules.json >better-rules.json
run --type DryRun --baseline-plan better.json log | jq -c '[.fields, .entities]'
run --type DryRun --baseline-rules better-rules.json log -o report
run --type DryRun --baseline-plan better.json -q log --format text | grep 'in no event'
echo "whatever the order, the number of threads, and where memory ends"
jq -nc 'range(20000) | {event_id: "\(.)", observed_at: (. * 7919 % 20000), email: (if . % 3 == 0 then null else "e\(. % 50)" end),
	age: (if . % 2 == 0 then . else "no \(.)" end)}' >many
for how in "-j 1" "-j 3" "-j 3 --buffer-size 64K"; do
	run --type DryRun $how many 2>>said | jq -c '[.warnings, .fields, .entities]'
done
sort said | uniq -c | sed 's/^ *//'
echo "a job"
esper-encode -S s -t t --create plan.json
esper-encode -S s -t t --activate 1
esper-decide -q -S s -t t --create rules.json
esper-decide -q -S s -t t --activate 1
esper-replay -S s -t t --type DryRun log | jq -c '[.fields, .entities]'
