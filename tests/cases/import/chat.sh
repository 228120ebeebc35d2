# Lists of messages and lines of batches: an llm call per answer with the messages since the one before; a request and its answer are joined by custom_id, in either order.
show() {
	esper-trace-replay --calls "$@" >calls 2>said
	cat calls said
	esper-trace-replay -q --calls calls | cmp - calls
}
cat >chat <<'EOF'
{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\": 1}"}}]},{"role":"tool","tool_call_id":"c1","content":"r"},{"role":"assistant","content":"done","weight":0}],"tools":[{"type":"function","function":{"name":"f"}}],"note":1}
{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\": 1}"}}]},{"role":"tool","tool_call_id":"c1","content":"r"},{"role":"assistant","content":"done","weight":0}],"tools":[{"type":"function","function":{"name":"f"}}],"note":1}
{"model":"claude-x","system":"be short","max_tokens":9,"messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"I look."},{"type":"tool_use","id":"t1","name":"look","input":{"at":"x"}},{"type":"tool_use","id":"t2","name":"look","input":{"at":"y"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t2","content":"gone","is_error":true},{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"seen"}]}]}]}
{"messages":[{"role":"user","content":"no answer"}]}
EOF
echo '-- chats; one is there twice'
show chat
jq . chat | esper-trace-replay -q --calls | cmp - calls
split -l1 chat part.
esper-trace-replay -q --calls part.* | cmp - calls
esper-trace-replay -q --extract chat | cmp - chat
echo '-- lists of messages of other formats are none'
cat >other <<'EOF'
{"id":1,"events":[],"messages":[{"role":"user","content":"x"}]}
{"messages":[{"role":"narrator","content":"x"}]}
{"messages":[]}
{"messages":["x"]}
EOF
esper-trace-replay --calls other
echo "-- status $?"
cat >requests <<'EOF'
{"custom_id":"r1","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hello"}],"max_tokens":10}}
{"custom_id":"r2","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Bye"}]}}
{"custom_id":"a1","params":{"model":"claude-x","max_tokens":5,"messages":[{"role":"user","content":"x"}]}}
{"custom_id":"a2","params":{"model":"claude-x","messages":[]}}
EOF
cat >answers <<'EOF'
{"id":"batch_req_2","custom_id":"r2","response":{"status_code":429,"request_id":"q2","body":{"error":{"message":"slow down","type":"rate_limit","code":null}}},"error":null}
{"id":"batch_req_1","custom_id":"r1","response":{"status_code":200,"request_id":"q1","body":{"id":"chatcmpl-1","object":"chat.completion","created":1711652795,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant","content":"Hi.","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":22,"completion_tokens":2,"total_tokens":24,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":1}}}},"error":null}
{"id":"batch_req_3","custom_id":"r3","response":null,"error":{"code":"batch_expired","message":"expired"}}
{"custom_id":"a1","result":{"type":"succeeded","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x-1","content":[{"type":"text","text":"y"}],"stop_reason":"end_turn","usage":{"input_tokens":11,"output_tokens":3,"cache_read_input_tokens":5,"cache_creation_input_tokens":2}}}}
{"custom_id":"a2","result":{"type":"errored","error":{"type":"error","error":{"type":"invalid_request","message":"no messages"}}}}
{"custom_id":"r4","response":{"status_code":200,"body":{"model":"m","choices":[{"message":{"role":"assistant","content":"a"}},{"message":{"role":"assistant","content":"b"}}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":9}}}}
EOF
echo '-- batches'
show requests answers
esper-trace-replay -q --calls answers requests | jq -cS . | sort >other
jq -cS . calls | sort | cmp - other
