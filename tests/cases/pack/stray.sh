# An index that is in a file and is not used is said: something was added behind it, or two plans read times differently.
awk 'BEGIN { for (i = 0; i < 600; i++) printf "{\"event_id\":\"e%d\",\"observed_at\":%d,\"body\":{\"request\":{\"email\":\"u%d@x.org\",\"action\":\"a\"}}}\n", i, 1767225600 + i * 20, i % 7 }' >log
cp "$TESTDATA"/examples/plan.json .
cp "$TESTDATA"/examples/rules.json .
sed 's/"runtime": {/& "time_zone": "+01:00",/' plan.json >zone.json
esper-encode --pack -p plan.json --frame-size 4K -o packed.zst log
cp packed.zst added.zst
tail -n 1 log | sed 's/e599/e600/' | zstd -q >>added.zst
range='--from 2026-01-01T01:00:00Z --to 2026-01-01T02:00:00Z'
# shellcheck disable=SC2086
for file in packed.zst added.zst; do
	esper-encode -q -p plan.json $range --no-index $file >want
	esper-encode -p plan.json $range $file | cmp - want
	echo "$file, quietly:"
	esper-encode -q -p plan.json $range $file | cmp - want
	echo "$file, without a range:"
	esper-encode -p plan.json $file | wc -l
done 2>&1
echo "two plans:"
# shellcheck disable=SC2086
esper-replay --type DryRun -p plan.json --baseline-plan zone.json --baseline-rules rules.json -r rules.json $range packed.zst \
	2>&1 >report | grep index
echo "in slices:"
# shellcheck disable=SC2086
sh "$TESTDATA"/../scripts/slices 3 -- --type DecisionOnly -p plan.json -r rules.json --warmup 10m $range added.zst \
	2>said >two
# shellcheck disable=SC2086
esper-replay --type DecisionOnly -p plan.json -r rules.json --warmup 10m $range added.zst 2>want >one
cmp one two
diff want said
cat said
