# ATIF: a step of the agent is an llm call and its tool calls, a trajectory in it is an agent under the tool call that started it, and usage is counted once.
f=$TESTDATA/traces/messages/atif.json
esper-trace-replay --calls "$f" >calls 2>said
cat calls said
tr -d '\n' <"$f" | esper-trace-replay -q --calls | cmp - calls
esper-trace-replay -q -j1 --calls "$f" | cmp - calls
esper-trace-replay -q --calls calls | cmp - calls
esper-trace-replay -q --extract "$f" | cmp - "$f"
COLUMNS=80 esper-trace-replay -q "$f"
echo '-- the totals of the steps are those of the trajectory, or else the root has them'
jq -sc 'map(.llm.usage | objects) | [(map(.input_tokens) | add), (map(.output_tokens) | add)]' calls
jq -c '[.final_metrics, .subagent_trajectories[].final_metrics | [.total_prompt_tokens, .total_completion_tokens]] | transpose | map(add)' "$f"
cat >odd <<'EOF'
{"schema_version":"ATIF-v1.5","session_id":"s1","agent":{"name":"a","version":"1"},"steps":[
 {"step_id":1,"source":"user","message":"old","is_copied_context":true},
 {"step_id":2,"source":"agent","message":"copied","is_copied_context":true,"tool_calls":[{"tool_call_id":"c","function_name":"f","arguments":{}}],"observation":{"results":[{"source_call_id":"c","content":"r"}]},"metrics":{"prompt_tokens":99}},
 {"step_id":3,"source":"agent","message":"","llm_call_count":0,"tool_calls":[{"tool_call_id":"d","function_name":"g","arguments":{"x":1},"extra":{"y":2}}],"observation":{"results":[{"source_call_id":"d","content":null}],"z":3}},
 {"step_id":4,"source":"system","message":"reset","observation":{"results":[{"content":"cleaned","extra":1}]}},
 {"step_id":"5","source":"agent","timestamp":"soon","message":[{"type":"text","text":"see "},{"type":"image","source":{"path":"p"}}],"model_name":7,"tool_calls":"none","observation":[],"metrics":5,"reasoning_content":"\u00e9"},
 {"step_id":6,"source":"agent","message":"bye","tool_calls":[null,{"function_name":5},{"tool_call_id":"d","function_name":"g"}],"metrics":{"prompt_tokens":"many","completion_tokens":1e1}}, 8, null],
 "final_metrics":{"total_cost_usd":1}}
{"schema_version":"ATIF-v1.2","agent":null,"steps":[],"subagent_trajectories":[{"steps":[{"source":"agent","message":"m"}]},6],"final_metrics":{"total_prompt_tokens":3}}
{"schema_version":"ATIF","session_id":"","steps":[{"source":"agent","message":"\ud83d\ude00"}],"subagent_trajectories":{"a":1}}
EOF
echo '-- copied steps, steps without a model, odd ones'
sed -e :a -e N -e '$!ba' -e 's/\n / /g' odd >lines
esper-trace-replay --calls lines >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
esper-trace-replay -q --calls odd | cmp - calls
