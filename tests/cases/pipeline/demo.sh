# The demo's day is the same bytes on every machine, and the pipeline and a replay decide it alike.
"$BUILD/demo/gen_logins" 20000 >day
sha256sum <day
cp "$TESTDATA/../demo/plan.json" "$TESTDATA/../demo/rules.json" .
esper-decide -p plan.json --check rules.json
esper-encode -q -p plan.json day | esper-decide -q -p plan.json -r rules.json >want
esper-replay -q --type DecisionOnly -p plan.json -r rules.json day | cmp - want
esper-replay -q --type DryRun -p plan.json -r rules.json --format text day
