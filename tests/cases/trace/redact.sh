# --redact puts equal pseudonyms in the place of equal values, in every output, and says how many
cat >log <<'LOG'
{"event_type":"function_entry","timestamp_ns":1698765432123456789,"function_name":"order","correlation_id":"req-1","args":{"email":"Ann@example.com","card":4111111111111111,"url":"https://h/p?to=ann%40example.com&api_key=k1","password":"hunter2","body":"{\"phone\":\"+49 151 12345678\",\"max_tokens\":5}","version":"1.2.3.4","id":"550e8400-e29b-41d4-a716-446655440000"}}
{"event_type":"variable_change","timestamp_ns":1698765432123456800,"function_name":"order","correlation_id":"req-1","variable_name":"session_cookie","value":"yes"}
{"event_type":"function_entry","timestamp_ns":1698765432123456900,"function_name":"charge","correlation_id":"bob@example.org","parent_correlation_id":"req-1","args":{"ip":"10.1.2.3","ann@example.com":1}}
{"event_type":"error","timestamp_ns":1698765432123457000,"function_name":"charge","correlation_id":"bob@example.org","parent_correlation_id":"req-1","error_type":"Denied","message":"hunter2 is wrong for ann@example.com (4111-1111-1111-1111), code 1698765432"}
{"event_type":"function_exit","timestamp_ns":1698765432123458000,"function_name":"charge","correlation_id":"bob@example.org","parent_correlation_id":"req-1","status":"error"}
{"event_type":"function_exit","timestamp_ns":1698765432123459000,"function_name":"order","correlation_id":"req-1","status":"error"}
LOG
umask 077
printf 'a key of this test\n' >key
run() {
	echo "$*:"
	esper-trace-replay --redact --redact-key key "$@" 2>err
	echo "status $?"
	sed 's/^/say: /' err
}
run --full log
run --calls log
run --extract log
run --extract --trace-id req-1 log
run --format jsonl log | jq -c 'select(.type == "error")'
echo 'no value is left:'
for action in '' --calls --extract '--extract --error' '--format jsonl'; do
	# shellcheck disable=SC2086
	esper-trace-replay -q --redact-pii --full $action log 2>/dev/null ||
		esper-trace-replay -q --redact-pii $action log
done | grep -icE 'ann@|ann%|bob@|hunter2|4111|=k1|151 12345678|10\.1\.2\.3'
echo 'the same in records and calls, with and without the newline of the key:'
printf 'a key of this test' >key2
esper-trace-replay -q --extract --redact --redact-key key log | esper-trace-replay --calls >a
esper-trace-replay -q --calls --redact --redact-key key2 log | cmp - a
esper-trace-replay -q --calls log | esper-trace-replay -q --calls --redact --redact-key key | cmp - a
esper-trace-replay -q --calls --redact --redact-key key -j1 log | cmp - a
echo 'twice is once:'
esper-trace-replay -q --calls --redact a | cmp - a
echo 'another key in every run:'
esper-trace-replay -q --calls --redact log >b
esper-trace-replay -q --calls --redact log | cmp -s - b
echo "status $?"
