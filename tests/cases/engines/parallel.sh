# GNU parallel runs the parts, without ssh: the bytes of one run; a part that fails and a driver that is ended leave nothing running.
if ! command -v parallel >/dev/null || ! parallel --version 2>/dev/null | grep -q '^GNU parallel'; then
	echo "GNU parallel is not installed"
	exit 77
fi
slices="sh $TESTDATA/../scripts/slices --engine parallel"
export TMPDIR=.
cp "$TESTDATA"/examples/plan.json .
cat >rules.json <<'RULES'
{"rules":[
 {"rule_id":"third","expression":{"kind":"StateCmp","scope":"Entity","attribute":"event_count","operator":"Eq","value":3},"outcome":"Challenge"},
 {"rule_id":"twice","expression":{"kind":"StateCmp","scope":"Entity","attribute":"decision_count","operator":"Ge","value":1},"outcome":"Block"}]}
RULES
awk 'BEGIN {
	for (i = 0; i < 400; i++)
		printf "{\"event_id\":\"e%d\",\"observed_at\":%d,\"body\":{\"request\":{\"email\":\"u%d@x.org\",\"action\":\"login\"}}}\n", i, 1767225600 + i * 20, i % 7
}' >"it's.jsonl"
replay="--type DecisionOnly -p plan.json -r rules.json it's.jsonl"
esper-replay $replay >one.out 2>one.said
for jobs in 1 3; do
	$slices -v --parts "it's/parts $jobs" --jobs $jobs 4 -- $replay >two.out 2>two.said
	echo $?
	cmp one.out two.out
	grep -v '^esper-slices' two.said | cmp one.said -
	grep '^esper-slices' two.said | sed 's| in /.*||'
done
$slices 4 -- $replay 2>&1 >two.out | cmp one.said -
cmp one.out two.out
# part 1 fails, and the others hang until then; or all hang, and the driver is ended
cat >program <<'PROGRAM'
#!/bin/sh
case "$*" in
*--slices*) exec esper-replay "$@" ;;
*'--summarise 1'*) [ -e end ] || { echo "program: no space left on device" >&2; exit 2; } ;;
esac
echo $$ >>hangs
if [ -e end ] && mkdir signalled 2>/dev/null; then
	kill -TERM "$(cat driver)"
fi
exec tail -f /dev/null
PROGRAM
chmod +x program
# ended: all that hung is gone, or a zombie, within a while
ended() {
	for hangs in $(cat hangs); do
		timeout 20 sh -c 'while [ -d /proc/$1 ] && ! grep -q "^State:.Z" /proc/$1/status; do
			sleep 0.1; done' sh $hangs 2>/dev/null || echo "a part is left: $hangs"
	done
}
$slices --parts bad --jobs 4 --program ./program 4 -- $replay 2>&1 | sed 's|kept in /.*/|kept in |'
ended
: >end
sh -c 'echo $$ >driver; exec "$@"' - $slices --parts bad --jobs 4 --program ./program 4 -- $replay 2>said
echo $?
sed 's|kept in /.*/|kept in |' said
ended
ls -d esper-slices.* 2>/dev/null
exit 0
