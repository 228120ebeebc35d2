# --check prints nothing, and the status is 1, if a value that was replaced is left
cat >log <<'LOG'
{"event_type":"function_entry","timestamp_ns":1,"function_name":"f","correlation_id":"r","args":{"email":"ann@example.com","note":"see ann@example.com"}}
{"event_type":"error","timestamp_ns":2,"function_name":"f","correlation_id":"r","error_type":"E","message":"no"}
{"event_type":"function_exit","timestamp_ns":3,"function_name":"f","correlation_id":"r","status":"error"}
{"note":"of no format, by ann@example.com"}
LOG
umask 077
printf 'a key of this test' >key
run() {
	echo "$*:"
	esper-trace-replay --redact --redact-key key --check "$@"  2>&1
	echo "status $?"
}
run --calls log
run --calls --keep-field note log
run --extract log
run --extract --keep-field note log
run --extract --keep-field note --error log
run --keep-field 'em*' log
echo before >out
run --calls -o out --keep-field note log
cat out
echo 'nothing to find:'
run --calls --trace-id none log
: >empty
run --calls empty
run --extract empty
