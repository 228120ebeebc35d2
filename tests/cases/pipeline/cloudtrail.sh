# Real CloudTrail events, sorted by time: the pipeline and a replay decide them alike.
p=$TESTDATA/cloudtrail.plan.json
jq -sc 'sort_by(.eventTime)[]' "$TESTDATA/cloudtrail.jsonl" >day
cat >rules.json <<'END'
{"rules":[
  {"rule_id":"crowd","outcome":"Challenge","expression":{"kind":"WindowCmp","scope":"Entity","seconds":60,"operator":"Ge","value":5}},
  {"rule_id":"long","outcome":"Block","mode":"Shadow","expression":{"kind":"StateCmp","scope":"Entity","attribute":"age_seconds","operator":"Gt","value":100}}
]}
END
esper-encode -q -p "$p" day | esper-decide -q -p "$p" -r rules.json >want
wc -l <want
esper-replay -q --type DecisionOnly -p "$p" -r rules.json day | cmp - want
esper-replay -q --type DecisionOnly -p "$p" -r rules.json "$TESTDATA/cloudtrail.jsonl" | sort >got
sort want | cmp - got
jq -rs '[(map(.decision) | group_by(.)[] | "\(.[0]) \(length)"), "long \(map(select(.shadow_rules != [])) | length)"][]' want
