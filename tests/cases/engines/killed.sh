# Ended or killed in the middle, and run again: parts that are done are not done again, nothing goes on running, and the bytes are those of one run.
slices=$TESTDATA/../scripts/slices
cp "$TESTDATA"/examples/plan.json .
cat >rules.json <<'RULES'
{"rules":[{"rule_id":"many","expression":{"kind":"StateCmp","scope":"Entity","attribute":"event_count","operator":"Ge","value":30},"outcome":"Block"}]}
RULES
awk 'BEGIN {
	for (i = 0; i < 400; i++)
		printf "{\"event_id\":\"e%d\",\"observed_at\":%d,\"body\":{\"request\":{\"email\":\"u%d@x.org\",\"action\":\"a\"}}}\n", i, 1767225600 + i * 20, i % 7
}' >events.jsonl
# A program that notes each phase.  At the phase that `at` names, it signals the driver, and hangs.
cat >program <<'PROGRAM'
#!/bin/sh
phase=$(printf '%s\n' "$*" | grep -oE -e '--(slices|summarise|fold|decide|merge)( [0-9]+)?')
echo "$phase" >>calls
if [ "$phase" = "$(cat at)" ]; then
	: >at
	echo $$ >hangs
	kill -"$(cat signal)" "$(cat driver)"
	exec tail -f /dev/null
fi
exec esper-replay "$@"
PROGRAM
chmod +x program
drive() {
	env --default-signal=INT sh -c 'echo $$ >driver; exec sh "$@"' - "$slices" --parts=parts --jobs 1 \
		--program ./program 3 -- --type DecisionOnly -p plan.json -r rules.json \
		-o two.out events.jsonl
}
esper-replay -q --type DecisionOnly -p plan.json -r rules.json -o one.out events.jsonl
for phase in '--slices 3' '--summarise 1' --fold '--decide 2' --merge; do
	for signal in TERM INT HUP KILL; do
		# the driver does the same for each signal that it can catch
		case $signal:$phase in
		INT:* | HUP:*) [ "$phase" = '--summarise 1' ] || continue ;;
		esac
		rm -rf parts calls two.out
		echo "$phase" >at
		echo $signal >signal
		drive >said 2>&1
		first=$?
		if [ $signal = KILL ]; then
			kill -KILL "$(cat hangs)" # no one else is left to end it
		elif kill -0 "$(cat hangs)" 2>/dev/null; then
			echo "$phase, $signal: a part is left"
		fi
		drive >>said 2>&1
		second=$?
		cmp one.out two.out
		[ $signal = TERM ] || [ $first -lt 128 ] || continue
		echo "$phase: $first, $second: $(sort calls | paste -s -d " ")"
		sed 's|kept in /.*/parts|kept in parts|' said
	done
done 2>/dev/null
