# The example of the contract: events.jsonl by plan.json is encoded.jsonl to the byte, e-4 is rejected, exit 3.
cd "$TESTDATA/examples" || exit 1
esper-encode -p plan.json events.jsonl | cmp - encoded.jsonl
esper-encode -p plan.json <events.jsonl 2>/dev/null | cmp - encoded.jsonl
esper-encode -p plan.json events.jsonl >/dev/null 2>&1
