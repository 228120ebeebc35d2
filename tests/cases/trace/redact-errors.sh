# options of --redact that are wrong or do not go together, and keys that cannot be read, are said
run() {
	esper-trace-replay "$@" </dev/null 2>&1 | head -n 1
}
: >empty
run --redact --redact-key none
run --redact --redact-key empty
run --redact --redact-key .
run --redact-key empty
run --redact-field a
run --keep-field a
run --check
run --redact --redact-field ''
run --redact --rejects r
run --redact-pii --rejects r
run --redact --source .
run --redact --redact-key - -
run --redact --redact-key key -o key
echo '{"bob@example.com":1,"a":2}' >shape
esper-trace-replay --redact shape 2>&1 | sed 's/:[0-9a-f]\{16\}/:H/'
for i in 1 2; do
	echo "{\"event_type\":\"function_entry\",\"timestamp_ns\":$i,\"function_name\":\"f\",\"correlation_id\":\"bob$i@example.com\"}"
done >ids
esper-trace-replay --redact --trace-id bob ids 2>&1 | sed 's/:[0-9a-f]\{16\}/:H/g'
esper-trace-replay --redact --calls ids -o /dev/full 2>&1 | grep -v redacted
echo 'keys that are short, or that others can read:'
umask 077
printf 0123456789abcdef >good
printf 0123456789abcde >short
cp good open
chmod 644 open
printf '\n' >newline
for key in good short open newline; do
	esper-trace-replay --redact --redact-key $key --calls ids 2>&1 >/dev/null | grep -e key -e nothing
done
esper-trace-replay -q --redact --redact-key short --calls -o out ids 2>&1
echo 'the key of a run is random:'
esper-trace-replay --redact --calls ids 2>&1 >/dev/null | grep random
