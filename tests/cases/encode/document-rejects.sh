# Elements that fail are rejects like lines: numbered by the line in which they begin, kept as spelled, limited and nested each by itself, counted.
echo '{"fields":[{"name":"a","selector":{"kind":"RequestField","path":"a"},"parser":"U64","required":true}]}' >plan.json
deep() {
	awk -v n="$1" 'BEGIN { s = "{\"d\":"; e = "}"; for (i = 1; i < n; i++) { s = s "["; e = "]" e } printf "%s%s", s, e }'
}
{
	printf '[\n  {"observed_at": 1, "a": 1},\n  17, {\n    "observed_at": 1,\n    "a": "x"\n  },\n\n'
	printf '  {"observed_at":1,"a":"\377"}, [{"observed_at":1,"a":1}],\n'
	printf '  {"observed_at": 1,\n "a":2, "b":"\302"}, null,{"observed_at":1,"long":"0123456789012345678901234567890123456789012345678901234567890"},\n'
	printf '  {"observed_at":1,"a":3,"a":4}, {"observed_at":1,\n "a":5}\n]\n'
} >log
esper-encode -p plan.json --max-line 60 --rejects rejects --stats=stats log
echo "exit $?"
cat rejects
jq -c '[.events_in, .events_out, .events_rejected, .rejects]' stats
for j in 2 8; do
	esper-encode -p plan.json --max-line 60 --rejects rejects.$j -j $j <log >out 2>err
	sed 's/"file":null/"file":"log"/' rejects.$j | cmp - rejects
done
# an element that was rejected can be fed again
jq -r '.raw // empty | select(startswith("{"))' rejects | esper-encode -q -p plan.json --rejects again
jq -c '[.line,.code,.raw]' again
# 1,024 levels each
{
	printf '['
	deep 1024
	printf ',\n'
	deep 1025
	printf ',{"observed_at":1,"a":6}]'
} >depths
esper-encode -p plan.json depths
echo "exit $?"
# --fail-fast and --max-rejects
esper-encode -p plan.json --fail-fast log
echo "exit $?"
esper-encode -q -p plan.json --max-rejects 8 log >out
echo "exit $?"
# a long element among many: it is passed over, wherever reads end
{
	printf '[{"observed_at":1,"a":1},{"long":"'
	head -c 3000000 /dev/zero | tr '\0' x
	printf '"},\n{"observed_at":1,"a":2}]'
} >long
esper-encode -p plan.json --max-line 1M long
echo "exit $?"
dd if=long bs=65536 2>/dev/null | esper-encode -q -p plan.json -j 4
echo "exit $?"
