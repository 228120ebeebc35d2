# The first 10 rejected records are named, all are counted and kept; with -q none is named, and the exit status says it.
i=0
while [ $i -lt 25 ]; do
	echo "{\"n\":$i}"
	i=$((i + 1))
done >log
esper-encode -p "$TESTDATA/examples/plan.json" --rejects rejects log
echo "exit $?"
wc -l <rejects
esper-encode -q -p "$TESTDATA/examples/plan.json" log
echo "exit $?"
