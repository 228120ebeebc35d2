# MLflow: spans of its three generations are the same calls; ids in base64 are written in hex; attributes are JSON in strings.
dir=$TESTDATA/traces
echo '-- mlflow/v4.json'
esper-trace-replay --calls <"$dir/mlflow/v4.json" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- mlflow/v3.json'
esper-trace-replay --calls <"$dir/mlflow/v3.json" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- mlflow/v2.json'
esper-trace-replay --calls <"$dir/mlflow/v2.json" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- to look at'
esper-trace-replay -q "$dir/mlflow/v4.json"
echo '-- the same of all three'
for v in v2 v3 v4; do
	esper-trace-replay -q --calls "$dir/mlflow/$v.json" | jq -c 'del(.attributes)' >$v
done
cmp v2 v3 && cmp v3 v4 && echo same
echo '-- odd ones'
cat >odd <<'END'
{"spans":[{"trace_id":"AAAAAAAAAAAAAAAAAAAAAA==","span_id":"not base64","parent_span_id":"","name":"n","start_time_unix_nano":"x","end_time_unix_nano":-1,"attributes":{"mlflow.traceRequestId":"\"q\"","mlflow.spanType":"no json","mlflow.spanInputs":"\"1\"","mlflow.spanOutputs":"17"},"status":7}]}
{"spans":[{"trace_id":"x","span_id":"XXXXXXXXXXX=","name":null,"start_time_unix_nano":0,"attributes":{"mlflow.traceRequestId":null}}]}
END
esper-trace-replay --calls odd >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- spans are known without the id of the request, too'
for f in v2 v3 v4; do
	jq 'del(.. | .["mlflow.traceRequestId"]?)' "$dir/mlflow/$f.json" | esper-trace-replay -q --which --format jsonl
done
jq 'del(.. | .["mlflow.traceRequestId"]?, .["mlflow.spanType"]?)' "$dir/mlflow/v4.json" | esper-trace-replay -q --which --format jsonl
