# clocks that are off are told, and moved on request only: planted offsets, what is no evidence, every action that shows times
export LC_ALL=C.UTF-8
echo '-- Zipkin: the server begins before the client'
esper-trace-replay -q --distributed --format jsonl "$TESTDATA/traces/zipkin/skew.json" | jq -c '[.skew, .adjusted]'
esper-trace-replay --distributed --format jsonl --adjust-clocks "$TESTDATA/traces/zipkin/skew.json" | jq -c '[.skew, .adjusted]'
esper-trace-replay -q "$TESTDATA/traces/zipkin/skew.json"
esper-trace-replay --adjust-clocks "$TESTDATA/traces/zipkin/skew.json"
esper-trace-replay -q --calls --adjust-clocks "$TESTDATA/traces/zipkin/skew.json" >moved
jq -c '[.call_id, .start, .duration_ns]' moved
echo '-- moved once, there is nothing left to move'
esper-trace-replay --calls --adjust-clocks moved | cmp - moved
# Jaeger: span ID PARENT TYPE SERVICE START DURATION
span() {
	printf '{"traceID":"t","spanID":"%s","operationName":"%s","references":[%s],"startTime":%s,"duration":%s,"processID":"%s","logs":[{"timestamp":%s,"fields":[{"key":"event","value":"at %s"}]}]}' \
		"$1" "$1" "${2:+{\"refType\":\"$3\",\"traceID\":\"t\",\"spanID\":\"$2\"\}}" "$5" "$6" "$4" "$5" "$1"
}
jaeger() { # jaeger SPAN...
	printf '{"data":[{"traceID":"t","processes":{"A":{"serviceName":"A"},"B":{"serviceName":"B"},"C":{"serviceName":"C"}},"spans":['
	printf '%s' "$1"
	shift
	[ $# -eq 0 ] || printf ',%s' "$@"
	printf ']}]}\n'
}
t=1700000000000000
echo '-- planted: B is 5 s ahead, C 1 s behind; what follows from a call is not moved, nor what is below it'
jaeger "$(span a '' '' A $t 1000)" "$(span b a CHILD_OF B $((t + 5000100)) 800)" "$(span c b CHILD_OF C $((t - 1000000 + 200)) 600)" \
	"$(span d b CHILD_OF B $((t + 5000300)) 100)" "$(span e a FOLLOWS_FROM B $((t + 5002000)) 100)" \
	"$(span f e CHILD_OF C $((t - 1000000 + 2010)) 10)" >planted
esper-trace-replay -q --distributed --format jsonl planted | jq -c .skew
esper-trace-replay --calls --adjust-clocks planted | jq -c '[.call_id, .start[17:], .events[0].at[17:]]'
esper-trace-replay -q --calls planted | jq -c '[.call_id, .start[17:]]'
echo '-- asynchronous children bound an offset: they do not begin before they are called'
jaeger "$(span a '' '' A $t 200000)" "$(span c1 a CHILD_OF A $((t + 10000)) 10000)" "$(span c2 a CHILD_OF A $((t + 50000)) 10000)" \
	"$(span s2 c2 CHILD_OF B $((t + 70000)) 2000)" "$(span s1 c1 CHILD_OF B $((t + 12000)) 9000)" >planted
esper-trace-replay -q --distributed --format jsonl planted | jq -c .skew
jq -c 'del(.data[0].spans[4])' planted | esper-trace-replay -q --distributed --format jsonl | jq -c .skew
echo '-- no evidence: links, consumers, one asynchronous child that begins in time; nothing is said'
jaeger "$(span a '' '' A $t 1000)" "$(span b a CHILD_OF B $((t + 500)) 800)" "$(span c a FOLLOWS_FROM C $((t + 5000)) 10)" >planted
esper-trace-replay --distributed --format jsonl --adjust-clocks planted | jq -c '[.skew, .adjusted]'
esper-trace-replay -q --distributed "$TESTDATA/traces/zipkin/messaging-kafka.json" | grep clock
echo '-- a selection; positions, errors and causes go by the moved times'
jaeger "$(span a '' '' A $t 1000)" "$(span b a CHILD_OF B $((t - 900)) 100)" "$(span c a CHILD_OF A $((t + 100)) 200)" >planted
esper-trace-replay -q --order time planted | sed 1d
esper-trace-replay -q --order time --adjust-clocks planted | sed 1d
esper-trace-replay -q --find '"at b"' --format jsonl planted | jq -c '.position'
esper-trace-replay -q --find '"at b"' --format jsonl --adjust-clocks planted | jq -c .position
esper-trace-replay --calls --under b --adjust-clocks planted | jq -c '[.call_id, .start[17:]]'
echo '-- traces are put in order again'
jaeger "$(span a '' '' A $t 1000)" "$(span b a CHILD_OF B $((t - 5000)) 100)" >one
jaeger "$(span x '' '' A $((t - 1000)) 50)" | sed 's/"traceID":"t"/"traceID":"u"/g' >two
esper-trace-replay -q --calls one two | jq -c .call_id | tr '\n' ' '
esper-trace-replay -q --calls --adjust-clocks one two | jq -c .call_id | tr '\n' ' '
esper-trace-replay -q --distributed --format jsonl --adjust-clocks one two | jq -c '[.trace_id, .skew]'
echo '-- many services'
awk -v t=$t 'BEGIN {
	printf "{\"data\":[{\"traceID\":\"t\",\"processes\":{\"p\":{\"serviceName\":\"root\"}"
	for (i = 0; i < 12; i++) printf ",\"p%d\":{\"serviceName\":\"s%02d\"}", i, i
	printf "},\"spans\":[{\"traceID\":\"t\",\"spanID\":\"a\",\"operationName\":\"a\",\"startTime\":%s,\"duration\":1000,\"processID\":\"p\"}", t
	for (i = 0; i < 12; i++) printf ",{\"traceID\":\"t\",\"spanID\":\"a%d\",\"operationName\":\"a\",\"references\":[{\"refType\":\"CHILD_OF\",\"traceID\":\"t\",\"spanID\":\"a\"}],\"startTime\":%.0f,\"duration\":1000,\"processID\":\"p%d\"}", i, t - i * 1000, i
	print "]}]}"
}' >planted
esper-trace-replay --distributed --adjust-clocks planted | grep clock | sed -n '1p;$p'
echo '-- records as they were have no moved times'
esper-trace-replay --extract --adjust-clocks planted
echo "status $?"
