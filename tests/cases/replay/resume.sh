# Killed at any moment and gone on with by --resume, a job ends with the bytes of one that was let run.
export ESPER_STORE=store ESPER_TENANT=acme
awk -v n=20000 -f "$TESTDATA/replay/events.awk" | sed 's/^not .*/{"bad/' >all
head -n 12000 all >a.jsonl
tail -n +12001 all | zstd -q >b.jsonl.zst
sort -R --random-source=all all >mixed.jsonl
sed 's/"value": *\([0-9]\)/"value": 1\1/' "$TESTDATA/replay/rules.json" >other.json
esper-encode -q --create "$TESTDATA/replay/plan.json" >/dev/null
esper-encode -q --activate 1
esper-decide -q --create "$TESTDATA/replay/rules.json" >/dev/null
esper-decide -q --activate 1

# what a job has written, without its times and its number
result() {
	jq -c 'del(.job.job_id, .job.options, .job.created_at, .job.completed_at)' report
	cat out.jsonl changes.jsonl 2>/dev/null | sha256sum
	if [ -e store/acme/state/current.zst ]; then
		sha256sum <store/acme/state/current.zst
	fi
}
# the job's status, once whoever was killed is gone
status_of() {
	while status=$(esper-replay -q --show "$1" | jq -r .status) && [ "$status" = Running ]; do
		:
	done
}
killed=0 resumed=0
# before PERCENT COMMAND...: kills it after that part of the time that one run takes
before() {
	us=$((took * $1 / 100))
	shift
	timeout -s KILL "$(printf '%d.%06d' $((us / 1000000)) $((us % 1000000)))" "$@" >/dev/null 2>said
}
# scenario OPTION...: once as it is; then killed, again and again
scenario() {
	rm -f out.jsonl changes.jsonl report store/acme/state/current.zst
	began=$(date +%s%N)
	esper-replay -q "$@" --report report $buffer >/dev/null
	took=$((($(date +%s%N) - began) / 1000))
	result >want
	rm -f out.jsonl changes.jsonl report store/acme/state/current.zst
	job=$(esper-replay -q --submit "$@" --checkpoint 64 --report report | jq -r .job_id)
	for moment in 3 6 10 15 20 30 40 50 60 80 100 130; do
		status_of "$job"
		case $status in
		Pending) before $moment esper-replay --run-pending $buffer ;;
		Failed) before $moment esper-replay --resume "$job" $buffer ;;
		*) break ;;
		esac
		[ $? -eq 137 ] && killed=$((killed + 1))
		grep -q 'resuming after' said && resumed=$((resumed + 1))
	done 2>/dev/null
	status_of "$job"
	[ "$status" = Pending ] && esper-replay -q --run-pending $buffer >/dev/null
	[ "$status" = Failed ] && esper-replay -q --resume "$job" $buffer >/dev/null
	result | cmp - want
	find store -name '*.checkpoint*'
}
jobs() {
	scenario --type DryRun --baseline-rules other.json "$@"
	scenario --type StateRebuild "$@"
	scenario --type DecisionOnly -o out.jsonl "$@"
	scenario --type DryRun --explain --baseline-rules other.json --changes changes.jsonl "$@"
}
buffer=
jobs a.jsonl b.jsonl.zst
buffer='--buffer-size 2M'
jobs mixed.jsonl
[ $killed -gt 10 ] && [ $resumed -gt 3 ] || echo "killed $killed times, went on $resumed times"
esper-audit -q --verify | jq -r .chain
