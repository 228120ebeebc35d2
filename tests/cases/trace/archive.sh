# --archive: without FILE, the traces of the tenant in the store are read; the commands in scripts/seed pass their arguments on
PATH=$PATH:$TESTDATA/../scripts/seed
mkdir -p store/acme/traces
{
	cat "$TESTDATA/examples/incident.jsonl"
} >store/acme/traces/b.jsonl
zstd -q -o store/acme/traces/a.jsonl.zst "$TESTDATA/examples/orders.jsonl"
echo not JSON >store/acme/traces/notes.txt
echo '-- both files, and no other'
esper-trace-replay -q -S store -t acme --archive --which --format jsonl | jq -r .file
echo '-- files that are named win, and standard input'
esper-trace-replay -q -S store -t acme --archive --which --format jsonl "$TESTDATA/examples/orders.jsonl" | wc -l
esper-trace-replay -q -S store -t acme --archive --extract - <store/acme/traces/b.jsonl | cmp - store/acme/traces/b.jsonl
echo '-- extract-traces'
extract-traces -q -S store -t acme --trace-id req_abc123 | cmp - store/acme/traces/b.jsonl
ESPER_STORE=store ESPER_TENANT=acme extract-traces -q --trace-id req_abc123 | cmp - store/acme/traces/b.jsonl
extract-traces -q <store/acme/traces/b.jsonl | cmp - store/acme/traces/b.jsonl
echo '-- what is not there'
esper-trace-replay --archive
echo "status $?"
esper-trace-replay --archive -S store -t other
esper-trace-replay --archive -S nowhere -t acme
mkdir -p store/empty/traces
esper-trace-replay --archive -S store -t empty
ln -s /etc/passwd store/empty/traces/x.jsonl
esper-trace-replay --archive -S store -t empty
echo "status $?"
echo '-- train-ml-model, prela'
train-ml-model -q --success store/acme/traces/b.jsonl --failure=store/acme/traces/a.jsonl.zst --model 'a model' | head -n 1
jq -c '[.trained_on.traces, .held_out.traces]' 'a model'
train-ml-model --success
train-ml-model --failure=
prela show
echo "status $?"
