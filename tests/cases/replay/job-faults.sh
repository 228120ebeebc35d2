# Whatever call of a StateRebuild fails: exit 2 and a message, and job, history and state tell the same.
if [ ! -x "$BUILD/fault/shim.so" ]; then
	echo "not with the sanitizers, which have a malloc of their own"
	exit 77
fi
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
cp "$TESTDATA"/examples/*.json* .
esper-encode --create plan.json
esper-encode --activate 1
esper-decide -q --create rules.json
esper-decide --activate 1
head -n 2 events.jsonl >some
esper-replay -q --type StateRebuild some >report
sed -i '$d' events.jsonl # the one that is rejected
mv store base
hash_of() {
	sha256sum <"$1" | cut -c 1-64
}
# what CALL AT STATUS: what must hold afterwards
holds() {
	[ "$3" -eq 0 ] || [ "$3" -eq 2 ] || echo "$*: exit"
	[ "$3" -eq 0 ] || [ -s said ] || echo "$*: silent"
	esper-replay -q --show job-2 >shown 2>said
	status=$(jq -r .status shown)
	esper-audit --verify >verdict 2>>said || echo "$*: $(cat verdict)"
	jq -r 'select(.action == "state.rebuild").detail.sha256' store/acme/audit.jsonl | tail -n 1 >told
	[ "$(cat told)" = "$(hash_of store/acme/state/current.zst)" ] || echo "$*: another state"
	last=$(jq -r 'select(.target == "job/job-2").action' store/acme/audit.jsonl | tail -n 1)
	case $last,$status in
	replay.complete,Complete | replay.fail,Failed | replay.run,Failed | ,) ;;
	*) echo "$*: $last, $status" ;;
	esac
	[ "$3" -eq 2 ] || [ "$status" = Complete ] || echo "$*: not Complete"
	find store -name '*.lock' -path '*/jobs/*'
}
# try CALL AT
try() {
	rm -rf store
	cp -rp base store
	FAULT_CALL=$1 FAULT_AT=$2 FAULT_ERROR=28 FAULT_LOG=calls LD_PRELOAD=$BUILD/fault/shim.so \
		esper-replay -q --type StateRebuild events.jsonl >report 2>said
}
runs=0
for call in read write open close fsync linkat; do
	try $call 0
	holds $call 0 $?
	calls=$(cat calls)
	at=0
	while [ $at -lt "$calls" ]; do
		at=$((at + 1)) runs=$((runs + 1))
		try $call $at
		holds $call $at $?
	done
done
[ $runs -gt 80 ] || echo "only $runs"
