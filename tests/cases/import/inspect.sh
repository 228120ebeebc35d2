# inspect_ai: a sample is a trace, in a log or alone; spans, steps, requests and tools are calls; texts that stand once are put in place; nothing is lost.
dir=$TESTDATA/traces/inspect
for name in log_formats parallel_spans utility_subagent_loop; do
	echo "-- $name"
	esper-trace-replay --calls $dir/$name.json | tee calls
	esper-trace-replay -q --calls calls | cmp - calls
	tr -d "\n" <$dir/$name.json >line
	esper-trace-replay -q --calls line | cmp - calls
	zstd -q -c line | esper-trace-replay -q --calls -j 3 | cmp - calls
	esper-trace-replay --extract $dir/$name.json | cmp - $dir/$name.json
done
echo '-- a sample alone'
jq '.samples[0]' $dir/log_formats.json | esper-trace-replay --calls | jq -c '[.call_id, .parent_id, .service]'
echo '-- the events of tools, a pool of messages, caches, errors, an open span'
cat >log <<'END'
{"version":2,"status":"success","eval":{"task":"sums","run_id":"r1"},"samples":[
{"id":"a","epoch":2,"uuid":"u-1","input":"attachment://h1","target":"2","messages":[],"scores":{"m":{"value":"C"}},"output":{"model":"m","choices":[{"message":{"role":"assistant","content":"two"}}]},"started_at":"2026-01-01T00:00:00Z","completed_at":"2026-01-01T00:00:10Z","error":{"message":"gave up","traceback":"T"},"attachments":{"h1":"What is 1 + 1?","h2":"not named"},"events_data":{"messages":[{"role":"system","content":"attachment://h1"},{"role":"user","content":"go"}],"calls":[]},
"events":[{"event":"span_begin","id":"s1","name":"agent","type":"agent","timestamp":"2026-01-01T00:00:01-04:00"},
{"event":"model","uuid":"m1","span_id":"s1","timestamp":"2026-01-01T00:00:02-04:00","completed":"2026-01-01T00:00:03-04:00","model":"anthropic/claude-x","role":"solver","input":[],"input_refs":[[0,1],[1,2]],"tools":[{"name":"add"}],"tool_choice":"auto","config":{"temperature":0.5,"top_p":null},"output":{"model":"claude-x","choices":[{"message":{"role":"assistant","content":"attachment://h1","tool_calls":[{"id":"c1","function":"add","arguments":{"a":1}}]},"stop_reason":"tool_calls"}],"usage":{"input_tokens":5,"output_tokens":7,"total_tokens":42,"input_tokens_cache_read":20,"input_tokens_cache_write":10,"reasoning_tokens":3,"total_cost":0.25},"time":0.9}},
{"event":"tool","id":"c1","span_id":"s1","timestamp":"2026-01-01T00:00:04-04:00","completed":"2026-01-01T00:00:05-04:00","function":"add","arguments":{"a":1},"result":"","error":{"type":"timeout","message":"too slow"},"failed":null,"events":[{"event":"subtask","uuid":"st","name":"inner","type":"x","input":{"k":1},"result":2,"timestamp":"2026-01-01T00:00:04.5-04:00","events":[{"event":"info","data":"hello","source":"here","timestamp":"2026-01-01T00:00:04.2-04:00"}]}]},
{"event":"tool","id":"c2","span_id":"s1","timestamp":"2026-01-01T00:00:06-04:00","function":"add","arguments":{},"failed":true,"pending":true},
{"event":"model","span_id":"s1","timestamp":"2026-01-01T00:00:07-04:00","model":"none","input":[],"output":{},"error":"connection lost"},
{"event":"model","span_id":"s1","timestamp":"2026-01-01T00:00:07-04:00","model":"none","input_refs":[[1,3]],"output":7},
{"event":"logger","message":{"name":"n","level":"warning","message":"careful"},"timestamp":"2026-01-01T00:00:08-04:00"},
{"event":"error","error":{"message":"boom","traceback":"T"},"timestamp":"2026-01-01T00:00:09-04:00"},
{"event":"span_end","id":"of nothing","timestamp":"2026-01-01T00:00:09-04:00"},
{"event":"step","action":"end","name":"x","timestamp":"soon"},
7,{"no":"event"}]},
{"id":7,"epoch":1,"input":[{"role":"user","content":"x"}],"messages":[{"role":"user","content":"x"}]}]}
END
esper-trace-replay --calls log >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
jq . log | esper-trace-replay -q --calls | cmp - calls
esper-trace-replay log 2>said
echo '-- its usage is counted once'
jq -s 'map(.llm.usage.input_tokens // 0) | add' calls
echo '-- one sample of a log'
jq . log | esper-trace-replay --extract --trace-id u-1 | jq -c '[.eval.task, (.samples | map(.id))]'
echo '-- hostile'
cat >hostile <<'END'
{"id":null,"epoch":{},"input":null,"events":{}}
{"id":[1],"epoch":1,"input":5,"uuid":"00","transcript":[],"attachments":[1],"events_data":{"messages":{"a":1}},"output":[],"error":"text"}
{"events":[{"event":"span_begin","timestamp":5},{"event":"span_begin","id":{},"parent_id":7,"timestamp":null},{"event":"model","output":{"choices":[1,{"message":2}],"usage":[1]},"config":7,"tools":{},"input":"x"},{"event":"tool","error":"bad","events":7,"arguments":"{","id":""},{"event":"step"},{"event":"step"}]}
{"events":[{"eventId":"1"}]}
{"events":[]}
END
esper-trace-replay --calls hostile >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- texts that would grow too much stay where they are'
jq -nc '{id:1,epoch:1,input:"x",attachments:{h:("y" * 100000)},events:[range(200)|{event:"info",timestamp:"2026-01-01T00:00:00Z",data:{i:.,d:"attachment://h"}}]}' |
	esper-trace-replay --calls | tee grown | wc -c | awk '{ print ($1 < 2000000) }'
jq -c '[([.events[].attributes.data.d] | map(length) | group_by(.) | map([.[0], length])), (.attributes.attachments | map_values(length))]' grown
