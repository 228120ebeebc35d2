# What is of no known format is named with its line, also in documents; a selection that finds nothing in it is answered with 1.
say() {
	esper-trace-replay --calls "$@"
	echo "exit $?"
}
echo '-- an array'
printf '[{"foo":1},{"fo":2},\n\n{"bar":1}]' | say
echo '-- values one after the other'
printf '{\n"a":1}\n\n{"c":1}\n{"d":1}' | say
printf '{"a":1}{"c":1} {"b":2}\n\n{"d":1}' | say
echo '-- behind a document'
jq . "$TESTDATA/traces/incident.jsonl" >document
lines=$(wc -l <document)
echo '{"x":1}' >>document
esper-trace-replay --calls document 2>said >calls
grep -c "^esper-trace-replay: document:$((lines + 1)): {x}: " said
echo '-- far behind'
awk 'BEGIN { print "["; for (i = 0; i < 100000; i++) print "{\"foo\":" i "},\n"; print "{\"last\":1}]" }' | say
echo '-- selected'
echo '{"foo":1}' | say --trace-id x
