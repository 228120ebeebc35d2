# Whatever call fails, and whenever: a clean message and exit 2, whole lines, the old file, nothing left behind.
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which have a malloc of their own"
	exit 77
fi
cp "$TESTDATA/replay/plan.json" "$TESTDATA/replay/rules.json" .
awk -v n=100 -f "$TESTDATA/replay/events.awk" >day
awk -v n=2500 -f "$TESTDATA/replay/events.awk" >many
esper-encode -q -p plan.json -o encoded day
esper-encode -q --pack --frame-size 4K -p plan.json -o packed.zst day
zstd -q day many encoded
"$BUILD/fault/faults" "$BUILD/fault/shim.so" >log || cut -c 1-300 log | head -n 60
tail -n 1 log | sed 's/^[1-9][0-9]* //'
