# --check says that a plan is good, what --init prints is good, and it is the starter plan.
cd "$TESTDATA" || exit 1
esper-encode --check examples/plan.json
esper-encode --check cloudtrail.plan.json
esper-encode --check har.plan.json
esper-encode --init | esper-encode --check -
esper-encode --init | esper-encode -q -p - examples/events.jsonl | cmp - examples/encoded.jsonl
esper-encode --check examples/plan.json examples/events.jsonl 2>&1 | head -n 1
