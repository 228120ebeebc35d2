# DecisionOnly writes the decisions of the examples to the byte; the event that fails is named.
esper-replay --type DecisionOnly --plan "$TESTDATA/examples/plan.json" \
	--rules "$TESTDATA/examples/rules.json" <"$TESTDATA/examples/events.jsonl" >got
echo $?
cmp got "$TESTDATA/examples/decisions.jsonl"
