# commands are started once, with clean descriptors and the environment, and end with the replay however that ends
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
shop=$TESTDATA/rerun/shop.jsonl
good='jq -c --unbuffered "{id, output: 1}"'
export GREETING=hello
echo '-- started once, whatever the number of calls and traces; not at all if nothing needs it'
cat "$shop" >traces
sed 's/"s1"/"t1"/' "$shop" | grep '"t1"' >>traces
esper-trace-replay -q --exec "kind:database=echo started >>starts; exec $good" --exec "nobody=echo started >>others; exec $good" traces >/dev/null 2>&1
cat starts
cat others 2>/dev/null
echo '-- descriptors and environment'
esper-trace-replay -q --exec "kind:tool=ls -l /proc/self/fd | awk 'NF > 8 { print \$9, \$11 }' | sed 's/:.*//' >descriptors; echo \$GREETING >greeting; exec $good" traces >/dev/null 9<"$shop"
grep -v '/proc' descriptors
cat greeting
# gone PID: waits until the process is gone, or is a zombie that nobody waits for
gone() {
	n=0
	while [ -e "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; do
		n=$((n + 1))
		[ $n -lt 500 ] || {
			echo "$2: still there"
			return
		}
		sleep 0.01
	done
	echo "$2: gone"
}
echo '-- the end of the replay ends what ignores its end'
esper-trace-replay -q --exec "kind:tool=sleep 1000 & echo \$! >grandchild; exec $good" traces >/dev/null
gone "$(cat grandchild)" grandchild
esper-trace-replay -q --exec "kind:tool=trap '' TERM; echo \$\$ >child; $good; sleep 1000" traces >/dev/null
gone "$(cat child)" 'child that ignores SIGTERM'
for signal in INT TERM KILL; do
	rm -f child grandchild
	mkfifo ready
	esper-trace-replay -q --exec 'kind:tool=trap "" HUP INT TERM; sleep 1000 & echo $! >grandchild; echo $$ >child; echo >ready; read line; sleep 1000; read line' traces >/dev/null 2>&1 &
	cat ready >/dev/null
	kill -$signal $!
	wait $! 2>/dev/null
	gone "$(cat child)" "$signal: child"
	gone "$(cat grandchild)" "$signal: grandchild"
	rm ready
done
