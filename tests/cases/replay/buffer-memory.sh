# Memory does not grow with the history: with little of it, what needs much without --buffer-size comes through.
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more memory"
	exit 77
fi
awk -v n=100000 -f "$TESTDATA/replay/events.awk" >day
awk '{ print NR * 7919 % 100003 "\t" $0 }' day | sort -n | cut -f 2- >shuffled
ls -l day shuffled | awk '{ print int($5 / 1e6) " MB" }'
set -- -j 1 --type DecisionOnly -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" -q
esper-replay "$@" day >want
esper-replay "$@" shuffled >want.shuffled
# shellcheck disable=SC3045 # dash has it, and bash
ulimit -v 40000
for file in day shuffled; do
	esper-replay "$@" $file >got
	echo "$? $file"
	esper-replay "$@" --buffer-size 2M $file >got
	echo "$? $file, with 2M"
done
cmp got want.shuffled
esper-replay "$@" --buffer-size 2M day | cmp - want
esper-replay "$@" --buffer-size 2M <day | cmp - want
# nor with how late events may be: in order of time none is
# shellcheck disable=SC3045
ulimit -v 18000
sed 's/"runtime": {/& "lateness_seconds": 100000000,/' "$TESTDATA/replay/plan.json" >late.json
esper-replay "$@" --buffer-size 2M -p late.json day >got
echo "$? where events may be years late"
cmp got want
