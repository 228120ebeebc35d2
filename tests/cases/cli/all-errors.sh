# all that is wrong with a document is said in one go, in order of its places, up to ten errors and how many more
jq -nc '{fields: [range(13) | {name: "f\(.)", selector: {kind: "Pth"}, parser: "String"}]}' >many.json
esper-encode --check many.json
echo "plan: status $?"
cat >plan.json <<'END'
{"fields":[
  {"name":"email","selector":{"kind":"RequestField","path":"email"},"parser":"Sting"},
  {"name":"ip","selektor":{"kind":"Path"},"parser":"String","required":1}],
 "derived_fields":[{"name":"d","parser":"String","expression":{"kind":"FieldRef","field_name":"email"}}],
 "runtime":{"dedup_ttl_seconds":"1","lateness_seconds":-1}}
END
echo '{"observed_at":1}' >log
esper-encode -p plan.json log
echo "plan: status $?"
cat >rules.json <<'END'
{"rules":[
  {"rule_id":"a","outcome":"Deny","priority":"1","expression":{"kind":"FieldEq","field_name":"x"}},
  {"rule_id":"b","outcome":"Block","expression":
    {"kind":"IpInCidr","field_name":"ip","cidrs":["10.0.0.0/8","10.0.0.0/33","::/129"]}}],
 "tests":[]}
END
esper-decide -r rules.json log
echo "rules: status $?"
echo '{"fields":[]}' >good.json
esper-replay --type DryRun -p good.json -r rules.json log
echo "replay: status $?"
cat >tests.json <<'END'
{"rules":[],"tests":[
  {"events":[{"at":0,"fields":{}},{"at":"1","fields":{}},{"at":2,"fields":[]}],"expect":["Alow","Observe","Observe"]},
  {"name":7,"events":[]}]}
END
esper-decide --check tests.json
echo "tests: status $?"
esper-encode -S store -t acme --create good.json
esper-decide -S store -t acme --create tests.json
echo "store: status $?"
esper-decide -S store -t acme --list
