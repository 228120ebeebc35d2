# --html is an output beside that of the action; it gets its name when it is complete, and never in the place of an input
cp "$TESTDATA/examples/incident.jsonl" log
try() {
	echo "-- $*"
	esper-trace-replay "$@"
	echo "status $?"
}
try --errors --html page.html log
try --root-cause --html page.html --format jsonl -o out log
jq -r .origin.name out
esper-trace-replay --calls --html page2.html log | jq -r .name
cmp page.html page2.html
try --sessions --html page3.html --trace-id req log 2>/dev/null | tail -n 1
grep -o '<title>.*</title>' page.html page3.html
echo '-- refused'
try --html log log 2>&1
try --html new --rejects new log 2>&1
try --html - log 2>&1
try --html page.html -o out log 2>&1
try --html page.html -n log 2>&1
try --html page.html --extract log 2>&1
try --html page.html --which log 2>&1
echo '-- all or nothing'
echo old >page.html
try --html page.html absent 2>&1
try --html page.html --fail-fast /dev/stdin 2>&1 <<'LOG'
{"trace_id":"t
LOG
try --html /dev/full log 2>&1
try --html absent/page.html log 2>&1
cat page.html
ls -A
echo '-- nothing'
try --html page.html --trace-id nobody log 2>&1
cat page.html
try --html page.html /dev/null 2>&1
grep -o '<h1>.*</h1>' page.html
try --errors --html page.html --status open /dev/stdin 2>&1 <<'LOG'
{"trace_id":"t","call_id":"a","parent_id":null,"name":"main","kind":"function","service":null,"start":"2026-01-01T00:00:00Z","duration_ns":null,"status":"open"}
LOG
grep -o '<h1>.*</h1>' page.html
echo '-- a file that is read is no output, however often its option is given'
for name in one two; do
	esper-trace-replay --calls log >$name
	cat >$name.json <<-JSON
		{"summary":"$name","when":{"has":["$name"]},"fields":[{"name":"call_id","selector":{"kind":"RequestField","path":"$name"},"parser":"String","required":true}]}
	JSON
done
cp one.json kept
for out in --html --output --rejects; do
	esper-trace-replay --map one.json --map two.json --errors $out one.json log
	echo "status $?"
done 2>&1
cmp one.json kept
