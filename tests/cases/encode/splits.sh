# Any split of the input into files and reads, any -j, plain or zstd: the same bytes.
p=$TESTDATA/har.plan.json
i=0
while [ $i -lt 20 ]; do
	cat "$TESTDATA/har.jsonl"
	i=$((i + 1))
done >log
esper-encode -p "$p" log >want
wc -l <want
for j in 1 2 4; do
	esper-encode -p "$p" -j $j log | cmp - want
done
split -l 77 log part.
esper-encode -p "$p" part.* | cmp - want
cat part.* | esper-encode -p "$p" | cmp - want
dd if=log bs=1000 2>/dev/null | dd bs=7 2>/dev/null | esper-encode -p "$p" | cmp - want
zstd -q part.*
esper-encode -p "$p" part.??.zst | cmp - want
cat part.??.zst | esper-encode -p "$p" | cmp - want
