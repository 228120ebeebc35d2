# opencode: exports and files of its storage give the same session, the session of a subagent is under the tool call that started it, and tokens have one convention.
dir=$TESTDATA/traces
echo '-- a message alone'
esper-trace-replay --calls "$dir/opencode/msg_test001.json"
echo '-- an export and the files of the session of its subagent'
esper-trace-replay --calls "$dir/messages/opencode-export.json" "$dir/messages/opencode-storage.jsonl" >calls
cat calls
esper-trace-replay --calls calls | cmp - calls
esper-trace-replay --calls "$dir/messages/opencode-storage.jsonl" "$dir/messages/opencode-export.json" | cmp - calls
jq -c . "$dir/messages/opencode-export.json" >line
esper-trace-replay -j1 --calls line "$dir/messages/opencode-storage.jsonl" | cmp - calls
split -l1 "$dir/messages/opencode-storage.jsonl" part.
esper-trace-replay --calls part.* line | cmp - calls
jq . "$dir/messages/opencode-storage.jsonl" | esper-trace-replay --calls line - | cmp - calls
for f in "$dir"/messages/opencode-*; do
	esper-trace-replay --extract "$f" 2>&1 | cmp - "$f"
done
COLUMNS=80 esper-trace-replay "$dir/messages/opencode-export.json" "$dir/messages/opencode-storage.jsonl"
echo '-- a message of several steps: its own tokens are those of the last step'
jq -c '.messages = [{info: .messages[1].info, parts: [.messages[1].parts[-1], .messages[1].parts[-1]]}] | .messages[].parts[1].tokens.input = 100' line |
	esper-trace-replay --calls | jq -c 'select(.kind == "llm").llm'
cat >odd <<'EOF'
{"info":{"id":"ses_1","directory":"d"},"messages":[{"info":{"role":"assistant","id":"m","error":"text","tokens":{"input":-1,"output":"x"},"cost":"free","time":{"created":"x","completed":1e300}},"parts":[{"type":"tool"},{"type":"tool","callID":"","id":"p","tool":5,"state":{"status":"running","input":{"a":"\u0041"}}},5,{"type":"text","text":7},null]},
 {"info":{"role":"user"},"parts":[{"type":"file","url":"data:","id":"f"},{"type":"text","text":"see"}]},{"info":{"role":"narrator"}},7,{"info":{"role":"assistant","id":"m2","finish":"stop"},"parts":"none"},{"info":{"role":"user"},"parts":[{"type":"file","url":"data:x","id":"g"}]}],"version":"x"}
{"id":"","sessionID":"","role":"assistant","time":{}}
{"id":"p1","sessionID":"s","messageID":"m9","type":"snapshot","snapshot":"h"}
{"id":"p2","sessionID":"s","messageID":"m9","type":"tool","state":5}
{"id":"p3","sessionID":"s","messageID":"m9","type":"text"}
{"id":"ses_2","projectID":"p","version":"1","time":{"created":1},"title":5}
EOF
echo '-- odd ones'
sed -e :a -e N -e '$!ba' -e 's/\n / /g' odd >lines
esper-trace-replay --calls lines >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
esper-trace-replay -q --calls odd | cmp - calls
