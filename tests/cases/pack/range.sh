# A range of a packed file gives what the same range gives without the index: output, rejects, messages, counts, status.
p=$TESTDATA/replay/plan.json
awk -v n=12000 -f "$TESTDATA/replay/events.awk" >day
# for some hours every line is good, so that there is something to pass over
esper-encode -q -p "$p" --rejects bad day >all
awk 'NR < 2500 || NR > 9000 || /^{.*}}$/' day >sorted
{
	awk 'NR % 2' sorted
	printf '\n{"observed_at":"never"}\nno json\n'
	awk '!(NR % 2)' sorted
} >twice
{
	head -n 4000 sorted
	printf '{"observed_at":1795135000000,"pad":"%030000d"}\n' 0
	tail -n 5000 sorted
	printf '{"observed_at":1795139000000,"tenant_id":"t-1"'
} >torn
for f in sorted twice torn; do
	esper-encode --pack -p "$p" --frame-size 20K -q -o $f.zst $f
	esper-encode --pack -p "$p" --frame-size 300K -q -o $f.large.zst $f
done

# same OPTION...: with and without the index
same() {
	esper-encode -p "$p" "$@" --no-index --rejects rejects.0 --stats=stats.0 >out.0 2>err.0
	echo "$? $(wc -l <out.0) out, $(wc -l <rejects.0) rejects: $*"
	status=$(tail -n 1 err.0)
	for j in 1 2 5; do
		esper-encode -p "$p" "$@" -j $j --rejects rejects.1 --stats=stats.1 >out.1 2>err.1
		[ "$(tail -n 1 err.1)" = "$status" ] || echo "another end"
		cmp out.0 out.1
		cmp rejects.0 rejects.1
		cmp err.0 err.1
		sed 's/"elapsed_seconds":[0-9.]*//' stats.0 >s0
		sed 's/"elapsed_seconds":[0-9.]*//' stats.1 | cmp - s0
	done
}
for f in sorted twice torn sorted.large torn.large; do
	same --from 2026-11-20T01:30:00Z --to 2026-11-20T02:00:00Z $f.zst
	same --to 2026-11-20T00:10:00Z $f.zst
	same --from 2026-11-20T04:30:00Z $f.zst
done
same --from 2026-11-20T02:00:00Z -t t-1 twice.zst
same --from 2026-11-20T02:00:00Z --to 2026-11-20T02:10:00Z --fail-fast torn.zst
same --from 2026-11-20T04:00:00Z --fail-fast twice.zst
same --from 2026-11-20T04:00:00Z --max-rejects 50% twice.zst
same --from 2026-11-20T04:00:00Z --max-line 20K torn.zst
same --from 2026-11-20T04:00:00Z --max-window 10K sorted.zst
same --from 2026-11-20T04:50:00Z sorted twice.zst none torn.zst sorted.zst
same --from 2000-01-01 --to 2000-01-02 sorted.zst
same --from 2040-01-01 sorted.zst torn.zst
same --to 2040-01-01 twice.zst
# a file and what it was made of give the same
for r in '--from 2026-11-20T04:00:00Z' '--to 2026-11-20T00:20:00Z'; do
	# shellcheck disable=SC2086
	esper-encode -q -p "$p" $r torn >out.0
	# shellcheck disable=SC2086
	esper-encode -q -p "$p" $r torn.zst | cmp - out.0
	# shellcheck disable=SC2086
	cat torn.zst | esper-encode -q -p "$p" $r | cmp - out.0
done
