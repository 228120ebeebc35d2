# Killed at any call that changes the disk, in any phase, and run again: the files are whole, and the result is that of one replay.
if [ ! -x "$BUILD/fault/shim.so" ]; then
	echo "not with the sanitizers, which have a malloc of their own"
	exit 77
fi
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
cp "$TESTDATA"/examples/*.json* .
esper-encode -q --create plan.json >/dev/null
esper-encode --activate 1
esper-decide -q --create rules.json >/dev/null
esper-decide --activate 1
cp -rp store other
esper-replay -q -S other --type StateRebuild --max-rejects 9 events.jsonl >/dev/null || exit 1
# killed PHASE...: at every third call, and then run to its end
killed() {
	at=1
	while :; do
		FAULT_CALL=change FAULT_AT=$at FAULT_ERROR=-1 LD_PRELOAD=$BUILD/fault/shim.so \
			esper-replay -q --parts parts "$@" >out 2>said
		status=$?
		[ $status -eq 137 ] || break
		find parts -type f ! -name plan.json ! -name options ! -name '*-[0-9]' ! -name '.*'
		at=$((at + 3))
	done
	[ $status -eq 0 ] || echo "$*: exit $status: $(cat said)"
	[ $at -gt 1 ] || echo "$*: never killed"
	calls=$((calls + at))
} 2>/dev/null
calls=0
killed --slices 3 --spool --type StateRebuild --max-rejects 9 -o report events.jsonl
for k in 0 1 2; do killed --summarise $k; done
killed --fold
for k in 0 1 2; do killed --decide $k; done
cmp -s store/acme/state/current.zst other/acme/state/current.zst && echo "the state is there already"
killed --merge
cmp store/acme/state/current.zst other/acme/state/current.zst
esper-audit --verify | jq -c '.faults'
esper-replay -q --list | jq -r .status | sort | uniq -c | awk '{ print $2 }'
[ $calls -gt 40 ] || echo "only $calls calls"
