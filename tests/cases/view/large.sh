# Deep and wide traces: 10,000 levels stay readable, a million siblings fold, and both take linear time; a long name is shown whole.
LC_ALL=C.UTF-8
export LC_ALL
awk 'BEGIN {
	for (i = 0; i < 10000; i++)
		printf "{\"event_type\":\"function_entry\",\"timestamp_ns\":%d,\"function_name\":\"f\",\"correlation_id\":\"c%d\",\"parent_correlation_id\":\"%s\"}\n", i, i, i ? "c" i - 1 : ""
	for (i = 9999; i >= 0; i--)
		printf "{\"event_type\":\"function_exit\",\"timestamp_ns\":%d,\"correlation_id\":\"c%d\"}\n", 30000 - i, i
}' >deep
esper-trace-replay deep >out
wc -l <out
sed -n '20,24p;10000,10002p;$p' out
wc -L <out
awk 'BEGIN {
	print "{\"event_type\":\"function_entry\",\"timestamp_ns\":0,\"function_name\":\"f\",\"correlation_id\":\"r\"}"
	for (i = 1; i <= 100000; i++) {
		printf "{\"event_type\":\"function_entry\",\"timestamp_ns\":%d,\"function_name\":\"g\",\"correlation_id\":\"%d\",\"parent_correlation_id\":\"r\"}\n", 10 * i, i
		printf "{\"event_type\":\"function_exit\",\"timestamp_ns\":%d,\"correlation_id\":\"%d\"}\n", 10 * i + 5, i
	}
	print "{\"event_type\":\"function_exit\",\"timestamp_ns\":2000000,\"correlation_id\":\"r\"}"
}' >wide
esper-trace-replay wide
echo '-- siblings that never repeat'
sed 's/"function_name":"g","correlation_id":"\([0-9]*\)"/"function_name":"g\1","correlation_id":"\1"/' wide | esper-trace-replay | wc -l
echo '-- a name of a megabyte'
printf '{"event_type":"function_entry","timestamp_ns":0,"function_name":"%01000000d","correlation_id":"r"}\n' 1 | esper-trace-replay -q | sed -n 2p | wc -c
