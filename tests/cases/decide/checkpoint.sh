# --checkpoint and --resume: frames, what is gone on with, what is refused
cp "$TESTDATA"/examples/rules.json .
events() {
	seq "$1" "$2" | jq -c '{event_id: "e\(.)", observed_at: ., entity_id: "u", fields: {}}'
}
run() {
	esper-decide -q -r rules.json --state s.state "$@"
	status=$?
	[ $status -eq 0 ] || echo "status $status"
}
ids() {
	jq -r .event_id "$1" | tr '\n' ' '
	echo
}
{
	events 1 3
	echo
	events 4 7
} >log.jsonl
run --checkpoint 2 -o out.jsonl.zst log.jsonl
zstd -qdc out.jsonl.zst | ids /dev/stdin
zstd -lv out.jsonl.zst 2>/dev/null | sed -n 's/^.*Frames: /frames: /p'

echo nothing is new
run --resume -o out.jsonl.zst log.jsonl
zstd -qdc out.jsonl.zst | ids /dev/stdin
echo the log has grown, and the output was torn
events 8 9 >>log.jsonl
printf 'torn' >>out.jsonl.zst
run --resume --checkpoint 1h -o out.jsonl.zst log.jsonl
zstd -qdc out.jsonl.zst | ids /dev/stdin
echo another output for what comes now
events 10 11 >>log.jsonl
run --resume --checkpoint 1 -o next.jsonl log.jsonl
ids next.jsonl
echo another log: the last one must be given, too
events 12 13 >more.jsonl
run --resume --checkpoint 1 -o more.out more.jsonl
run --resume --checkpoint 1 -o more.out log.jsonl more.jsonl
ids more.out
echo "$(esper-decide --dump-state --state s.state | jq 'select(.kind == "entity") | .event_count') events are remembered"

echo without --resume: from the beginning
rm s.state
run --checkpoint 3 -o out.jsonl log.jsonl
ids out.jsonl
run --checkpoint 3 -o out.jsonl log.jsonl
run --checkpoint 3 --again -o out.jsonl log.jsonl
jq -c '[.event_id, .duplicate_of]' out.jsonl | head -n 1

echo stopped in the middle
cp "$TESTDATA"/examples/plan.json .
rm s.state
run --checkpoint 2 --fail-fast -o out.jsonl log.jsonl plan.json more.jsonl
run --resume -o out.jsonl more.jsonl
run --resume -o other.jsonl log.jsonl plan.json
rm out.jsonl
run --resume -o out.jsonl log.jsonl plan.json

echo another file of that name
for name in log.jsonl log.zst; do
	rm -f s.state out.jsonl
	case $name in
	*.zst) events 1 40 | zstd -q -c >$name ;;
	*) events 1 40 >$name ;;
	esac
	run --checkpoint 7 -o out.jsonl $name
	cp s.state was
	for other in 'events 101 160' 'events 2 9' 'true'; do
		$other | if test $name = log.zst; then zstd -q -c; else cat; fi >$name
		run --resume -o out.jsonl $name
		cmp s.state was
		wc -l <out.jsonl
	done
done
rm log.zst
run --resume -o out.jsonl log.zst
events 1 41 | zstd -q -c >log.zst
run --resume -o out.jsonl log.zst
wc -l <out.jsonl
events 1 13 >log.jsonl

echo usage
rm -f s.state
run --checkpoint 0 log.jsonl
run --checkpoint soon log.jsonl
run --checkpoint 10 <log.jsonl
mkfifo pipe
run --checkpoint 10 pipe
run --checkpoint 10 - <log.jsonl
run --checkpoint 10 -o log.jsonl log.jsonl
run -o s.state log.jsonl
esper-decide -r rules.json --checkpoint 10 log.jsonl
esper-decide -r rules.json --resume log.jsonl
esper-decide --dump-state
esper-decide --load-state --state s.state a b
wc -l <log.jsonl
