# HAR with odd values: nothing is lost, streams that were cut off give what there is, and what only resembles a call of a model is HTTP.
show() {
	esper-trace-replay --calls "$@" >calls
	cat calls
	esper-trace-replay -q --calls calls | cmp - calls
}
stream() { # stream URL REQUEST DATA...: the entry of an event stream
	url=$1 request=$2
	shift 2
	printf 'data: %s\r\n\r\n' "$@" | jq -R -s -c --arg url "$url" --arg request "$request" '{
		startedDateTime: "2026-11-20T10:00:00Z", time: 1, request: {method: "POST", url: $url, postData: {text: $request}},
		response: {status: 200, content: {mimeType: "text/event-stream", text: .}}}'
}
echo '-- entries'
cat >odd <<'END'
{"startedDateTime":"then","request":{},"response":5}
{"startedDateTime":"2026-11-20T10:00:00+02:00","time":-1,"request":{"method":7,"url":["u"],"headers":{"a":1},"postData":"p"},"response":{"status":"200","content":[1]},"pageref":""}
{"startedDateTime":"2026-11-20T10:00:00.5","time":1e400,"request":{"method":"GET","url":"data:text/css,a%7b"},"response":null,"pageref":9,"time2":1}
{"startedDateTime":"2026-11-20T10:00:01Z","time":0.0000005,"request":{"method":"GET","url":"https://u:p@h.example:8080?q","postData":{"text":5,"params":[]}},"response":{"status":1e3,"statusText":"","content":{"text":"!!","encoding":"base64"}}}
{"startedDateTime":"2026-11-20T10:00:02Z","request":{"method":"","url":"","headers":[],"postData":{"params":{}}},"response":{"status":-1,"_error":"e","content":{"text":"/w==","encoding":"BASE64"}}}
{"startedDateTime":"2026-11-20T10:00:03Z","request":{"method":"POST","url":"x://","headers":[]},"response":{"status":304,"content":{"text":"{\"a\":","mimeType":"application/json"}}}
{"startedDateTime":"2026-11-20T10:00:04Z","request":{"method":"GET","url":"http://a/b"},"response":{"status":500,"content":{"text":"5","mimeType":"application/json"}}}
{"startedDateTime":5,"request":{}}
END
show odd
echo '-- not of a model'
cat >http <<'END'
{"startedDateTime":"2026-11-20T10:00:00Z","time":1,"request":{"method":"POST","url":"https://api.anthropic.com/v1/messages/count_tokens","postData":{"text":"{\"model\":\"m\",\"messages\":[]}"}},"response":{"status":200,"content":{"text":"{\"input_tokens\":3}"}}}
{"startedDateTime":"2026-11-20T10:00:00Z","time":1,"request":{"method":"POST","url":"https://chat.example/messages","postData":{"text":"{\"messages\":\"hello\"}"}},"response":{"status":200,"content":{"text":"{}"}}}
{"startedDateTime":"2026-11-20T10:00:00Z","time":1,"request":{"method":"POST","url":"https://api.openai.com/v1/chat/completions"},"response":{"status":204}}
{"startedDateTime":"2026-11-20T10:00:00Z","time":1,"request":{"method":"GET","url":"https://api.openai.com/v1/responses/resp_1"},"response":{"status":200,"content":{"text":"{\"object\":\"response\",\"output\":[]}"}}}
END
show http | jq -r '[.kind, .name] | @tsv'
echo '-- answers with odd members'
for answer in '{"choices":[]}' '{"choices":{"message":{"content":"x"}},"usage":7}' '{"choices":[{"message":{"content":5,"tool_calls":{}}}],"usage":{"prompt_tokens":-1,"completion_tokens":"2"}}' \
	'{"choices":[{"message":{"content":[{"type":"text","text":"a\u0000\/é"},{"type":"image","text":"no"},7]}}]}' '{"error":"gone"}' '[{"error":{"code":404,"status":"NOT_FOUND"}}]' \
	'{"choices":[{"text":"old"}]}' '"text"'; do
	jq -n -c --arg text "$answer" '{startedDateTime: "2026-11-20T10:00:00Z", time: 1,
		request: {method: "POST", url: "https://llm.openai.azure.com/openai/deployments/gpt-x/chat/completions", postData: {text: "{\"messages\":[]}"}},
		response: {status: 200, content: {text: $text}}}'
done >answers
show answers | jq -c '[.llm, .output, .status, .error]'
echo '-- streams that were cut off, and odd ones'
{
	chat=https://api.openai.com/v1/chat/completions
	stream $chat '{"messages":[]}' '{"choices":[{"delta":{"content":"a"}}]}' '{"choices":[{"delta":{"content":"b"' ''
	stream $chat '{"messages":[]}' '{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{\"a\":"}}]}}]}'
	stream $chat '{"messages":[]}' '{"choices":[{"delta":{"tool_calls":[7,{"function":5},{"index":1,"function":{"name":5,"arguments":{}}}]}}]}' '[DONE]'
	stream https://api.openai.com/v1/responses '{"input":1}' '{"type":"response.output_text.delta","delta":"par"}' '{"type":"response.output_text.delta","delta":"tial"}'
	stream https://api.openai.com/v1/responses '{"input":1}' '{"type":"response.output_item.done","item":{"type":"function_call","name":"f"}}' '{"type":"error","code":"server_error","message":"broke"}'
	stream https://proxy.example/v9 '{"messages":[]}' '{"type":"message_start","message":{"usage":{"cache_read_input_tokens":9}}}' '{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"f"}}' \
		'{"type":"content_block_delta","index":1,"delta":{"partial_json":"{\"x\":"}}' '{"type":"content_block_delta","index":2,"delta":{"partial_json":"lost"}}' '{"type":"message_delta","usage":{"input_tokens":4,"output_tokens":9223372036854775807}}'
	stream https://proxy.example/v1beta/models/g:streamGenerateContent '{"contents":[]}' '{"candidates":[{"content":{"parts":[{"text":"x"},{"functionCall":{}}]}}]}' '{"error":{"message":"late"}}'
} >streams
show streams | jq -c '[.llm, .output, .status, .error, .attributes.response.body]'
echo '-- documents'
cat >documents <<'END'
{"log":{"entries":[]}}
{"log":{"entries":[7,{}]}}
{"log":{"pages":[7,{"id":"p"}],"entries":[{"startedDateTime":"2026-11-20T10:00:00Z","request":{"method":"A","url":"/"},"pageref":"p"}]}}
{"log":{"entries":[{"startedDateTime":"2026-11-20T10:00:00Z","request":{"method":"A","url":"/"},"pageref":"p"}],"pages":{}}}
{"log":{"entries":{"startedDateTime":"2026-11-20T10:00:00Z","request":{}}}}
{"log":"text"}
END
show documents 2>&1
