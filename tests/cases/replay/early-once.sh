# A file in order is read once whatever --buffer-size is, if decisions go to a file; and compressed bytes do not depend on pauses in the input.
awk -v n=9000 -f "$TESTDATA/replay/events.awk" >events
mkfifo report
set -- --type DecisionOnly -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" -q --max-rejects 100%
esper-replay "$@" -o whole events 2>/dev/null
for size in 64K 128K 256K 512K 768K 1M; do
	cp events input
	# the input is noted, then the report is opened, which waits for its reader
	esper-replay "$@" --buffer-size $size --report report -o out input 2>said &
	exec 3<report
	echo nonsense >>input # a file that has changed is not read again
	cat <&3 >/dev/null
	exec 3<&-
	wait $!
	echo "$size: $?"
	cmp whole out
done
esper-replay "$@" -o fast.zst events 2>/dev/null
while IFS= read -r line; do
	printf '%s\n' "$line"
done <events | esper-replay "$@" -o slow.zst 2>/dev/null
cmp fast.zst slow.zst
esper-encode -q -p "$TESTDATA/replay/plan.json" --max-rejects 100% -o fast.zst events 2>/dev/null
while IFS= read -r line; do
	printf '%s\n' "$line"
done <events | esper-encode -q -p "$TESTDATA/replay/plan.json" --max-rejects 100% -o slow.zst 2>/dev/null
cmp fast.zst slow.zst
