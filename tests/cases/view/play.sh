# --play waits as long as the steps were apart: what is due is shown before, and the rest is not. max, --until error and --skip do not wait. The same lines come out.
LC_ALL=C.UTF-8
export LC_ALL
cat >hour <<'EOF'
{"event_type":"function_entry","timestamp_ns":0,"function_name":"main","correlation_id":"m"}
{"event_type":"variable_change","timestamp_ns":1000,"variable_name":"v","value":1,"correlation_id":"m"}
{"event_type":"error","timestamp_ns":3600000000000,"error_type":"E","message":"late","correlation_id":"m"}
{"event_type":"variable_change","timestamp_ns":7200000000000,"variable_name":"v","value":2,"correlation_id":"m"}
{"event_type":"function_exit","timestamp_ns":7200000001000,"function_name":"main","correlation_id":"m"}
EOF
# waits LINES OPTION...: once so many lines are out, it sleeps, and nothing more comes until it is ended
waits() {
	lines=$1
	shift
	: >shown
	esper-trace-replay "$@" hour >>shown &
	pid=$!
	until [ "$(wc -l <shown)" -ge "$lines" ] || [ "$(state)" = Z ]; do :; done
	until [ "$(state)" = S ] || [ "$(state)" = Z ]; do :; done
	kill $pid
	{ wait $pid; } 2>/dev/null
	status=$?
	cat shown
	echo "status $status"
}
state() {
	sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' /proc/$pid/status 2>/dev/null || echo Z
}
echo '-- an hour'
waits 3 --play 1x
echo '-- until the error, and then an hour'
waits 4 --play 1x --until error
esper-trace-replay --order tree hour >plain
for how in 'max' '1000000000000x' '1x --skip 30m' '0.5x --skip 1m' 'max --until error'; do
	# shellcheck disable=SC2086
	esper-trace-replay --play $how hour | cmp - plain && echo "$how: the same"
done
echo '-- wrong'
for how in 0x -1x fast '' 1e999; do
	esper-trace-replay --play "$how" hour
done
esper-trace-replay --play 1x --until exit hour
esper-trace-replay --play 1x --skip 0s hour
esper-trace-replay --skip 1s hour
