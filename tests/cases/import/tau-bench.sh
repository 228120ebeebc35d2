# Runs of tau-bench: each is a trace, a reward below 1 is a failure that says why, and results go to the nearest call before them that has their id.
f=$TESTDATA/traces/tau-bench/airline.json
esper-trace-replay --calls "$f" >calls 2>said
cat said
jq -c '[.call_id, .name, .kind, .status, .error.message, .notes]' calls
jq -c '.[]' "$f" | esper-trace-replay -q --calls | jq -c '[.name, .kind, .status, .notes]' >lines
jq -c '[.name, .kind, .status, .notes]' calls | cmp - lines
tr -d '\n' <"$f" | esper-trace-replay -q --calls | cmp - calls
esper-trace-replay -q -j1 --calls "$f" | cmp - calls
esper-trace-replay -q --calls calls | cmp - calls
echo '-- counted another way: answers, tool calls, results'
jq -c '[.[].traj[] | select(.role == "assistant")] | [length, (map(.tool_calls // [] | length) | add)]' "$f"
jq -sc 'map(.kind) | [map(select(. == "llm")), map(select(. == "tool")) | length]' calls
jq -c '.[].traj[] | select(.role == "tool").content' "$f" >want
jq -c 'select(.kind == "tool").output' calls | cmp - want
echo '-- the messages of all llm calls and the last logs are the conversation'
jq -c '.[].traj[:-2][] | .content' "$f" >want
jq -c 'select(.kind == "llm").input.messages[].content' calls | cmp - want
jq -c 'select(.kind == "agent").events' calls
echo '-- the failing ones, and one by its task'
esper-trace-replay -q --status error --calls "$f" | jq -r .trace_id | uniq
esper-trace-replay -q --trace-id task.12. --extract "$f" | jq -c '[.[] | [.task_id, .trial]]'
esper-trace-replay -q "$f" | tail -n 6
cat >odd <<'EOF'
{"task_id":1,"reward":0,"info":{"error":"boom","traceback":"Traceback"},"traj":[],"trial":0}
{"task_id":2,"reward":0.5,"info":{"reward_info":{"reward":0,"info":{"r_outputs":0}}},"trial":1,"traj":[{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}},{"id":"a","function":{"name":"f","arguments":"{}"}},{"id":"b","index":1,"function":{"name":"g","strict":true,"arguments":"not JSON"}},5]},
 {"role":"tool","tool_call_id":"a","content":"second"},{"role":"tool","tool_call_id":"a","content":"first"},{"role":"tool","tool_call_id":"a","content":"none"},{"role":"tool","tool_call_id":"c","content":"of no call"},{"role":"assistant","function_call":{"name":"old","arguments":"{\"x\":1}"},"content":null},{"role":"function","name":"old","content":"y"}]}
{"task_id":"t","reward":1,"traj":[{"role":7},null,"x",{"role":"assistant"},{"role":"assistant","content":[{"type":"image","n":1}]}]}
EOF
echo '-- odd ones'
sed -e :a -e N -e '$!ba' -e 's/\n / /g' odd >lines
esper-trace-replay --calls lines >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
jq . lines | esper-trace-replay -q --calls | cmp - calls
