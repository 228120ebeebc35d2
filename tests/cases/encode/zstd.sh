# zstd input is known by its content: several frames, empty and skippable ones; plain and zstd give the same bytes.
p=$TESTDATA/examples/plan.json e=$TESTDATA/examples/events.jsonl
{
	printf '\120\052\115\030\004\000\000\000skip'
	head -c 300 "$e" | zstd -qc
	zstd -qc </dev/null
	printf '\137\052\115\030\000\000\000\000'
	tail -c +301 "$e" | zstd -qc
} >log
esper-encode -q -p "$p" "$e" >want
for o in log - ; do
	esper-encode -q -p "$p" $o <log | cmp - want
done
zstd -q "$p" -o plan.zst
esper-encode -q -p plan.zst log | cmp - want
# written: by -z, by -z with a level, by the name
esper-encode -q -p "$p" -z log | zstd -dc | cmp - want
esper-encode -q -p "$p" --zstd=19 log | zstd -dc | cmp - want
esper-encode -q -p "$p" -o out.zst log
zstd -dc out.zst | cmp - want
esper-encode -q -p "$p" -o out log
cmp out want
