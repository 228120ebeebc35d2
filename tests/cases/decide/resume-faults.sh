# Whatever call fails, and whenever: a run with --resume says so and exits 2, and the next one ends as if nothing had been
if [ ! -e "$BUILD/fault/shim.so" ] || [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which have a malloc of their own"
	exit 77
fi
cp "$TESTDATA"/examples/rules.json .
awk 'BEGIN {
	for (i = 1; i <= 90; i++) {
		if (i % 40 == 0)
			print "bad " i
		printf "{\"event_id\":\"e%d\",\"observed_at\":%d,\"entity_id\":\"u\",\"fields\":{\"action\":\"login_attempt\"}}\n", i, i
	}
}' >all
head -n 30 all >log.1
tail -n +31 all | zstd -q >log.zst
esper-decide -q -r rules.json --max-rejects 100% --rejects rejected --state whole.state -o whole all
esper-decide --dump-state --state whole.state >whole.dump
jq -r .event_id whole | sort >ids
job() {
	esper-decide -q -r rules.json --max-rejects 100% --rejects rejects --state s --checkpoint 20 \
		--resume -o out log.1 log.zst 2>said
}
# Each of the first eight calls fails, and then ever fewer of those that follow, which are alike.
failed=0
for fault in read:5 read:0 write:28 write:0 open:24 close:5 fsync:5 rename:5 linkat:5; do
	at=0 calls=1
	while [ $at -le "$calls" ]; do
		at=$((at + 1 + at / 8))
		rm -f s out rejects s.lock calls
		(
			export LD_PRELOAD="$BUILD/fault/shim.so" FAULT_LOG=calls
			export FAULT_CALL=${fault%:*} FAULT_ERROR=${fault#*:} FAULT_AT=$at
			job
		)
		status=$?
		calls=$(cat calls)
		rm -f unread
		! grep -q '^esper-decide: log.1: ' said || : >unread
		case $status:$(grep -c . said) in
		0:0) ;;
		2:[12]) failed=$((failed + 1)) ;;
		*) echo "$fault at $at: status $status, said: $(cat said)" ;;
		esac
		job || echo "$fault at $at: then status $?: $(cat said)"
		if [ -e unread ]; then
			# the other file was decided before it
			jq -r .event_id out | sort | cmp - ids || echo "$fault at $at"
			continue
		fi
		cmp out whole || echo "$fault at $at"
		jq -c 'del(.file, .line)' rejects >got
		jq -c 'del(.file, .line)' rejected | cmp - got || echo "$fault at $at"
		esper-decide --dump-state --state s | cmp - whole.dump || echo "$fault at $at"
	done
done
[ $failed -gt 30 ] || echo "only $failed failures"
