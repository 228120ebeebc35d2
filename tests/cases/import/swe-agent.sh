# Trajectories of SWE-agent, with steps, with messages alone and with both: an llm call per answer, a tool call per command, and nothing is counted twice.
dir=$TESTDATA/traces/swe-agent
show() {
	jq -c '[.call_id, .name, .kind, .status, .duration_ns, (.input | objects | .messages // . | if type == "array" then map(.role) else . end)]'
}
for f in "$dir"/*.traj; do
	echo "-- ${f##*/}"
	esper-trace-replay --calls "$f" >calls
	show <calls
	tr -d '\n' <"$f" | esper-trace-replay --calls | cmp - calls
	esper-trace-replay -j1 --calls "$f" | cmp - calls
	esper-trace-replay --calls calls | cmp - calls
	esper-trace-replay --extract "$f" | cmp - "$f"
done
echo '-- each answer and each observation is an output, in order'
f=$dir/humanevalfix-python-0.traj
jq '.trajectory[] | .response, .action, .observation' "$f" >want
esper-trace-replay --calls "$f" | jq 'select(.kind == "llm").output, (select(.kind == "tool") | .input, .output)' | cmp - want
echo '-- the messages of all calls, without the answers that come first, are the history'
jq -c '.history[:-1][]' "$f" >want
esper-trace-replay --calls "$f" | jq -c 'select(.kind == "llm").input.messages[]' | cmp - want
echo '-- the root, and what is left of a step'
f=$dir/sweagenttestrepo-1c2844.traj
esper-trace-replay --calls "$f" | jq -c 'select(.kind == "agent") | [.output, .llm, .attributes.environment, .attributes.info]'
esper-trace-replay --calls "$f" | jq -c 'select(.kind != "agent") | [.after, .attributes, .llm.model]'
cat >made <<'EOF'
{"environment":"e","trajectory":[
 {"response":"one\n```\nls\n```","thought":"other","action":"ls\n","observation":"a\u0062","state":"s","execution_time":"0.5","query":[{"role":"user","content":"q"}]},
 {"response":"","thought":"Exit due to cost limit","action":"","observation":"","extra":1},
 {"response":"no command","action":"","observation":"Say a command.","execution_time":[]},
 {"action":"  \t","observation":"x"}, 7, {"response":5,"action":{"a":1},"observation":null}],
 "info":{"exit_status":"exit_cost","submission":null,"model_stats":{"api_calls":2,"tokens_sent":10,"tokens_received":-1,"instance_cost":0.5}}}
{"history":[{"role":"system","content":"s"},{"role":"user","content":"show","is_demo":true},{"role":"assistant","content":"shown","is_demo":true},{"role":"user","content":"u"},
 {"role":"assistant","content":"refused","tool_calls":[{"id":"x","function":{"name":"f","arguments":"{"}}]},{"role":"tool","content":"r","tool_call_ids":["x"]}],
 "trajectory":[{"response":"first try","action":"bad","observation":"no such command"},{"response":"refused","action":"f","observation":"seen"}],"info":{"exit_status":null}}
{"history":[{"role":"user","content":"u"},5],"info":7}
EOF
echo '-- steps without messages, answers that were asked for again, and odd ones'
sed -e :a -e N -e '$!ba' -e 's/\n / /g' made >lines
esper-trace-replay --calls lines >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
esper-trace-replay -q --calls made | cmp - calls
