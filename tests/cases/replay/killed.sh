# Killed at a call that changes the disk: nothing runs later that nobody submitted, no good state is lost, and jobs, files and history tell the same.
if [ ! -x "$BUILD/fault/shim.so" ]; then
	echo "not with the sanitizers, which have a malloc of their own"
	exit 77
fi
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
cp "$TESTDATA"/examples/*.json* .
sed -i '$d' events.jsonl # the one that is rejected
head -n 2 events.jsonl >some
esper-encode -q --create plan.json >/dev/null
esper-encode --activate 1
esper-decide -q --create rules.json >/dev/null
esper-decide --activate 1
esper-replay -q --type StateRebuild some >report
esper-replay -q --type StateRebuild none >report 2>said # job-2 fails
cp events.jsonl none
cp -rp store base
esper-replay -q --type StateRebuild --submit >said events.jsonl
esper-replay -q --type DryRun --submit >said events.jsonl
mv store queue
# What must hold, whatever happened.  A line that is torn is repaired by the next entry.
holds() { # NAME AT
	esper-audit -q --verify >verdict || grep -q '"last_line":"torn".*"faults":1,' verdict || echo "$*: $(cat verdict)"
	told=$(grep '"action":"state.rebuild"' store/acme/audit.jsonl | tail -n 1 | sed 's/.*"sha256":"\([^"]*\)".*/\1/')
	[ "$told" = "$(sha256sum <store/acme/state/current.zst | cut -c 1-64)" ] || echo "$*: another state"
	statuses=$(esper-replay -q --list | sed 's/.*"status":"\([A-Z]\).*/\1/' | tr -d '\n')
}
# killed NAME STEP BASE WANTED COMMAND...: at every STEPth call; WANTED: the statuses afterwards
killed() {
	name=$1 step=$2 base=$3 wanted=$4 at=1
	shift 4
	while :; do
		rm -rf store
		cp -rp "$base" store
		FAULT_CALL=change FAULT_AT=$at FAULT_ERROR=-1 LD_PRELOAD=$BUILD/fault/shim.so \
			esper-replay -q "$@" >report 2>said
		status=$?
		[ $status -eq 137 ] || break
		holds "$name" $at
		echo "$statuses" | grep -qx "$wanted" || echo "$name $at: $statuses"
		before=$statuses
		cp store/acme/state/current.zst state
		esper-replay -q --run-pending >ran 2>&1
		holds "$name, then --run-pending" $at
		case $before in
		*P*) [ -s ran ] || echo "$name $at: what was Pending did not run" ;;
		*)
			cmp state store/acme/state/current.zst || echo "$name $at: the state was replaced"
			[ -s ran ] && echo "$name $at: something ran"
			;;
		esac
		case $statuses in
		*[PR]*) echo "$name $at: $statuses after --run-pending" ;;
		esac
		find store -name '*.new' -o -name change.json -o -path '*/state/job-*'
		at=$((at + step))
	done
	[ $status -eq 0 ] || echo "$name: exit $status, $(cat said)"
	[ $at -gt 20 ] || echo "$name: only $at calls"
} 2>/dev/null # the shell tells of each that was killed
killed "a dry run" 5 base 'CF[CF]*' --type DryRun events.jsonl
killed "a rebuild" 2 base 'CF[CF]*' --type StateRebuild events.jsonl
killed "--submit" 3 base 'CFP*' --submit --type StateRebuild events.jsonl
killed "--retry" 5 base 'C[CF]' --retry job-2
killed "--resume" 6 base 'C[CF]' --resume job-2
killed "--run-pending" 5 queue 'CF\(PP\|[CF]P\|[CF][CF]\)' --run-pending
