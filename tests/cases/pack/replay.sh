# esper-replay passes over frames outside the range and its warm-up: the same report, decisions, changes, rejects.
p=$TESTDATA/replay/plan.json r=$TESTDATA/replay/rules.json
awk -v n=12000 -f "$TESTDATA/replay/events.awk" >day
awk 'NR % 3' day >a
awk 'NR % 3 == 0' day >b
for f in day a b; do
	esper-encode --pack -p "$p" --frame-size 40K -q -o $f.zst $f
done
jq '.config.fields[2].required = true' "$p" >other.json
jq '.config.runtime.time_zone = "+01:00"' "$p" >zone.json

# same OPTION...: with the index and without
same() {
	for how in '--no-index -j 1' '-j 1' '-j 3' '-j 2 --buffer-size 64K'; do
		# shellcheck disable=SC2086
		esper-replay -p "$p" -r "$r" "$@" $how --rejects rejects --stats=stats >out 2>said
		echo $? >err
		sed '/the time index was made/{
			w notices
			d
		}' said >>err
		cat rejects >>err
		jq -c 'del(.elapsed_seconds)' stats >>err
		sed 's/"\(created\|completed\)_at":"[^"]*"/_/g' out >out.1
		[ "$how" = '--no-index -j 1' ] || {
			cmp out.0 out.1
			cmp err.0 err
		}
		[ "$how" = '--no-index -j 1' ] && mv out.1 out.0 && mv err err.0
	done
	echo "$(wc -l <out.0) out: $*"
}
set -- --from 2026-11-20T02:00:00Z --to 2026-11-20T02:30:00Z
for type in DryRun DecisionOnly; do
	for warm in all 0s 10m 3h; do
		same --type $type "$@" --warmup $warm day.zst
	done
	same --type $type "$@" --warmup 5m a.zst b.zst
	same --type $type "$@" --warmup 5m b.zst a
	same --type $type --from 2026-11-20T05:00:00Z --warmup 1m b.zst a.zst
	same --type $type --to 2026-11-20T00:05:00Z a.zst day.zst
	same --type $type "$@" --warmup 5m -t t-1 day.zst
done
same --type DryRun "$@" --warmup 5m --baseline-plan other.json day.zst
same --type DryRun "$@" --warmup 5m --baseline-plan zone.json day.zst
cat notices
# the range of the plain file is the range of the packed file
esper-replay -q --type DecisionOnly -p "$p" -r "$r" "$@" --warmup 10m day >want
esper-replay -q --type DecisionOnly -p "$p" -r "$r" "$@" --warmup 10m day.zst | cmp - want
# a job in a store, over the archive
mkdir -p store/acme/events
cp a.zst store/acme/events/a.jsonl.zst
cp b store/acme/events/b.jsonl
esper-encode -S store -t acme --create "$p" >/dev/null
esper-encode -S store -t acme --activate 1
esper-decide -q -S store -t acme --create "$r" >/dev/null
esper-decide -S store -t acme --activate 1
esper-replay -q -S store -t acme --type DryRun "$@" --warmup 5m --no-index >/dev/null
esper-replay -q -S store -t acme --type DryRun "$@" --warmup 5m >/dev/null
esper-replay -q -S store -t acme --type StateRebuild "$@" >/dev/null
esper-replay -S store -t acme --list | jq -c '[.job_type, .events_processed, .events_failed, .events_skipped, (.inputs | length)]'
