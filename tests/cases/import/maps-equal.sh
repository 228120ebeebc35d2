# Records that maps read become the same calls in lines, documents and pieces, by any number of threads, plain or compressed; and all of them are what they were.
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
dir=$TESTDATA/traces
for f in langfuse/rows.jsonl langfuse/download.json langfuse/api.json langsmith/runs.jsonl \
	langsmith/langsmith_py_wrap_openai_stream.json mlflow/v2.json mlflow/v3.json mlflow/v4.json \
	openai-agents/traces.jsonl datadog/crewai_hierarchical_crew.json datadog/test_multi_trace.json \
	datadog/lambda.jsonl xray/batch.json xray/segments.jsonl xray/indepSubsegmentWithSql.json \
	weave/calls.jsonl phoenix/spans.jsonl elastic/intake.ndjson honeycomb/events.jsonl \
	honeycomb/batch.json; do
	echo "$f"
	jq -c . "$dir/$f" >lines
	jq . "$dir/$f" >document
	esper-trace-replay -q --calls -j 1 lines >calls
	[ -s calls ] || echo 'no calls'
	esper-trace-replay -q --calls -j 4 document | cmp - calls
	zstd -q -c document | esper-trace-replay -q --calls | cmp - calls
	esper-trace-replay -q --calls calls | cmp - calls
	esper-trace-replay -q --extract "$dir/$f" | cmp - "$dir/$f"
	rm -f part.*
	split -l 1 lines part.
	esper-trace-replay -q --calls part.* | cmp - calls
done
echo '-- all at once'
for f in "$dir"/langfuse/* "$dir"/mlflow/v4.json "$dir"/datadog/* "$dir"/xray/* "$dir"/weave/*; do
	jq -c . "$f"
done >all
esper-trace-replay -q --calls -j 1 all >calls
wc -l <calls
esper-trace-replay -q --calls -j 4 all | cmp - calls
esper-trace-replay --list-maps --format jsonl | jq -r 'select(.summary == null or .summary == "") | .map'
