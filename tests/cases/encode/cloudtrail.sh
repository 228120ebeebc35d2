# Real CloudTrail events: who, from where, what, ok or error, by an envelope.
esper-encode -p "$TESTDATA/cloudtrail.plan.json" "$TESTDATA/cloudtrail.jsonl"
