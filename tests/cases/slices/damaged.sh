# A file of a phase that is missing, cut off, changed or of another plan is named, with the command that makes it again.
cp "$TESTDATA"/examples/*.json* .
cat >rules.json <<'RULES'
{"rules":[{"rule_id":"many","expression":{"kind":"StateCmp","scope":"Entity","attribute":"event_count","operator":"Ge","value":3},"outcome":"Block"}]}
RULES
for parts in parts other; do
	last=$([ $parts = other ] && echo 2026-11-21 || echo 2026-11-22)
	esper-replay -q --parts $parts --slices 2 --spool --type DryRun -p plan.json -r rules.json --to $last -o report events.jsonl
	for k in 0 1; do esper-replay -q --parts $parts --summarise $k; done
	esper-replay -q --parts $parts --fold
	for k in 0 1; do esper-replay -q --parts $parts --decide $k; done
done
try() {
	esper-replay -q --parts parts "$@" >out 2>said
	echo "$*: $?: $(sed 's|^.*/parts/|parts/|' said)"
}
# spoil FILE PHASE...: in several ways
spoil() {
	file=$1
	shift
	mv parts/"$file" kept
	try "$@"
	head -c 60 kept >parts/"$file"
	try "$@"
	cp other/"$file" parts/"$file"
	try "$@"
	cp parts/"${file%-*}-$((1 - ${file##*-}))" parts/"$file"
	try "$@"
	zstd -dcqf kept | sed 's/esper-slice-4/esper-slice-5/' | zstd -q >parts/"$file"
	try "$@"
	zstd -dcqf kept | head -c -1 | zstd -q >parts/"$file"
	try "$@"
	(zstd -dcqf kept; printf x) | zstd -q >parts/"$file"
	try "$@"
	# one byte in the middle
	zstd -dcqf kept >plain
	half=$(($(wc -c <plain) / 2))
	byte=$(od -An -tu1 -j $half -N 1 plain)
	(head -c $half plain; printf "\\$(printf %o $((byte ^ 1)))"; tail -c +$((half + 2)) plain) | zstd -q >parts/"$file"
	try "$@"
	rm parts/"$file"
	mv kept parts/"$file"
}
spoil summary-0 --fold
spoil start-1 --decide 1
spoil spool-1 --decide 1
spoil part-1 --merge
spoil summary-0 --merge
ls report 2>/dev/null
try --merge
jq -c .decisions report
