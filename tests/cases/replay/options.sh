# -o, -z and --stats are those of a filter; -j is accepted; the summary goes away with -q.
awk -v n=3000 -f "$TESTDATA/replay/events.awk" | grep '}$' >day
set -- --type DecisionOnly -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json"
esper-replay "$@" day >want
esper-replay "$@" -q -j 3 -o file day && cmp file want
esper-replay "$@" -q -j 1 -o file.zst day && zstd -qdc file.zst | cmp - want
esper-replay "$@" -q -z day | zstd -qdc | cmp - want
esper-replay "$@" -q --stats=stats day | cmp - want
jq -c 'del(.elapsed_seconds, .bytes_in)' stats
jq -c '.events_in == .events_out + .events_skipped + .events_rejected' stats
esper-replay "$@" -q --from 2026-11-20T00:20:00Z -t t-0 --stats day 2>&1 >/dev/null | jq -c 'del(.elapsed_seconds, .bytes_in)'
