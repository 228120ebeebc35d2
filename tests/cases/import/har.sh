# HAR: each entry is a call of HTTP, those to models are calls of models, whole or streamed; pages are traces, and another document's page is another trace.
har=$TESTDATA/traces/har/agent.har
esper-trace-replay --calls "$har" | tee calls
esper-trace-replay -q --calls calls | cmp - calls
jq -c . "$har" >line
esper-trace-replay -q --calls line | cmp - calls
zstd -q -c "$har" | esper-trace-replay -q --calls -j 4 | cmp - calls
[ "$(jq '.log.entries | length' "$har")" = "$(wc -l <calls)" ] || echo 'not as many calls as entries'
echo '-- what jq finds of the usage'
jq -r '.log.entries[] | select(.request.url | test("chat/completions")) | .response.content.text |
	if startswith("data:") then split("\n\n")[] | select(startswith("data: {")) | .[6:] else . end |
	fromjson.usage | select(.) | [.prompt_tokens, .completion_tokens] | @tsv' "$har"
jq -r 'select(.name == "POST /v1/chat/completions") | .llm.usage | select(.) | [.input_tokens, .output_tokens] | @tsv' calls
echo '-- another document, the first one again, and both on lines'
sed 's/T10:00:1/T10:01:1/' "$har" >other.har
esper-trace-replay --calls "$har" other.har "$har" >all
jq -r .trace_id all | uniq -c
jq -c . "$har" other.har "$har" >lines
esper-trace-replay -q --calls lines | cmp - all
esper-trace-replay -q --calls -j 1 lines | cmp - all
esper-trace-replay -q --extract --trace-id page_2~2 "$har" other.har | jq -c '.log.pages[].id, .log.entries[].startedDateTime'
esper-trace-replay -q --calls --traces-of line lines | jq -r .trace_id | uniq -c
echo '-- entries alone'
jq -c '.log.entries[]' "$har" >entries
esper-trace-replay -q --calls entries | jq -r .trace_id | uniq -c
jq -s . entries | esper-trace-replay -q --calls >got
esper-trace-replay -q --calls entries | cmp - got
esper-trace-replay --calls "$TESTDATA/har.jsonl" | jq -c '[.trace_id, .name, .status, .duration_ns]'
