# Attributes of gen_ai, OpenInference, OpenLLMetry, the Vercel AI SDK, HTTP and databases become kind, llm, input and output; what went whole into input or output is no attribute any more.
# span NAME KIND ATTRIBUTES: a span of JavaScript, whose attributes are plain
n=0
span() {
	n=$((n + 1))
	printf '{"traceId":"t","id":"s%02d","name":"%s","kind":%s,"timestamp":%d,"duration":1,"attributes":%s,"status":{"code":0},"events":[],"links":[]}\n' $n "$1" "$2" $n "$3"
}
{
	span 'gen_ai: all of a request' 2 '{"gen_ai.operation.name":"chat","gen_ai.provider.name":"anthropic","gen_ai.request.model":"claude-x","gen_ai.request.max_tokens":9,"gen_ai.request.top_k":1.5,"gen_ai.request.choice.count":2,"gen_ai.tool.definitions":"[{\"name\":\"f\"}]","gen_ai.system_instructions":"[{\"type\":\"text\",\"content\":\"s\"}]","gen_ai.input.messages":"[ {\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"q\"}]} ]","gen_ai.output.messages":[{"role":"assistant","parts":[{"type":"text","content":"a\"b"}],"finish_reason":"stop"}],"gen_ai.usage.input_tokens":12,"gen_ai.usage.output_tokens":3,"gen_ai.usage.cache_read.input_tokens":100,"gen_ai.usage.cache_creation.input_tokens":20,"gen_ai.usage.cost":0.25}'
	span 'gen_ai: cached tokens are in the input' 2 '{"gen_ai.operation.name":"chat","gen_ai.usage.input_tokens":120,"gen_ai.usage.output_tokens":5,"gen_ai.usage.cache_read.input_tokens":100,"gen_ai.usage.reasoning.output_tokens":4}'
	span 'gen_ai: the total tells that they are not, nor is reasoning' 2 '{"gen_ai.operation.name":"chat","gen_ai.usage.input_tokens":200,"gen_ai.usage.output_tokens":10,"gen_ai.usage.cache_read_input_tokens":100,"gen_ai.usage.reasoning_tokens":7,"gen_ai.usage.total_tokens":317}'
	span 'gen_ai: deprecated names' 2 '{"gen_ai.system":"openai","gen_ai.request.model":"m","gen_ai.prompt":"what?","gen_ai.completion":"that","gen_ai.usage.prompt_tokens":"1","gen_ai.usage.completion_tokens":2}'
	span 'gen_ai: not JSON, though it looks so' 2 '{"gen_ai.operation.name":"text_completion","gen_ai.prompt":"[not json","gen_ai.completion":"{no"}'
	span 'gen_ai: no messages' 2 '{"gen_ai.operation.name":"generate_content","gen_ai.request.model":"m","gen_ai.request.messages":"own"}'
	span 'gen_ai: a tool' 0 '{"gen_ai.operation.name":"execute_tool","gen_ai.tool.name":"t","gen_ai.tool.call.arguments":"{\"a\": 1}","gen_ai.tool.call.result":"42"}'
	span 'gen_ai: a retrieval' 0 '{"gen_ai.operation.name":"retrieval","gen_ai.retrieval.query.text":"q","gen_ai.retrieval.documents":"[{\"id\":\"d\",\"score\":0.5}]"}'
	span 'gen_ai: an agent has no usage of its own' 0 '{"gen_ai.operation.name":"invoke_agent","gen_ai.request.model":"m","gen_ai.input.messages":[],"gen_ai.output.messages":"[{\"role\":\"assistant\",\"content\":\"done\"}]","gen_ai.usage.input_tokens":5}'
	span 'gen_ai: embeddings' 2 '{"gen_ai.operation.name":"embeddings","gen_ai.request.model":"e","gen_ai.request.encoding_formats":["float"],"gen_ai.usage.input_tokens":5}'
	span 'gen_ai: create_agent' 0 '{"gen_ai.operation.name":"create_agent"}'
	span 'gen_ai: another operation' 0 '{"gen_ai.operation.name":"invoke_workflow"}'
	span 'OpenLLMetry: made flat' 2 '{"llm.request.type":"chat","gen_ai.system":"OpenAI","gen_ai.request.model":"m","gen_ai.prompt.1.content":"q","gen_ai.prompt.1.role":"user","gen_ai.prompt.0.role":"system","gen_ai.prompt.0.content":"s","gen_ai.prompt.10.role":"tool","gen_ai.prompt.2.role":"assistant","gen_ai.prompt.2.tool_calls.0.name":"f","gen_ai.prompt.2.tool_calls.0.arguments":"{}","llm.request.functions.0.name":"f","gen_ai.completion.0.role":"assistant","gen_ai.completion.0.content":"a","gen_ai.completion.0.finish_reason":"stop","llm.usage.total_tokens":3}'
	span 'OpenLLMetry: tool calls' 2 '{"llm.request.type":"chat","gen_ai.request.model":"m","gen_ai.completion.0.tool_calls.0.name":"f","gen_ai.completion.0.tool_calls.0.arguments":"{\"x\":1}","gen_ai.completion.0.finish_reason":"tool_calls"}'
	span 'OpenLLMetry: a workflow' 0 '{"traceloop.span.kind":"workflow","traceloop.entity.input":"{\"args\": [1]}","traceloop.entity.output":"\"text\""}'
	span 'OpenLLMetry: an agent' 0 '{"traceloop.span.kind":"agent","traceloop.entity.input":"plain"}'
	span 'OpenLLMetry: a tool' 0 '{"traceloop.span.kind":"tool"}'
	span 'OpenInference: input and output' 0 '{"openinference.span.kind":"LLM","llm.model_name":"m","llm.system":"openai","llm.provider":"azure","input.value":"{\"messages\": []}","input.mime_type":"application/json","output.value":"[1]","output.mime_type":"text/plain","llm.token_count.prompt":10,"llm.token_count.completion":20,"llm.token_count.prompt_details.cache_read":4,"llm.token_count.completion_details.reasoning":3,"llm.token_count.total":30,"llm.cost.total":0.002}'
	span 'OpenInference: made flat' 0 '{"openinference.span.kind":"LLM","llm.model_name":"m","llm.invocation_parameters":"{\"temperature\": 0, \"model\": \"m\"}","llm.input_messages.0.message.role":"user","llm.input_messages.0.message.contents.0.message_content.type":"text","llm.input_messages.0.message.contents.0.message_content.text":"q","llm.tools.0.tool.json_schema":"{}","llm.output_messages.0.message.role":"assistant","llm.output_messages.0.message.tool_calls.0.tool_call.function.name":"f","llm.output_messages.0.message.tool_calls.0.tool_call.id":"c"}'
	span 'OpenInference: a parameter that differs' 0 '{"openinference.span.kind":"LLM","llm.model_name":"m","llm.invocation_parameters":"{\"model\":\"other\"}"}'
	span 'OpenInference: a retriever' 0 '{"openinference.span.kind":"RETRIEVER","input.value":"q","retrieval.documents.0.document.id":"d0","retrieval.documents.0.document.score":0.5,"retrieval.documents.1.document.id":"d1"}'
	span 'OpenInference: others' 0 '{"openinference.span.kind":"CHAIN","input.value":"5","output.value":7}'
	span 'OpenInference: a reranker' 0 '{"openinference.span.kind":"reranker"}'
	span 'OpenInference: an embedding' 0 '{"openinference.span.kind":"EMBEDDING","embedding.model_name":"e","embedding.embeddings.0.embedding.text":"t"}'
	span 'Vercel: the outer span' 0 '{"ai.operationId":"ai.generateText","ai.model.id":"m","ai.usage.promptTokens":5}'
	span 'Vercel: the request' 0 '{"ai.operationId":"ai.generateText.doGenerate","ai.model.id":"m","ai.model.provider":"openai.chat","ai.prompt.messages":"[{\"role\":\"user\",\"content\":\"q\"}]","ai.prompt.tools":["{\"name\":\"f\"}"],"ai.prompt.toolChoice":"{\"type\":\"auto\"}","ai.response.text":"a","ai.usage.promptTokens":5,"ai.usage.completionTokens":6,"gen_ai.request.model":"m","gen_ai.request.temperature":0}'
	span 'Vercel: tool calls' 0 '{"ai.operationId":"ai.streamText.doStream","ai.model.id":"m","ai.prompt.messages":"[]","ai.response.text":"","ai.response.toolCalls":"[{\"toolName\":\"f\"}]"}'
	span 'Vercel: a tool' 0 '{"ai.operationId":"ai.toolCall","ai.toolCall.name":"f","ai.toolCall.args":"{\"x\":1}","ai.toolCall.result":"\"ok\""}'
	span 'Vercel: an embedding' 0 '{"ai.operationId":"ai.embed.doEmbed","ai.model.id":"e","ai.usage.tokens":4}'
	span 'HTTP: a client' 2 '{"http.request.method":"GET","url.full":"http://x/"}'
	span 'HTTP: a client, the old name' 2 '{"http.method":"GET"}'
	span 'HTTP: a server' 1 '{"http.request.method":"GET"}'
	span 'a database' 2 '{"db.system.name":"postgresql","db.query.text":"SELECT 1"}'
	span 'a database over HTTP' 2 '{"db.system":"elasticsearch","http.request.method":"GET"}'
	span 'hostile: wrong types' 2 '{"gen_ai.operation.name":["chat"],"gen_ai.request.model":{"a":1},"gen_ai.input.messages":5,"gen_ai.output.messages":"[{},5,{\"parts\":[7,{\"type\":8}]}]","gen_ai.usage.input_tokens":-5,"gen_ai.usage.output_tokens":1e300,"gen_ai.usage.cost":"free","gen_ai.completion":null}'
	span 'hostile: names that clash' 2 '{"llm.request.type":"chat","gen_ai.prompt.0":"x","gen_ai.prompt.0.role":"user","gen_ai.prompt.x.y":"z","gen_ai.prompt.00.role":"zero","gen_ai.prompt..":"dots","gen_ai.prompt.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s":1}'
} >spans
esper-trace-replay --calls spans >calls
jq -c '[.name, .kind] + (if .input then [{input}] else [] end) + (if .output then [{output}] else [] end) + (if .llm then [{llm}] else [] end), (.attributes | del(."span.kind"))' calls
esper-trace-replay -q --calls calls | cmp - calls
jq -s length calls
echo '-- JSON in a string that is too deep stays a string'
deep=$(printf '%0600d' 0)
{
	span deep 0 "{\"traceloop.entity.input\":\"$(echo "$deep" | sed 's/0/[/g')$(echo "$deep" | sed 's/0/]/g')\"}"
} | esper-trace-replay --calls >calls
jq -r '.input | type' calls
echo '-- a thousand messages, and names in any order'
awk 'BEGIN { for (i = 0; i < 1000; i++) { k = (i * 7) % 1000; printf "%s\"gen_ai.prompt.%d.content\":\"%d\"", i ? "," : "", k, k } }' >flat
span flat 2 "{\"llm.request.type\":\"chat\",$(cat flat)}" | esper-trace-replay --calls |
	jq -c '[.input.messages[].content] | [length, . == [range(1000) | tostring]]'
