# Logs of every layout that a plan knows come out of slices as of one replay.
logs=0
cat >rules.json <<'RULES'
{"rules":[{"rule_id":"again","expression":{"kind":"StateCmp","scope":"Entity","attribute":"event_count","operator":"Ge","value":2},"outcome":"Block"}]}
RULES
for plan in "$TESTDATA"/../share/esper/plans/*.json; do
	name=${plan##*/}
	for log in "$TESTDATA/logs/${name%.json}".*; do
		[ -f "$log" ] || continue
		times=40
		[ "${log##*.}" = json ] && times=1 # a document
		while [ $times -gt 0 ]; do
			cat "$log"
			times=$((times - 1))
		done >input
		esper-replay -q --type DecisionOnly -p "$plan" -r rules.json input >one || exit 1
		rm -rf parts
		esper-replay -q --parts parts --slices 3 --type DecisionOnly -p "$plan" -r rules.json -o two input
		for k in 0 1 2; do esper-replay -q --parts parts --summarise $k; done
		esper-replay -q --parts parts --fold
		for k in 0 1 2; do esper-replay -q --parts parts --decide $k; done
		esper-replay -q --parts parts --merge || echo "${log##*/}: exit $?"
		cmp one two || echo "${log##*/}: differs"
		logs=$((logs + 1))
	done
done
[ "$logs" -ge 20 ] || echo "only $logs logs"
