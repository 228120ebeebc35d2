# Datadog: traces in arrays of arrays, and the lines of the Lambda exporter, which may cut a trace; times are nanoseconds, a parent 0 is none.
dir=$TESTDATA/traces
echo '-- datadog/crewai_hierarchical_crew.json'
esper-trace-replay --calls <"$dir/datadog/crewai_hierarchical_crew.json" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- datadog/test_multi_trace.json'
esper-trace-replay --calls <"$dir/datadog/test_multi_trace.json" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- datadog/lambda.jsonl'
esper-trace-replay --calls <"$dir/datadog/lambda.jsonl" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- to look at'
esper-trace-replay -q "$dir/datadog/crewai_hierarchical_crew.json"
echo '-- as many calls as spans'
jq '[.[][]] | length' "$dir/datadog/crewai_hierarchical_crew.json"
esper-trace-replay -q --calls "$dir/datadog/crewai_hierarchical_crew.json" | wc -l
echo '-- span_events are events, and span_links links'
echo '[[{"trace_id":1,"span_id":2,"parent_id":0,"name":"n","resource":"r","service":"s","type":"","error":0,"start":1767225600000000000,"duration":5,"meta":{},"metrics":{},"span_events":[{"name":"retry","time_unix_nano":1767225600000000001,"attributes":{"n":1}}],"span_links":[{"trace_id":"9","span_id":"8"}]}]]' |
	esper-trace-replay -q --calls
