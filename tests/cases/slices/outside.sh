# Frames outside the range are read by no part: damage there is not met, and all is as in one run, also the counts.
awk 'BEGIN {
	for (i = 0; i < 3000; i++) {
		printf "{\"event_id\":\"e%d\",\"observed_at\":%d,\"body\":{\"request\":{\"email\":\"u%d@x.org\",\"action\":\"a\"}}}\n", i, 1767225600 + i * 20, i % 70
		if (i % 50 == 7)
			print ""
		if (i % 900 == 7) # its frame is read, because its time is not known
			print "bad " i
	}
}' >log
cp "$TESTDATA"/examples/plan.json .
cat >rules.json <<'RULES'
{"rules":[
 {"rule_id":"third","expression":{"kind":"StateCmp","scope":"Entity","attribute":"event_count","operator":"Ge","value":3},"outcome":"Challenge"}]}
RULES
cat >windows.json <<'RULES'
{"rules":[{"rule_id":"burst","expression":{"kind":"WindowCmp","scope":"Entity","seconds":300,"operator":"Ge","value":3},"outcome":"Challenge"}]}
RULES
esper-encode -q --pack -p plan.json --frame-size 4K -o packed.zst log
cp packed.zst broken.zst
printf 'damaged' | dd of=broken.zst bs=1 seek=1500 conv=notrunc status=none
times='s/"\(created_at\|completed_at\|elapsed_seconds\)":"*[-0-9.:TZ]*"*/"\1":0/g'
range='--from 2026-01-01T08:00:00Z --to 2026-01-01T10:30:00Z --warmup 30m'
# compare FILE RULES TYPE [--spool]
compare() {
	rm -rf parts one.rejects rejects
	replay="--type $3 -p plan.json -r $2.json --rejects rejects --max-rejects 100% $range $1"
	# shellcheck disable=SC2086
	esper-replay $replay >one 2>one.said
	one=$?
	mv rejects one.rejects
	# shellcheck disable=SC2086
	sh "$TESTDATA"/../scripts/slices --parts parts ${4-} 5 -- $replay >two 2>two.said
	two=$?
	sed -i "$times" one two
	cmp one two && cmp one.said two.said && cmp one.rejects rejects
	[ $one -eq $two ] || echo "$*: $one, $two"
}
compare packed.zst rules DecisionOnly
compare broken.zst windows DryRun
compare broken.zst rules DecisionOnly --spool
grep -c '"skipped"' parts/plan.json
# the slices have about the same number of events each
jq -c .cuts parts/plan.json
cat two.said
wc -l <one.rejects
