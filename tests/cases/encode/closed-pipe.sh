# A reader that goes away ends the filter by SIGPIPE, in silence.
head -n 1 "$TESTDATA/examples/events.jsonl" | awk '{ for (i = 0; i < 20000; i++) print }' >log
{
	esper-encode -p "$TESTDATA/examples/plan.json" log
	echo "status $?" >status
} | head -n 1
cat status
