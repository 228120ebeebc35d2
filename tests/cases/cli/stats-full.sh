# What was asked for on standard error is output: where it cannot be written, the status is 2.
cp "$TESTDATA"/examples/*.json* .
esper-encode -q -p plan.json events.jsonl >encoded
try() {
	"$@" >out 2>/dev/full
	echo "$* status $? lines $(wc -l <out)"
	"$@" >out 2>&-
	echo "closed status $? lines $(wc -l <out)"
}
try esper-encode -p plan.json --stats events.jsonl
try esper-decide -p plan.json -r rules.json --stats encoded
try esper-decide -q -p plan.json -r rules.json --stats encoded
try esper-replay -p plan.json -r rules.json --type DryRun --stats events.jsonl
try esper-replay -p plan.json -r rules.json --type DecisionOnly --stats events.jsonl
try esper-decide --check rules.json
try esper-trace-replay --calls --stats incident.jsonl
echo "diagnostics alone, or none, change nothing"
try esper-encode -p plan.json --max-rejects 100% rules.json
try esper-decide -p plan.json -r rules.json --stats=file encoded
try esper-decide -q --check rules.json
