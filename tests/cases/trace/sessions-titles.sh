# The title of a trace is what the user asked first: in any spelling of messages, on one line, without what agents put around it; else the root's input or name. The project is the first attribute that names one.
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
export LC_ALL=C.UTF-8
# title INPUT [KIND NAME]: of a call with this input
title() {
	printf '{"trace_id":"t","call_id":"c","parent_id":null,"name":%s,"kind":"%s","service":null,"start":null,"duration_ns":1,"status":"ok"%s}\n' \
		"${3-\"the name\"}" "${2-llm}" "${1:+,\"input\":$1}" | esper-trace-replay -q --sessions --format jsonl | jq -r '.title'
}
echo '-- messages'
title '{"model":"m","messages":[{"role":"system","content":"no"},{"role":"assistant","content":"no"},{"role":"user","content":"OpenAI chat"},{"role":"user","content":"no"}]}'
title '{"messages":[{"role":"user","content":[{"type":"image","source":{}},{"type":"text","text":"Anthropic"}]}]}'
title '{"messages":[{"role":"user","parts":[{"type":"blob","content":"no"},{"type":"text","content":"OpenTelemetry"}]}]}'
title '{"contents":[{"role":"model","parts":[{"text":"no"}]},{"role":"user","parts":[{"text":"Gemini"}]}]}'
title '{"model":"m","input":"OpenAI responses, a text"}'
title '{"model":"m","instructions":"no","input":[{"type":"message","role":"developer","content":[{"type":"input_text","text":"no"}]},{"type":"message","role":"user","content":[{"type":"input_text","text":"OpenAI responses"}]}]}'
title '{"messages":[{"type":"user","message":{"role":"user","content":"A line of a session"}}]}'
title '{"messages":[[{"type":"system","content":"no"},{"type":"human","content":"LangChain, in a batch"}]]}'
title '{"messages":[{"lc":1,"type":"constructor","id":["langchain","HumanMessage"],"kwargs":{"type":"human","content":"LangChain, serialized"}}]}'
title '{"messages":[{"message.role":"user","message.content":"OpenInference"}]}'
title '{"input":{"messages":[{"role":"human","content":"wrapped"}]}}'
title '{"messages":[{"info":{"role":"user"},"parts":[{"type":"text","text":"opencode"}]}]}'
title '{"messages":[{"step_id":1,"source":"system","message":"no"},{"step_id":2,"source":"user","message":"ATIF"}]}'
title '{"messages":[{"from":"human","value":"ShareGPT"}]}'
title '{"prompt":"a prompt"}'
title '"a text"'
title '["one","two"]'
title '[{"role":"user","content":["parts that are texts"]}]'
echo '-- what agents put in front'
title '{"messages":[{"role":"user","content":"<env>\n <cwd>/x</cwd>\n</env>\n"},{"role":"user","content":[{"type":"text","text":"  <a>b</a> \n"},{"type":"text","text":"Behind markup"}]}]}'
title '{"messages":[{"role":"user","content":"# AGENTS.md instructions for /x\n\n<INSTRUCTIONS>be brief</INSTRUCTIONS>"},{"role":"user","content":"Behind instructions"}]}'
title '{"messages":[{"role":"user","content":"<only>markup</only>"},{"role":"user","content":"<more>of it</more>"}]}'
title '{"messages":[{"role":"user","content":"\n\t "},{"role":"user","content":[{"type":"tool_result","content":"no"}]},{"role":"user","content":"a < b, and b > c"}]}'
title '{"messages":[{"role":"user","content":"<b> is bold, </b> is not"}]}'
echo '-- on one line, in at most 120 characters'
title '"  one\n\n two\tthree\r\n"'
words() { # words N WORD [BETWEEN]
	i=0
	while [ $i -lt "$1" ]; do
		[ $i -gt 0 ] && printf '%s' "${3- }"
		printf '%s' "$2"
		i=$((i + 1))
	done
}
title "\"$(words 24 four)\"" | tee last | wc -m
tail -c 12 last
title "\"$(words 25 four)\"" | tee last | wc -m
tail -c 12 last
title "\"$(words 30 four '')\"" | wc -m
title "\"$(words 31 four '')\"" | tee last | wc -m
tail -c 8 last
title "\"$(words 200 '\ud83d\ude00')\"" | wc -m
title "\"$(words 5000 '\u00e9\\n')\"" | wc -m
title "\"$(words 5000 'ü ')\"" | wc -m
echo '-- none in the messages'
title '{"messages":[{"role":"system","content":"no"}]}'
title '{"messages":[{"role":"user","content":7},5,null,[],{}]}'
title '{"messages":{"role":"user"}}'
title '{"order_id":7}' function
title '{"question":"a question","order_id":7}' function
title '{"task":["do","this"]}' agent
title '' span
title '' span null
echo '-- the input of the first llm call, else that of the root'
trace() { # trace INPUT INPUT: of a root, and of an llm call
	printf '{"trace_id":"t","call_id":"%s","parent_id":%s,"name":"%s","kind":"%s","service":null,"start":"2026-11-20T10:00:0%dZ","duration_ns":1,"status":"ok","input":%s}\n' \
		r null root agent 0 "$1" l '"r"' ask llm 2 "$2" e '"r"' embed embedding 1 '"no"' | esper-trace-replay -q --sessions --format jsonl | jq -r '.title'
}
trace '"of the root"' '"of the call"'
trace '"of the root"' '{"messages":[]}'
trace '{"n":1}' '{"messages":[]}'
{
	printf '{"trace_id":"t","call_id":"a","parent_id":null,"name":"a","kind":"llm","service":null,"start":"2026-11-20T10:00:00Z","duration_ns":1,"status":"ok","input":{"messages":[{"role":"user","content":"%s"}]}}\n' '<command>/init</command>'
	printf '{"trace_id":"t","call_id":"b","parent_id":null,"name":"b","kind":"llm","service":null,"start":"2026-11-20T10:00:01Z","duration_ns":1,"status":"ok","input":{"messages":[{"role":"user","content":[{"type":"tool_result","content":"no"}]}]}}\n'
	printf '{"trace_id":"t","call_id":"c","parent_id":null,"name":"c","kind":"llm","service":null,"start":"2026-11-20T10:00:02Z","duration_ns":1,"status":"ok","input":{"messages":[{"role":"user","content":"of a later call"}]}}\n'
} | esper-trace-replay -q --sessions --format jsonl | jq -r '.title'
echo '-- projects'
project() { # project ATTRIBUTES [ATTRIBUTES]: of a root and its child
	printf '{"trace_id":"t","call_id":"%s","parent_id":%s,"name":"n","kind":"agent","service":null,"start":null,"duration_ns":1,"status":"ok","attributes":%s}\n' \
		r null "$1" c '"r"' "${2-{\}}" | esper-trace-replay -q --sessions --format jsonl | jq -c '.project'
}
project '{"a":1,"cwd":"/home/a \"b\""}'
project '{"project":"p","cwd":"/first in the list"}'
project '{"service.namespace":"weak","session_name":"ls"}'
project '{"cwd":"","project":{"id":1},"project_id":42,"directory":null}'
project '{"x":1}' '{"gcp.project_id":"of the child"}'
project '{"service.namespace":"of the root"}' '{"cwd":"/of the child"}'
project '{"cwd":["/x"]}'
printf '%s\n' '{"resourceSpans":[{"resource":{"attributes":[{"key":"openinference.project.name","value":{"stringValue":"of a resource"}}]},"scopeSpans":[{"spans":[{"traceId":"01","spanId":"a1","name":"f","startTimeUnixNano":"1","endTimeUnixNano":"9"},{"traceId":"01","spanId":"a2","parentSpanId":"a1","name":"f","startTimeUnixNano":"1","endTimeUnixNano":"9"}]}]}]}' |
	esper-trace-replay --sessions --format jsonl | jq -c '.project'
