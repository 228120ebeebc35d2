# --from and --to are half open: from <= t < to; what is outside is skipped and counted.
echo '{"fields":[]}' >plan.json
for t in 2026-11-19T23:59:59.999999999Z 2026-11-20T00:00:00Z 2026-11-20T12:00:00+12:00 2026-11-20T23:59:59.999999999Z 2026-11-21T00:00:00Z; do
	echo "{\"event_id\":\"$t\",\"observed_at\":\"$t\"}"
done >log
ids() {
	esper-encode -p plan.json "$@" log | cut -d'"' -f4
}
ids --from 2026-11-20 --to 2026-11-21 --stats=stats
sed 's/"bytes_in.*//' stats
echo "from"
ids --from '2026-11-20 23:59:59.999999999'
echo "to"
ids --to @1795132800
