# If no input could be read, the output stays as it was; what others gave is written as ever. The status is 2 in both.
cp "$TESTDATA"/examples/* .
for program in "esper-encode -p plan.json" "esper-decide -r rules.json" \
	"esper-replay --type DecisionOnly -p plan.json -r rules.json" "esper-trace-replay --name x" \
	"esper-trace-replay --calls" "esper-trace-replay --extract"; do
	echo old >out
	$program -o out nowhere
	echo "exit $?: $(cat out)"
done
esper-encode -q -p plan.json -o out nowhere logins.jsonl
echo "exit $?: $(wc -l <out) lines"
: >empty
esper-encode -q -p plan.json -o out empty
echo "exit $?: $(wc -l <out) lines"
