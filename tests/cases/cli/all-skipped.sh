# If no event belongs to the tenant or the range, the last line says so, because an empty output does not show why; the exit status is 0
p=$TESTDATA/examples/plan.json r=$TESTDATA/examples/rules.json
printf '{"observed_at":%d,"tenant_id":"acme","body":{"request":{"email":"a@example.com"}}}\n' 1 2 >log
esper-encode -q -p "$p" log >encoded
try() {
	echo "$*" | sed "s|$TESTDATA/examples/||g"
	"$@" 2>&1 >out | grep -v 'no event (of [0-9]*) has the' >err
	sed 's/^/  /' err
	echo "  $(wc -l <out)"
}
try esper-encode -p "$p" -t acne log
try esper-encode -p "$p" --from 2026-11-20 log
try esper-encode -p "$p" -t acme --to @1 log
try esper-decide -r "$r" -t acne encoded
try esper-decide -r "$r" --from 2026-11-20 encoded
try esper-replay --type DecisionOnly -p "$p" -r "$r" -t acne log
try esper-replay --type DecisionOnly -p "$p" -r "$r" --from 2026-11-20 log
echo "not where one event is left, nothing came, nobody wants to know, or a state collects a log piece by piece"
try esper-encode -p "$p" -t acme --to @2 log
try esper-encode -p "$p" -t acne /dev/null
try esper-encode -q -p "$p" -t acne log
try esper-decide -r "$r" -t acne --state s encoded
