# Jaeger's spans whose members are missing, of another type, huge or twice become calls all the same, and what has no place becomes attributes.
cat >odd <<'EOF'
{"traceID":"","spanID":"","operationName":null,"references":null}
{"traceID":"00","spanID":7,"operationName":12,"references":"none","startTime":"x","duration":null,"tags":{"a":1},"logs":{"b":2},"processID":3,"warnings":[]}
{"traceID":"t","spanID":"1","operationName":"negative","references":[],"startTime":-5,"duration":-1,"tags":"no","logs":[5,{"timestamp":"soon"},{"fields":[{"value":1},2]}]}
{"traceID":"t","spanID":"2","operationName":"huge","references":[{}],"startTime":1e300,"duration":123456789012345678901234567890,"tags":[null,{"key":1,"value":2},{"key":"k"},{"key":"n","type":"int64","value":"x1"}]}
{"traceID":"t","spanID":"3","operationName":"first","operationName":"twice","references":[],"startTime":1,"startTime":9007199254740993,"duration":0.0015}
{"traceID":"t","spanID":"4","operationName":"itself","references":[{"refType":"CHILD_OF","traceID":"t","spanID":"4"}],"startTime":2,"duration":1}
{"traceID":"t","spanID":"5","operationName":"error: false","references":[],"startTime":3,"duration":1,"tags":[{"key":"error","type":"string","value":"false"}]}
{"traceID":"t","spanID":"6","operationName":"error: an object","references":[],"startTime":4,"duration":1,"tags":[{"key":"error","value":{"a":1}}]}
EOF
esper-trace-replay --calls odd >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- processes of other types'
for processes in '7' '[]' '{"p":null}' '{"p":{"serviceName":5,"tags":7}}' '{"p":{"serviceName":"a","serviceName":"b","x":1}}'; do
	echo '{"traceID":"t","spans":[{"traceID":"t","spanID":"1","operationName":"o","references":[],"startTime":1,"duration":1,"processID":"p"}],"processes":'"$processes}" |
		esper-trace-replay -q --calls | jq -c '[.service, .attributes]'
done
echo '-- the place of an error'
cat >stacks <<'EOF'
{"traceID":"x","spanID":"3","operationName":"st","startTime":1,"duration":1,"tags":[{"key":"error","value":true}],"logs":[{"timestamp":2,"fields":[{"key":"event","value":"exception"},{"key":"exception.type","value":"ET"},{"key":"exception.stacktrace","value":"  File \"/p/q.py\", line 8, in z"}]}]}
{"traceID":"x","spanID":"4","operationName":"st","startTime":1,"duration":1,"tags":[{"key":"error","value":true}],"logs":[{"timestamp":2,"fields":[{"key":"event","value":"error"},{"key":"message","value":"m"},{"key":"stack","value":"E: m\n    at f (/a/b.js:3:7)"}]}]}
EOF
esper-trace-replay -q --calls stacks | jq -c '[.error, .events[0].where]'
echo '-- deep, and many'
awk 'BEGIN { for (i = 0; i < 900; i++) { a = a "["; b = b "]" }
	printf "{\"traceID\":\"t\",\"spanID\":\"1\",\"operationName\":\"o\",\"references\":[],\"tags\":[{\"key\":\"deep\",\"value\":%s%s}]}\n", a, b }' >deep
esper-trace-replay -q --calls deep >calls
esper-trace-replay -q --calls calls | cmp - calls && wc -c <calls
awk 'BEGIN { printf "{\"traceID\":\"t\",\"spans\":["
	for (i = 0; i < 50000; i++)
		printf "%s{\"traceID\":\"t\",\"spanID\":\"%x\",\"operationName\":\"o\",\"references\":[{\"refType\":\"CHILD_OF\",\"traceID\":\"t\",\"spanID\":\"1\"}],\"processID\":\"p%d\"}", i ? "," : "", i + 1, i
	printf "],\"processes\":{"
	for (i = 0; i < 50000; i++)
		printf "%s\"p%d\":{\"serviceName\":\"s%d\"}", i ? "," : "", i, i
	print "}}" }' >many
esper-trace-replay -q --calls many | tail -n 1
echo '-- a document that ends too early'
jq . many | head -c 300000 | esper-trace-replay --calls >calls 2>said
echo "exit $?"
cat said
jq -s -c '[length, (map(.service) | unique)]' calls
echo '-- real ones: as many calls as spans'
for f in "$TESTDATA"/traces/jaeger/*.json; do
	esper-trace-replay -q --calls "$f" >calls
	esper-trace-replay -q --calls calls | cmp - calls
	spans=$(jq '[(.data // [.])[].spans[]] | unique | length' "$f")
	[ "$(wc -l <calls)" = "$spans" ] && echo "${f##*/} $spans"
	# every span has the service of its process, and its parent
	jq -r '(.data // [.])[] | .processes as $p | .spans[] | [.spanID, ((.process // $p[.processID]).serviceName), (.references // [] | .[0].spanID)] | tojson' "$f" | sort -u >want
	jq -r '[.call_id, .service, .parent_id] | tojson' calls | sort | cmp - want
done
