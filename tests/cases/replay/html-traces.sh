# A page of a comparison has the command that shows the trace of an example, which a shell takes as it is; an id that was made from a line has none.
T=$TESTDATA/replay
jq '.config.rules[1].expression.value = 3 | .version = 10' "$T/rules.json" >rules
compare() {
	esper-replay -q --max-rejects 9% -p "$T/plan.json" -r rules --baseline-rules "$T/rules.json" --type DryRun --html page.html "$@" >report
	sed -n '/<section id="examples"/,/<\/section>/p' page.html
}
awk -v n=3000 -f "$T/events.awk" | jq -cR 'fromjson? | .event_id |= (if . then "it'"'"'s <\(.)>" else . end)' >day
compare day >examples
grep -c '<th scope="row">' examples
grep -o '<code>[^/]*</code>' examples | head -n 2
grep -o '<p>[^/]*</p>' examples
echo '-- it runs'
grep -o '<code>[^/]*</code>' examples | head -n 1 |
	sed "s/<[^>]*>//g; s/&#39;/'/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g" >command
jq -c '.comparison.examples[0].event_id | {trace_id: ("t" + .), call_id: "c", parent_id: null, name: "login", kind: "function", service: null, start: null, duration_ns: null, status: "ok"},
	{trace_id: "other", call_id: "c", parent_id: null, name: "other", kind: "function", service: null, start: null, duration_ns: null, status: "ok"}' report >TRACES
sh -c "$(cat command) --calls" | jq -c .name
echo '-- without ids of their own'
jq -c 'del(.event_id)' day >bare
compare bare >examples
grep -c '<th scope="row">' examples
sed -n '/esper-trace-replay/p' examples
