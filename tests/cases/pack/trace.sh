# esper-trace-replay and esper-audit read packed files as a whole: a trace of the range may have calls outside it.
e=$TESTDATA/examples
cp "$e/orders.jsonl" "$e/audit.jsonl" .
for f in orders audit; do
	esper-encode --pack --encoded --frame-size 1K -q -o $f.zst $f.jsonl
done
esper-trace-replay -q orders.jsonl >want
esper-trace-replay -q orders.zst | cmp - want
for r in '--from 2000-01-01' '--to 2100-01-01' '--from 2100-01-01' '--to 2000-01-01'; do
	# shellcheck disable=SC2086
	esper-trace-replay -q $r orders.jsonl >want
	# shellcheck disable=SC2086
	esper-trace-replay -q $r orders.zst | cmp - want
	# shellcheck disable=SC2086
	esper-audit -q $r audit.jsonl >want
	# shellcheck disable=SC2086
	esper-audit -q $r audit.zst | cmp - want
	echo "$(wc -l <want) $r"
done
