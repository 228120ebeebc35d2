# --mutate with a command that dies or hangs on some inputs, with calls without input, and with very many calls
awk 'BEGIN { for (i = 0; i < 3000; i++)
	printf("{\"trace_id\":\"t%d\",\"call_id\":\"c%d\",\"parent_id\":null,\"name\":\"f\",\"kind\":\"function\"," \
		"\"service\":null,\"start\":null,\"duration_ns\":5,\"status\":\"ok\",%s\"output\":{\"k%d\":1}}\n",
		i, i, i % 2 ? "" : "\"input\":{\"i\":" i ",\"s\":\"x\"},", i) }' >calls.jsonl
sed -n '1p; 3p' calls.jsonl >few.jsonl
echo '-- it dies'
esper-trace-replay --mutate 60 --format jsonl few.jsonl \
	--exec 'f=while read -r line; do n=$((n + 1)); case $line in *\"input\":0}*) exit 5;; esac; echo "{\"id\":$n,\"output\":1}"; done' \
	2>said | jq -c '[.error.type, .input]'
cat said
echo '-- it hangs'
# a time that is enough for those that answer; only what was late is tried again
for time in 500ms 5s 25s; do
	esper-trace-replay --mutate 5000 --timeout $time --format jsonl few.jsonl \
		--exec 'f=jq -c --unbuffered "if .input | type == \"object\" then {id, output: 1} else empty end"' \
		2>said | jq -c '[.error.type, .input]' >found
	[ "$(cat found)" = '["timeout",0]' ] || grep -qv '^\["timeout",' found && break
done
cat found
sed 's/after [0-9]* runs/after … runs/' said
echo '-- many calls, each with an output of its own shape'
esper-trace-replay --mutate 50 --exec 'f=jq -c --unbuffered "{id, output: {k7: 1}}"' calls.jsonl
echo '-- stopped'
env --default-signal=INT esper-trace-replay --mutate 1000000000 few.jsonl --exec 'f=tee requests |
	jq -c --unbuffered "{id} + (if [.input | objects | .i | values] == [] then {error: {type: \"None\"}} else {output: 1} end)"' \
	>out 2>said &
: >>requests
until [ "$(wc -l <requests)" -ge 500 ]; do :; done
kill -INT $!
wait $!
sed 's/^.* changed/… changed/; s/in .* runs*/in … runs/' out
cat said
exit 0
