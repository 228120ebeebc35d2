# selections from inputs, folders and outputs that fail: each is said, and nothing is left behind
line() {
	printf '{"event_type":"function_entry","timestamp_ns":%s,"function_name":"f","correlation_id":"t%s","parent_correlation_id":null}\n' "$1" "$1"
}
{ line 1; line 2; } >log
run() {
	esper-trace-replay -q "$@"
	echo "status $?"
}
echo 'no folder for a pipe:'
cat log | TMPDIR=none run --calls --name f
cat log | TMPDIR=none run --extract --trace-id t1 2>/dev/null
cat log | TMPDIR=none run --calls | wc -l
echo 'a folder that is full:'
if [ -w /dev/shm ]; then
	cat log | (ulimit -f 0 && TMPDIR=/dev/shm run --extract --name f) 2>&1 | sed 's/^.*: File too large; a/a/'
fi
echo 'outputs:'
run --calls --name f log -o /dev/full
run --extract --name f log -o /dev/full
run --extract log -o log
cmp log - <<END2
$(line 1)
$(line 2)
END2
awk 'BEGIN { for (i = 1; i < 20000; i++) printf "{\"event_type\":\"function_entry\",\"timestamp_ns\":%d,\"function_name\":\"f\",\"correlation_id\":\"t%d\"}\n", i, i }' >many
{ esper-trace-replay -q --extract --name f many; echo $? >status; } | head -n 1
cat status
echo 'cut:'
zstd -q many -o whole.zst
head -c 20000 whole.zst >cut.zst
run --extract --trace-id t3 cut.zst
cat cut.zst | run --extract --trace-id t3
run --extract --trace-id t3 none
run --extract --trace-id t3 none many
mkdir folder
run --extract --trace-id t3 folder
echo 'twice:'
run --calls --trace-id t2 log log
run --extract --trace-id t2 log log
run --calls --trace-id t2 - - <log
cat log | run --calls --trace-id t2 - -
cat log | run --extract --trace-id t2 - log
(read -r _; run --extract --name f) <log
echo 'a long line:'
{ line 1; printf '{"a":"'; head -c 3000000 /dev/zero | tr '\0' x; printf '"}\n'; line 2; } >long
run --max-line 1000000 --extract --trace-id t2 long
{ printf '{"event_type":"function_entry","timestamp_ns":1,"function_name":"f","correlation_id":"long","args":{"a":"'; head -c 60000000 /dev/zero | tr '\0' x; printf '"}}\n'; line 2; } >long
esper-trace-replay -q --extract --correlation-id long long | wc -c
run --extract --trace-id t2 long
