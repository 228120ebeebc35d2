# Odd sessions of Claude Code: links that lead nowhere or in a circle, ids that occur twice, results without calls, values of wrong types, lines that name no session, torn lines.
calls() {
	esper-trace-replay --calls "$1" >calls 2>said
	cat calls said
	esper-trace-replay -q --calls calls | cmp - calls && echo 'the same again'
}
echo '-- links'
cat >links <<'END'
{"type":"user","uuid":"u1","parentUuid":"gone","sessionId":"s","timestamp":"2026-03-02T09:00:00Z","message":{"role":"user","content":"one"}}
{"type":"assistant","uuid":"a1","parentUuid":"a1","sessionId":"s","timestamp":"2026-03-02T09:00:02Z","message":{"id":"m1","role":"assistant","content":"first"}}
{"type":"user","uuid":"u2","parentUuid":"u3","sessionId":"s","timestamp":"2026-03-02T09:00:03Z","message":{"role":"user","content":"two"}}
{"type":"user","uuid":"u3","parentUuid":"u2","sessionId":"s","timestamp":"2026-03-02T09:00:04Z","message":{"role":"user","content":"three"}}
{"type":"assistant","uuid":"a2","parentUuid":"u3","sessionId":"s","timestamp":"2026-03-02T09:00:01Z","message":{"id":"m2","role":"assistant","content":[{"type":"text","text":"second"}]}}
END
calls links
echo '-- ids that occur twice'
cat >twice <<'END'
{"type":"assistant","uuid":"a1","parentUuid":null,"sessionId":"s","message":{"id":"m1","content":[{"type":"tool_use","id":"t","name":"A","input":{"n":1}}],"usage":{"input_tokens":5,"output_tokens":9}}}
{"type":"assistant","uuid":"a1","parentUuid":null,"sessionId":"s","message":{"id":"m1","content":[{"type":"tool_use","id":"t","name":"A","input":{"n":1}}],"usage":{"input_tokens":5,"output_tokens":9}}}
{"type":"assistant","uuid":"a1","parentUuid":null,"sessionId":"s","message":{"id":"m1","content":[{"type":"tool_use","id":"t","name":"A","input":{"n":1}},{"type":"text","text":"and"}],"usage":{"input_tokens":4,"output_tokens":7}}}
{"type":"user","uuid":"u1","parentUuid":"a1","sessionId":"s","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"x"}]}}
{"type":"assistant","uuid":"a2","parentUuid":"u1","sessionId":"s","message":{"id":"m2","content":[{"type":"tool_use","id":"t","name":"A","input":{"n":2}}],"usage":{"output_tokens":1}}}
{"type":"user","uuid":"u2","parentUuid":"a2","sessionId":"s","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"y"},{"type":"tool_result","tool_use_id":"unasked","content":"z","is_error":true}]}}
{"type":"user","uuid":"u3","parentUuid":"u2","sessionId":"s","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"y"},{"type":"tool_result","tool_use_id":"t","content":"another"}]}}
END
calls twice
echo '-- wrong types'
cat >types <<'END'
{"type":"user","uuid":"u1","parentUuid":null,"sessionId":"s","message":7}
{"type":"user","uuid":"u2","parentUuid":[],"sessionId":"s","timestamp":"soon","isSidechain":"yes","message":{"role":3,"content":{"a": [1]}}}
{"type":"assistant","uuid":"a1","parentUuid":{},"sessionId":"s","timestamp":5e30,"message":{"id":{"x":1},"model":7,"content":[1,null,"text",{"type":"tool_use"},{"type":"tool_use","id":{},"name":"n"},{"type":["text"]},{"type":"text","text":false}],"usage":{"input_tokens":-5,"output_tokens":1e3,"cache_read_input_tokens":"7","cache_creation_input_tokens":9223372036854775807}}}
{"type":"assistant","uuid":"a2","parentUuid":"a1","sessionId":"s","costUSD":"dear","durationMs":-1,"inputTokens":3,"message":{"id":"m2","content":"a \u2192 b\/c","usage":{"input_tokens":9223372036854775807,"output_tokens":1,"cache_read_input_tokens":9223372036854775807}}}
{"type":"assistant","uuid":"a3","parentUuid":"a2","sessionId":"s","message":[{"id":"m3"}]}
{"type":"user","uuid":"u4","parentUuid":"a2","sessionId":"s","toolUseResult":{"agentId":7},"message":{"role":"user","content":[{"type":"tool_result","tool_use_id":{},"content":"x"},{"type":"image","source":{}},[],"text"]}}
{"type":"result","subtype":7,"is_error":"no","session_id":"s","duration_ms":-3,"result":{"a":1}}
{"type":"stream_event","event":[],"session_id":"s"}
{"type":"stream_event","event":{"type":"message_delta","usage":{"output_tokens":5}},"session_id":"s","parent_tool_use_id":"t"}
{"type":"stream_event","event":{"type":"new_event","n":1},"session_id":"s"}
{"type":"system","subtype":"init","session_id":"0000","uuid":5}
END
calls types
echo '-- lines that name no session, by the next one, by the one before, and in a file of their own'
echo '{"type":"summary","summary":"alone","leafUuid":"nowhere"}' >alone
cat >nameless <<'END'
{"type":"summary","summary":"of the next","leafUuid":"nowhere"}
{"type":"user","uuid":"u1","parentUuid":null,"sessionId":"s","timestamp":"2026-03-02T09:00:00Z","message":{"role":"user","content":"one"}}
{"type":"user","uuid":"u2","parentUuid":null,"sessionId":"r","timestamp":"2026-03-02T09:00:00Z","message":{"role":"user","content":"two"}}
{"type":"summary","summary":"of the first","leafUuid":"u1"}
{"type":"file-history-snapshot","messageId":"nowhere","snapshot":{}}
END
calls nameless
esper-trace-replay --extract --trace-id r nameless
esper-trace-replay --extract --trace-id s nameless
esper-trace-replay --stats --calls alone 2>&1 | sed 's/"elapsed_seconds":[0-9.]*/"elapsed_seconds":0/'
echo '-- not of this format, and torn'
cat >others <<'END'
{"type":"user","sessionId":"s","messageId":0,"message":"of another program","timestamp":"2026-03-02T09:00:00Z"}
{"type":"result","status":"success","session_id":"s"}
{"type":"assistant","uuid":"a","parentUuid":null,"sessionId":null,"message":{}}
{"type":"new-notice","sessionId":"s","n":1}
{"type":"assistant","uuid":"a","parentUuid":null,"sessionId":"s","mess
{"type":"queue-operation","operation":"enqueue","sessionId":"s"}
END
calls others
echo '-- going back for ever does not make the input larger without end'
awk 'BEGIN {
	for (i = 0; i < 3000; i++)
		printf "{\"type\":\"user\",\"uuid\":\"u%d\",\"parentUuid\":\"u%d\",\"sessionId\":\"s\",\"message\":{\"role\":\"user\",\"content\":\"x\"}}\n", i, i - 1
	for (i = 0; i < 3000; i++)
		printf "{\"type\":\"assistant\",\"uuid\":\"a%d\",\"parentUuid\":\"u2999\",\"sessionId\":\"s\",\"message\":{\"id\":\"m%d\",\"content\":[]}}\n", i, i
}' >back
esper-trace-replay -q --calls back >calls
jq -s -c '[.[] | select(.llm) | [(.input.messages | length), .attributes.messages_cut]] | [.[0], .[2999], length]' calls
[ "$(wc -c <calls)" -lt 4000000 ] && echo 'not too large'
