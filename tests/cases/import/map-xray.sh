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
