# A run that a signal ends, while it reads ahead: exactly what is settled is decided, and it is gone on with from there
cp "$TESTDATA"/examples/rules.json .
awk 'BEGIN {
	srand(5)
	for (i = 1; i <= 12000; i++) {
		u = int(rand() * 300)
		printf "{\"event_id\":\"e%d\",\"observed_at\":%d,\"entity_id\":\"u%d\",\"session_id\":\"u%d@\",\"fields\":{\"action\":\"login_attempt\"}}\n", \
			i, 1700000000 + i - int(rand() * 50), u, u
		if (i % 400 == 0)
			print "bad " i
	}
}' >log
zstd -q log
esper-decide -q -r rules.json --max-rejects 100% --state whole.state -o whole log
esper-decide --dump-state --state whole.state >whole.dump
decide() {
	esper-decide -q -r rules.json --max-rejects 100% --state s.state "$@"
}
compare() {
	cmp out whole
	esper-decide --dump-state --state s.state | cmp - whole.dump
	rm -f s.state out rest
}
mkfifo in rejects
for j in 1 2 8; do
	# it waits for a pipe
	esper-decide -q -r rules.json --max-rejects 100% --state s.state -j $j -o out \
		--rejects rejects in &
	pid=$!
	sed -n '20{p;q;}' rejects >rejected &
	reader=$!
	exec 3>in
	head -n 8020 log >&3
	wait $reader
	jq -r .raw rejected
	kill -TERM $pid
	{ wait $pid; } 2>/dev/null
	echo "$?, $(wc -l <out) decisions"
	exec 3>&-
	tail -n +8021 log | decide -j $j -o rest
	cat rest >>out
	compare

	# it works through a file, and is perhaps through before the signal is there
	for input in log log.zst; do
		esper-decide -q -r rules.json --max-rejects 100% --state s.state -j $j \
			--checkpoint 100 -o out --rejects rejects $input &
		pid=$!
		exec 4<rejects
		for _ in 1 2 3 4 5; do
			read -r rejected <&4
		done
		kill -TERM $pid
		echo "$rejected" | jq -r .raw
		cat <&4 >/dev/null
		{ wait $pid; } 2>/dev/null
		status=$?
		[ $status -eq 143 ] || [ $status -eq 0 ] || echo "status $status"
		exec 4<&-
		cat rejects >/dev/null &
		decide -j $j --checkpoint 1h --resume -o out --rejects rejects $input
		wait
		compare
	done
done
