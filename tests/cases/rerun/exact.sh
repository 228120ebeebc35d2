# exact replay gives what was recorded: the same bytes each time, nothing executed, with the names of the result
export LC_ALL=C.UTF-8
shop=$TESTDATA/rerun/shop.jsonl
esper-trace-replay --replay "$shop"
echo "status $?"
esper-trace-replay --replay --format jsonl "$shop" >one
esper-trace-replay --replay --format jsonl "$shop" >two
cmp one two
esper-trace-replay --replay -j 4 --format jsonl "$shop" | cmp - one
echo '-- the result'
jq -c 'del(.spans)' one
jq -c '.spans[]' one
echo '-- into a file; the summary is on standard output'
esper-trace-replay --replay -o three --trace-id s3 "$shop"
jq -c .trace_id three
echo '-- replayed, the calls are the recorded ones'
esper-trace-replay --replay --calls "$shop" | cmp - "$shop"
esper-trace-replay --replay --export otlp "$shop" >otlp
esper-trace-replay --export otlp "$shop" | cmp - otlp
