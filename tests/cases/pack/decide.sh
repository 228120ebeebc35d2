# esper-decide passes over frames of packed encoded events; with --state it reads everything, so fingerprints are the same.
p=$TESTDATA/replay/plan.json r=$TESTDATA/replay/rules.json
awk -v n=12000 -f "$TESTDATA/replay/events.awk" | esper-encode -q -p "$p" >enc
awk 'NR == 4000 { print "{\"event_id\":\"x\"}" } 1' enc >mixed
for f in enc mixed; do
	esper-encode --pack --encoded --frame-size 50K -q -o $f.zst $f
	esper-encode --pack --encoded --frame-size 300K -q -o $f.large.zst $f
done
set -- --from 2026-11-20T02:00:00Z --to 2026-11-20T03:00:00Z
for f in enc mixed enc.large mixed.large; do
	plain=${f%.large}
	esper-decide -p "$p" -r "$r" "$@" --stats=s0 --rejects r0 "$plain" >out.0 2>err.0
	echo "$? $(wc -l <out.0) $f"
	for j in 1 2; do
		for no in '' --no-index; do
			# shellcheck disable=SC2086
			esper-decide -p "$p" -r "$r" "$@" -j $j $no --stats=s1 --rejects r1 $f.zst >out.1 2>err.1
			cmp out.0 out.1
			sed "s/: $plain:/: $f.zst:/" err.0 | cmp - err.1
			sed "s/\"$plain\"/\"$f.zst\"/" r0 | cmp - r1
			for s in s0 s1; do
				jq -c 'del(.elapsed_seconds, .bytes_in, .state_bytes, .bytes_per_entity)' $s >$s.c
			done
			cmp s0.c s1.c
		done
	done
done
# an index by a plan's times says nothing of encoded events, and the reverse
awk -v n=4000 -f "$TESTDATA/replay/events.awk" >day
esper-encode --pack -p "$p" --frame-size 50K -q -o raw.zst enc
esper-decide -p "$p" -r "$r" "$@" raw.zst | cmp - out.0
esper-encode --pack --encoded --frame-size 50K -q -o day.zst day
esper-encode -q -p "$p" --to 2026-11-20T00:10:00Z day.zst | wc -l
esper-encode -p "$p" --to 2026-11-20T00:10:00Z --max-rejects 50% day.zst 2>&1 >/dev/null | head -n 1
# --state: the same snapshot and the same continuation as with the plain file
esper-decide -q -p "$p" -r "$r" --state a "$@" enc >/dev/null
esper-decide -q -p "$p" -r "$r" --state b "$@" enc.zst >/dev/null
esper-decide --dump-state --state a >a.dump
esper-decide --dump-state --state b | cmp - a.dump
esper-decide -q -p "$p" -r "$r" --state a --resume "$@" enc.zst | wc -l
esper-decide -q -p "$p" -r "$r" --state b --resume "$@" enc | wc -l
