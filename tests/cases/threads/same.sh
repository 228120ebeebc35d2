# Any -j gives the same: output, rejects, messages, counts, status; plain and zstd input, bad lines, damaged inputs, --fail-fast.
p=$TESTDATA/replay/plan.json r=$TESTDATA/replay/rules.json
awk -v n=6000 -f "$TESTDATA/replay/events.awk" >day
head -c 600000 day >cut # in the middle of a line
{
	tail -n 3000 day
	awk 'BEGIN { printf("{\"long\":\""); for (i = 0; i < 60000; i++) printf("xxxxxxxxxx"); print "\"}" }'
	printf '\nnonsense\n\n[]\n'
	head -n 4000 day
} >long
zstd -q day long
head -c $(($(wc -c <day.zst) / 2)) day.zst >half.zst
printf '\037\213\010\000xyz' >log.gz
esper-encode -q -p "$p" day >encoded

# try COMMAND...: with more and more threads
try() {
	for j in 1 2 8; do
		"$@" -j $j --rejects "rejects.$j" --stats="stats.$j" >"out.$j" 2>"err.$j"
		echo "exit $?" >>"err.$j"
		sed 's/"elapsed_seconds":[0-9.]*/_/' "stats.$j" >>"err.$j"
		[ $j = 1 ] && continue
		for what in out err rejects; do
			cmp $what.1 $what.$j || echo "$* -j $j: $what differ"
		done
	done
	echo "$(wc -l <out.1) out, $(wc -l <rejects.1) rejects, $(tail -n 2 err.1 | head -n 1)"
}

encode() {
	esper-encode -p "$p" "$@"
}
try encode day
try encode day.zst
try encode --max-line 100K long day cut long.zst
try encode --max-line 100K --max-rejects 50% cut day.zst
try encode none cut half.zst log.gz day.zst day
try encode --fail-fast day
try encode --fail-fast cut day.zst
try encode --fail-fast -q -t t-0 --max-line 100K long.zst
try encode -t t-0 --from 2026-11-20 day
for j in 1 2 8; do
	esper-encode -q -j $j -z -p "$p" day | zstd -dc | cmp - encoded
	esper-encode -q -j $j -o out.zst -p "$p" day.zst
	zstd -dc out.zst | cmp - encoded
	esper-encode -q -j $j -p "$p" <day | cmp - encoded
done

decide() {
	esper-decide -p "$p" -r "$r" "$@"
}
zstd -q encoded
try decide encoded
try decide encoded.zst none cut half.zst encoded
try decide --fail-fast encoded.zst day

replay() {
	esper-replay --type DecisionOnly -p "$p" -r "$r" "$@"
}
try replay day
try replay day.zst cut long
try replay --max-line 100K none half.zst long.zst day
try replay --fail-fast day.zst long
for j in 1 2 8; do
	esper-replay -q -j $j --type DryRun --report report.$j -p "$p" -r "$r" day.zst cut |
		sed 's/"created_at":"[^"]*","completed_at":"[^"]*"//' >dry.$j
	cmp dry.1 dry.$j
done
