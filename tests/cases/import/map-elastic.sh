# Elastic APM: transactions and spans, errors as their events; the same as Elasticsearch stores them.
dir=$TESTDATA/traces
echo '-- elastic/intake.ndjson'
esper-trace-replay --calls <"$dir/elastic/intake.ndjson" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- to look at'
esper-trace-replay -q "$dir/elastic/intake.ndjson"
echo '-- from the index'
cat >index <<'END'
{"_index":"traces-apm","_source":{"processor":{"event":"transaction"},"trace":{"id":"0123456789abcdef0123456789abcdef"},"transaction":{"id":"945254c567a5417e","name":"POST /pay","type":"request","duration":{"us":102500}},"event":{"outcome":"failure"},"timestamp":{"us":1571657444929001},"service":{"name":"shop"}}}
{"processor":{"event":"span"},"trace":{"id":"0123456789abcdef0123456789abcdef"},"transaction":{"id":"945254c567a5417e"},"parent":{"id":"945254c567a5417e"},"span":{"id":"0aaaaaaaaaaaaaaa","name":"SELECT","type":"db","subtype":"postgresql","duration":{"us":3781}},"event":{"outcome":"success"},"timestamp":{"us":1571657444930001},"service":{"name":"shop"}}
END
esper-trace-replay --calls index >calls
cat calls
jq -s '{hits: {hits: .}}' index | esper-trace-replay -q --calls | cmp - calls
echo '-- logs'
cat >logs <<'END'
{"log":{"message":"stock is low","@timestamp":1571657444940001,"log.level":"warn","trace.id":"0123456789abcdef0123456789abcdef","span.id":"0aaaaaaaaaaaaaaa","labels":{"n":3}}}
{"log":{"message":"slow","timestamp":1571657444950001,"level":"info","trace_id":"0123456789abcdef0123456789abcdef","transaction_id":"945254c567a5417e"}}
{"log":{"message":"of no trace","timestamp":1571657444950001}}
END
esper-trace-replay --calls "$dir/elastic/intake.ndjson" logs 2>said | jq -c '[.call_id, (.events[]? | select(.type == "log"))]'
grep logs: said
