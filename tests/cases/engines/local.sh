# A replay in slices on local processes prints, says and exits as one run does: each type, whatever the rules ask about.
slices="sh $TESTDATA/../scripts/slices"
cp "$TESTDATA"/examples/plan.json .
cat >rules.json <<'RULES'
{"rules":[
 {"rule_id":"third","expression":{"kind":"StateCmp","scope":"Entity","attribute":"event_count","operator":"Eq","value":3},"outcome":"Challenge"},
 {"rule_id":"twice","expression":{"kind":"StateCmp","scope":"Entity","attribute":"decision_count","operator":"Ge","value":1},"outcome":"Block"}]}
RULES
cat >windows.json <<'RULES'
{"rules":[{"rule_id":"burst","expression":{"kind":"WindowCmp","scope":"Entity","seconds":300,"operator":"Ge","value":3},"outcome":"Challenge"}]}
RULES
awk 'BEGIN {
	for (i = 0; i < 400; i++)
		printf "{\"event_id\":\"e%d\",\"observed_at\":%d,\"body\":{\"request\":{\"email\":\"u%d@x.org\",\"action\":\"%s\"}}}\n", i, 1767225600 + i * 20, i % 7, i % 90 == 9 ? "" : "login"
	print "no JSON"
}' >'events of today.jsonl'
export ESPER_ACTOR=me TMPDIR=.
# same WHAT N OPTION... -- OPTION...: of the slices, of both
times='s/"\(created_at\|completed_at\|elapsed_seconds\)":"*[-0-9.:TZ]*"*/"\1":0/g'
same() {
	what=$1
	shift
	esper-replay "$@" 'events of today.jsonl' >one.out 2>one.said
	one=$?
	$slices $options -- "$@" 'events of today.jsonl' >two.out 2>two.said
	two=$?
	for file in one.out one.said two.out two.said; do
		sed -i "$times" "$file"
	done
	cmp one.out two.out && diff one.said two.said && [ $one -eq $two ] || echo "$what: differs: $two"
	echo "$what: $(wc -c <two.out | grep -q '^0$' && echo nothing || echo something), $two"
}
options=4
same DryRun --type DryRun -p plan.json -r rules.json
same 'DryRun as text, stats' --type DryRun --format text --stats -p plan.json -r windows.json
same quiet -q --type DryRun -p plan.json -r rules.json
same colour --color=always --type DryRun -p plan.json -r rules.json --max-rejects 1
same 'DecisionOnly, rounds' --type DecisionOnly -p plan.json -r rules.json
same 'a range' --type DecisionOnly -p plan.json -r rules.json --from 2026-01-01T01:00:00Z --to 2026-01-01T02:00:00Z
same windows --type DecisionOnly -p plan.json -r windows.json
same compared --type DryRun -p plan.json -r rules.json --baseline-rules windows.json --changes changes
options='--jobs 1 --spool 5'
same 'one at a time, spool' --type DecisionOnly -p plan.json -r rules.json -j 2 --buffer-size=1M
options=1
same 'one slice' --type DecisionOnly -p plan.json -r rules.json
# the state, in a store
esper-encode -q -S store -t acme --create plan.json && esper-encode -S store -t acme --activate 1
esper-decide -q -S store -t acme --create rules.json && esper-decide -S store -t acme --activate 1
cp -rp store other
esper-replay -S store -t acme --type StateRebuild 'events of today.jsonl' >one.out
$slices --engine=local 3 -- -S other -t acme --type StateRebuild 'events of today.jsonl' >two.out
echo "StateRebuild: $?"
sed -i "$times" one.out two.out
cmp one.out two.out
cmp store/acme/state/current.zst other/acme/state/current.zst
ls -d esper-slices.* 2>/dev/null
exit 0
