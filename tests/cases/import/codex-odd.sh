# Odd rollouts of Codex: nothing is lost, and everything is counted.
calls() {
	esper-trace-replay --calls "$@" >calls
	echo "status $?"
	cat calls
	esper-trace-replay -q --calls calls | cmp - calls
}
echo '-- no first line, no times, results without calls, calls without results'
cat >odd <<'EOF2'
{"timestamp":null,"type":"response_item","payload":{"type":"function_call_output","call_id":"c-1","output":{"content":"no","success":false}}}
{"timestamp":"2026-01-01T00:00:00Z","type":"response_item","payload":{"type":"function_call_output","call_id":"c-1","output":"again"}}
{"timestamp":"x","type":"response_item","payload":{"type":"function_call","call_id":"c-2","name":7,"arguments":{"a":1}}}
{"timestamp":5,"type":"response_item","payload":{"type":"custom_tool_call","name":"no id","input":null,"status":"failed"}}
{"timestamp":"2026-01-01T00:00:01Z","type":"response_item","payload":{"type":"message","role":"user","content":"text"}}
{"timestamp":"2026-01-01T00:00:01Z","type":"response_item","payload":{"type":"message","role":[],"content":[7,{"type":"input_image","image_url":"u"},{"text":"t\u0000\"\u00e9"}]}}
{"timestamp":"2026-01-01T00:00:02Z","type":"response_item","payload":[1,2]}
{"timestamp":"2026-01-01T00:00:02Z","type":"response_item","payload":{"type":5,"x":1}}
{"timestamp":"2026-01-01T00:00:02Z","type":"response_item","payload":"p"}
{"timestamp":"2026-01-01T00:00:03Z","type":"event_msg","payload":{"type":"token_count","info":{"last_token_usage":{"input_tokens":-1,"output_tokens":"5","cached_input_tokens":1e300}}}}
{"timestamp":"2026-01-01T00:00:03Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":100,"output_tokens":5}}}}
{"timestamp":"2026-01-01T00:00:04Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":130,"output_tokens":5}}}}
{"timestamp":"2026-01-01T00:00:04Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":130,"output_tokens":5}},"rate_limits":{"primary":null}}}
{"timestamp":"2026-01-01T00:00:04Z","type":"event_msg","payload":{"type":"token_count","info":null,"rate_limits":{"primary":{"used_percent":1.5}}}}
{"timestamp":"2026-01-01T00:00:05Z","type":"event_msg","payload":{"type":"task_complete","turn_id":"none"}}
{"timestamp":"2026-01-01T00:00:05Z","type":"event_msg","payload":{"type":"user_message","message":7}}
{"timestamp":"2026-01-01T00:00:05Z","type":"event_msg","payload":{"type":"agent_message","message":null}}
{"timestamp":"2026-01-01T00:00:06Z","type":"event_msg","payload":{"type":"exec_command_end","call_id":"c-9","exit_code":127,"duration":{"secs":2,"nanos":500000000}}}
{"timestamp":"2026-01-01T00:00:06Z","type":"event_msg","payload":{"type":"mcp_tool_call_end","call_id":"c-8","invocation":{"tool":"t"},"result":{"Err":"gone"},"duration":{"secs":1e300,"nanos":-1}}}
{"timestamp":"2026-01-01T00:00:06Z","type":"event_msg","payload":{"type":"thread_rolled_back","num_turns":99999999999}}
{"timestamp":"2026-01-01T00:00:06Z","type":"event_msg","payload":{}}
{"timestamp":"2026-01-01T00:00:07Z","type":"compacted","payload":{"message":"All that was said.","replacement_history":7}}
{"timestamp":"2026-01-01T00:00:08Z","type":"turn_context","payload":{"model":"m"}}
{"timestamp":"2026-01-01T00:00:08Z","type":"event_msg","payload":{"type":"task_started","started_at":"x"}}
{"timestamp":"2026-01-01T00:00:08Z","type":"event_msg","payload":{"type":"user_message","message":"What?"}}
{"timestamp":"2026-01-01T00:00:09Z","type":"event_msg","payload":{"type":"agent_reasoning","text":"Only a notice."}}
{"timestamp":"2026-01-01T00:00:09Z","type":"event_msg","payload":{"type":"agent_message","message":"Only this."}}
{"timestamp":"2026-01-01T00:00:09Z","type":"session_meta","payload":{"id":"","cwd":1}}
EOF2
calls odd
echo '-- a fork without true times: the copy ends with the first pause'
cat >fork <<'EOF2'
{"timestamp":"2026-01-01T00:00:00Z","type":"session_meta","payload":{"id":"child","forked_from_id":"parent"}}
{"timestamp":"2026-01-01T00:00:00.1Z","type":"session_meta","payload":{"id":"parent","forked_from_id":"grandparent"}}
{"timestamp":"2026-01-01T00:00:00.1Z","type":"session_meta","payload":{"id":"grandparent"}}
{"timestamp":"2026-01-01T00:00:00.2Z","type":"event_msg","payload":{"type":"user_message","message":"one"}}
{"timestamp":"2026-01-01T00:00:00.3Z","type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"one"}]}}
{"timestamp":"2026-01-01T00:00:00.4Z","type":"response_item","payload":{"type":"message","role":"assistant","content":[{"type":"output_text","text":"eins"}]}}
{"timestamp":"2026-01-01T00:00:00.5Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":10}}}}
{"timestamp":"2026-01-01T00:01:00Z","type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"two"}]}}
{"timestamp":"2026-01-01T00:01:01Z","type":"response_item","payload":{"type":"message","role":"assistant","content":[{"type":"output_text","text":"zwei"}]}}
{"timestamp":"2026-01-01T00:01:01Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":25}}}}
EOF2
calls fork
echo '-- codex exec without its beginning, and records that are not its'
cat >exec <<'EOF2'
{"type":"item.completed","item":{"id":"item_0","type":"command_execution","command":"false","aggregated_output":"","exit_code":1,"status":"failed"}}
{"type":"item.completed","item":{"type":7,"n":1}}
{"type":"turn.completed","usage":{"input_tokens":5}}
{"type":"turn.failed","error":{}}
{"type":"item.completed","item":7}
{"type":"error","message":"m","code":5}
{"timestamp":"2026-01-01T00:00:00Z","type":"other","payload":{}}
EOF2
calls exec
