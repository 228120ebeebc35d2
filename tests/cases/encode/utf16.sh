# JSON in UTF-16 or UTF-32 is named with the command that converts it, exit 2; other inputs are still read. What only begins like it is a line.
p=$TESTDATA/examples/plan.json
head -n 1 "$TESTDATA/examples/events.jsonl" >good
for e in UTF-16 UTF-16LE UTF-16BE UTF-32 UTF-32LE UTF-32BE; do
	jq -s . good | iconv -f UTF-8 -t $e >"a $e.json"
	esper-encode -p "$p" "a $e.json" good >out
	echo "exit $? $(wc -l <out)"
	esper-encode -p "$p" "a $e.json" 2>&1 | sed 's/.*use: //; s/ | .*//' >convert
	sh convert | esper-encode -p "$p" | wc -l
done 2>&1
esper-encode -p "$p" <"a UTF-16.json"
zstd -q -c "a UTF-16LE.json" >a.zst
esper-encode -p "$p" a.zst
for bytes in '\377\376' '\377\376ab' '\376\377\n' '{\000' '\000\000\376'; do
	printf "$bytes" | esper-encode -p "$p"
done
