# The root cause: the failed call without a failed child that failed first; one on a failed path comes first, one whose parent went well last. Variables are those before the failure.
# call ID PARENT START END STATUS [ERROR]: open has no end, error no type unless one is given
call() {
	printf '{"event_type":"function_entry","timestamp_ns":%s,"function_name":"n_%s","correlation_id":"%s","parent_correlation_id":"%s"}\n' "$3" "$1" "$1" "$2"
	[ "$6" ] && printf '{"event_type":"error","timestamp_ns":%s,"error_type":"%s","correlation_id":"%s"}\n' "$4" "$6" "$1"
	[ "$5" = open ] || printf '{"event_type":"function_exit","timestamp_ns":%s,"error":%s,"correlation_id":"%s"}\n' "$4" "$([ "$5" = ok ] && echo false || echo true)" "$1"
}
cause() {
	echo "-- $1"
	esper-trace-replay -q | sed -n '/^root cause/,$p'
}
{
	call r '' 0 100 error
	call handled r 1 6 ok
	call early handled 2 3 error Early
	call a r 10 30 error
	call b a 12 22 error Real
	call c r 40 50 error Later
} | cause "it is reached from a failed root: Real"
{
	call r '' 0 100 ok
	call early r 2 3 error Early
	call late r 9 10 error Late
} | cause "all are handled: Early"
{
	call r '' 0 '' open
	call a r 2 9 error Parent
	call b a 3 8 ok
	call c b 4 5 error Handled
	call d r 20 27 error Second
} | cause "an open root does not handle: Parent"
{
	call r '' 0 100 error
	call a r 2 9 error
	call b r 3 8 error
} | cause "by their ends, without a type: n_b"
{
	call r '' 0 100 error
	call a r 2 9 error A
	call b r 3 8 error
	call c b 4 9 error C
} | cause "at the same time: the deepest"
echo '-- variables before the failure'
cat >v <<'EOF'
{"event_type":"function_entry","timestamp_ns":1,"function_name":"main","args":{"q":"x"},"correlation_id":"m"}
{"event_type":"variable_change","timestamp_ns":2,"variable_name":"a","value":1,"correlation_id":"m"}
{"event_type":"variable_change","timestamp_ns":3,"variable_name":"b","value":1,"correlation_id":"m"}
{"event_type":"variable_change","timestamp_ns":4,"variable_name":"a","value":2,"correlation_id":"m"}
{"event_type":"function_entry","timestamp_ns":5,"function_name":"f","args":{"n":3},"correlation_id":"f","parent_correlation_id":"m"}
{"event_type":"variable_change","timestamp_ns":6,"variable_name":"count","value":7,"correlation_id":"f"}
{"event_type":"variable_change","timestamp_ns":7,"variable_name":"count","value":0,"correlation_id":"f"}
{"event_type":"error","timestamp_ns":8,"error_type":"ArithmeticException","message":"/ by zero","correlation_id":"f","line_number":12,"function_name":"f"}
{"event_type":"variable_change","timestamp_ns":9,"variable_name":"count","value":9,"correlation_id":"f"}
{"event_type":"function_exit","timestamp_ns":10,"function_name":"f","correlation_id":"f"}
{"event_type":"variable_change","timestamp_ns":11,"variable_name":"a","value":3,"correlation_id":"m"}
{"event_type":"function_exit","timestamp_ns":12,"function_name":"main","correlation_id":"m","error":true}
EOF
esper-trace-replay v | sed -n '/^root cause/,$p'
echo '-- hints'
for error in 'ZeroDivisionError|division by zero' "AttributeError|'NoneType' object" 'KeyError|x' 'IndexError|list index out of range' \
	'RecursionError|maximum recursion depth' 'BadRequest|maximum context length is 8192' 'RateLimitError|429' 'Timeout|read' 'OSError|Connection refused' \
	'Forbidden|no' 'MemoryError|' 'OSError|No space left on device' 'FileNotFoundError|x' 'JSONDecodeError|x' 'E|other'; do
	printf '%s\n' '{"event_type":"function_entry","timestamp_ns":1,"function_name":"f","args":{"p":null,"z":0.0},"correlation_id":"m"}' \
		'{"event_type":"error","timestamp_ns":8,"error_type":"'"${error%|*}"'","message":"'"${error#*|}"'","correlation_id":"m"}' |
		esper-trace-replay -q | sed -n 's/^root cause: //p;s/^  hint/&/p'
done
echo '-- only the first trace that failed'
cat "$TESTDATA/traces/incident.jsonl" v | esper-trace-replay -q | grep -c '^root cause'
echo '-- a hundred callers'
awk 'BEGIN {
	for (i = 0; i < 100; i++)
		printf "{\"event_type\":\"function_entry\",\"timestamp_ns\":%d,\"function_name\":\"f\",\"correlation_id\":\"c%d\",\"parent_correlation_id\":\"%s\"}\n", i, i, i ? "c" i - 1 : ""
	printf "{\"event_type\":\"error\",\"timestamp_ns\":200,\"error_type\":\"E\",\"message\":\"deep\",\"correlation_id\":\"c99\"}\n"
}' >deep
esper-trace-replay -q deep | sed -n '/^root cause/,$p'
esper-trace-replay -q --full deep | sed -n '/^root cause/,$p' | wc -l
echo '-- an error of which nothing is said'
printf '%s\n' '{"event_type":"function_entry","timestamp_ns":1,"function_name":"f","correlation_id":"a"}' \
	'{"event_type":"error","timestamp_ns":2,"correlation_id":"a"}' |
	esper-trace-replay -q | sed 's/ERROR$/ERROR, and no blank/'
