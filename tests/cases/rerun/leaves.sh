# processes that a command starts end with the replay, also those that leave its group, ignore SIGTERM or stop the group
incident=$TESTDATA/examples/incident.jsonl
[ -e /proc/thread-self/children ] || {
	echo 'the kernel does not list children in /proc'
	exit 77
}
cat >leaves <<'SH2'
rm -f pid
setsid sh -c 'trap "" TERM; echo $$ >pid; exec sleep 1000' >/dev/null 2>&1 </dev/null &
while [ ! -s pid ]; do :; done
SH2
check() {
	kill -0 "$(cat pid)" 2>/dev/null && echo 'it runs'
	rm pid
}
echo '-- the command ends'
esper-trace-replay -q --exec 'calculate_tax=sh leaves; jq -c --unbuffered "{id, output: 8}"' "$incident"
check
echo '-- it ends by itself'
esper-trace-replay -q --exec 'calculate_tax=sh leaves; exit 3' "$incident"
check
# late COMMAND: given as much time as it takes to leave a process
late() {
	for time in 300ms 3s 30s; do
		esper-trace-replay -q --timeout $time --exec "calculate_tax=sh leaves; $1" "$incident" >out
		[ -s pid ] && break
	done
	tail -n 1 out
	check
}
echo '-- it is late'
late 'sleep 1000'
echo '-- it stops all of its group'
late 'kill -STOP 0'
