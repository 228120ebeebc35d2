# All processes of a phase at once, and each of them twice: the result is that of one replay, also from another folder.
cp "$TESTDATA"/examples/plan.json .
cat >rules.json <<'RULES'
{"rules":[{"rule_id":"many","expression":{"kind":"StateCmp","scope":"Entity","attribute":"event_count","operator":"Ge","value":30},"outcome":"Block"}]}
RULES
for file in 1 2 3; do
	awk -v file=$file 'BEGIN {
		srand(file)
		for (i = 0; i < 900; i++)
			printf "{\"event_id\":\"e%d\",\"observed_at\":%d,\"body\":{\"request\":{\"email\":\"u%d@x.org\",\"action\":\"a\"}}}\n", i % 700, 1767225600 + i * 5 + rand() * 300, i % 11
	}' >"$file.jsonl"
done
zstd -q --rm 2.jsonl
both() {
	for k in 0 1 2 3; do
		(cd / && esper-replay -q -j 1 --parts "$here/parts" "$1" $k) &
		esper-replay -q -j 2 --parts parts "$1" $k &
	done
	wait
}
here=$(pwd)
esper-replay -q --type DryRun -p plan.json -r rules.json --rejects one.rejects 1.jsonl 2.jsonl.zst 3.jsonl >one
esper-replay -q --parts parts --slices 4 --type DryRun -p plan.json -r rules.json --rejects two.rejects -o two 1.jsonl 2.jsonl.zst 3.jsonl
both --summarise
esper-replay -q --parts parts --fold &
esper-replay -q --parts parts --fold
wait
both --decide
(cd / && esper-replay -q --parts "$here/parts" --merge) || echo "exit $?"
cmp one.rejects two.rejects
jq -c 'del(.job.created_at,.job.completed_at)' one >one.json
jq -c 'del(.job.created_at,.job.completed_at)' two | cmp one.json -
jq -c '.job.events_processed,.job.events_duplicate,.decisions' two
ls parts
