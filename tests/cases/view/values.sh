# Values are cut to the width with their length; names, headings and messages are not. --full cuts nothing, --sizes tells every size. Nothing in the data controls the terminal.
LC_ALL=C.UTF-8
export LC_ALL
long=$(printf '%0300d' 7)
cat >long <<EOF
{"event_type":"function_entry","timestamp_ns":100,"function_name":"main","correlation_id":"a","args":{"short":1,"text":"$long","list":[1,2,3],"wide":"日本語日本語日本語日本語日本語日本語日本語","escaped":"\u65e5\u672c \ud83d\ude00 \u001b[31m \\\\u65e5"}}
{"event_type":"variable_change","timestamp_ns":200,"variable_name":"v_$long","value":{"a":"$long"},"correlation_id":"a"}
{"event_type":"error","timestamp_ns":300,"error_type":"E","message":"m $long","correlation_id":"a"}
{"event_type":"function_exit","timestamp_ns":400,"function_name":"main","correlation_id":"a","return_value":[$(seq -s, 1 100)]}
EOF
for columns in 40 80 200; do
	echo "-- $columns columns"
	COLUMNS=$columns esper-trace-replay long
done
echo '-- whole'
esper-trace-replay --full long | head -n 5
echo '-- in ASCII'
LC_ALL=C esper-trace-replay long | head -n 2
echo '-- with sizes'
COLUMNS=200 esper-trace-replay --sizes "$TESTDATA/traces/incident.jsonl" 2>&1 | sed -n 2,4p
echo '-- many arguments: those that have no room are counted'
{
	printf '{"event_type":"function_entry","timestamp_ns":1,"function_name":"f","correlation_id":"a","args":{"k0":0'
	seq 1 2000 | sed 's/.*/,"k&":&/' | tr -d '\n'
	printf '}}\n{"event_type":"function_exit","timestamp_ns":2,"function_name":"f","correlation_id":"a"}\n'
} >many
esper-trace-replay many
esper-trace-replay --full many | sed -n 2p | wc -c
echo '-- what would control a terminal'
printf '%s\n' '{"event_type":"function_entry","timestamp_ns":1,"function_name":"a\u001b[31m\nb\u202e","correlation_id":"x\u009b","args":{"k\u0007":"‮\u0000"}}' \
	'{"event_type":"error","timestamp_ns":1,"error_type":"T\t","message":"one\ntwo\u001b]0;x\u0007","correlation_id":"x\u009b"}' | esper-trace-replay -q | tee visible
LC_ALL=C grep -c '[[:cntrl:]]' visible
