# AWS X-Ray: segments with the subsegments in them, alone and in batch-get-traces; a segment in progress is completed by a later document.
dir=$TESTDATA/traces
echo '-- xray/segments.jsonl'
esper-trace-replay --calls <"$dir/xray/segments.jsonl" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- xray/indepSubsegmentWithSql.json'
esper-trace-replay --calls <"$dir/xray/indepSubsegmentWithSql.json" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- xray/batch.json'
esper-trace-replay --calls <"$dir/xray/batch.json" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- to look at'
esper-trace-replay -q "$dir/xray/batch.json"
echo '-- a record with id, name and start_time is no segment without an id of a trace or a document'
for record in '{"id":"a","name":"n","start_time":"2026-01-01T00:00:00Z","trace_id":"t1"}' \
	'{"id":"70de5b6f19ff9a0a","name":"n","start_time":1.5,"end_time":2,"trace_id":"1-581cf771-a006649127e371903a2de979"}' \
	'{"Id":"a","Document":"{\"id\":\"70de5b6f19ff9a0a\",\"name\":\"n\",\"start_time\":1.5}"}'; do
	printf '%s\n' "$record" | esper-trace-replay -q --which --format jsonl
done
