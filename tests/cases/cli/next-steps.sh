# The most common mistakes get a message that says what to do next.
examples=$TESTDATA/examples
cp "$examples/plan.json" "$examples/rules.json" "$examples/events.jsonl" .
try() {
	"$@" 2>&1 >out </dev/null | head -n 1
}
echo "== raw events to esper-decide"
head -n 1 events.jsonl >raw
try esper-decide -r rules.json raw
echo "== a plan as rule set, and the reverse"
try esper-decide -r plan.json raw
try esper-decide --check plan.json
try esper-encode -p rules.json raw
try esper-replay --type DryRun -p rules.json -r plan.json raw
echo "== a window beyond the default"
cat >long.json <<'END'
{"rules":[{"rule_id":"a","outcome":"Block","expression":{"kind":"WindowCmp","scope":"Entity","seconds":900,"operator":"Ge","value":3}}]}
END
echo '{"fields":[]}' >bare.json
echo '{"runtime":{"window_state_ttl_seconds":600},"fields":[]}' >set.json
try esper-decide --check long.json
try esper-decide --check long.json -p bare.json
try esper-decide --check long.json -p set.json
echo "== words of other tools"
sed 's/"Ge"/"Gte"/;s/900/60/' long.json >gte.json
try esper-decide --check gte.json
sed 's/"Block"/"deny"/;s/900/60/' long.json >deny.json
try esper-decide --check deny.json
echo "== a store and a tenant that are not there"
try esper-encode -S none -t acme --list
try esper-encode -S store -t acme --create plan.json
try esper-encode -S store -t beta --create plan.json
try esper-encode -S store -t acne raw
try esper-encode -S store -t zoo --list
try esper-decide -S store -t acem --list
try esper-replay -S store -t bta --list
try esper-audit -S store -t acmee
try esper-audit -S none -t acme
try esper-encode -S store -t acme raw
try esper-encode -S store -t acme --encoding-version 7 raw
echo "== a state that is in use, damaged or none"
echo junk >s
try esper-decide -r rules.json --state s raw
try esper-replay --type DryRun -p plan.json -r rules.json --state gone raw
