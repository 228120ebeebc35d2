# Chrome traces as they really are: without a closing bracket, unsorted, with ends of other names, without ends or beginnings, and with calls of one time: each has the calls and parents that the rules give.
for file in "$TESTDATA"/traces/chrome-hard/*.json; do
	echo "-- ${file##*/}"
	esper-trace-replay --calls "$file" >calls 2>said
	cat said calls
	esper-trace-replay -q --calls calls | cmp - calls
	zstd -qc "$file" | esper-trace-replay -q --calls | cmp - calls
done
