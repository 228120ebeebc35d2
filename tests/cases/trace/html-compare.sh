# --html with --compare and --variant-key is the page of the comparison: verdict, metrics, gates, first difference, names, services
before=$TESTDATA/examples/before.jsonl after=$TESTDATA/examples/after.jsonl
heading() {
	grep -o '<h1.*</h1>' "$1"
	sed -n 's/.*<p class="subject">\(.*\)<\/p>/\1/p' "$1"
}
text() { # text FILE SECTION: what it says without markup
	sed -n "/<section id=\"$2\"/,/<\\/section>\|<noscript>/p" "$1" | sed 's/<noscript>.*//; s/<svg.*<\/svg>//; s/<[^>]*>/ /g; s/&quot;/"/g; s/  */ /g; s/^ //; s/ $//' | grep .
}
esper-trace-replay -q --compare --fail-on 'mean>+5%' --fail-on 'p95>+5%' --html page.html "$before" "$after" >/dev/null 2>&1
echo "status $?"
heading page.html
grep -o '<title>.*</title>' page.html
for section in metrics gates difference names services; do
	echo "-- $section"
	text page.html $section
done
echo '-- the same bytes, whatever else is printed'
esper-trace-replay -q --compare --fail-on 'mean>+5%' --fail-on 'p95>+5%' --html page2.html --format jsonl -o out "$before" "$after" 2>/dev/null
cmp page.html page2.html
jq -r .winner out
esper-trace-replay -q --compare --fail-on 'mean>+5%' --fail-on 'p95>+5%' --export folded --html page3.html -o out "$before" "$after" 2>/dev/null
cmp page.html page3.html
head -n 1 out
echo '-- no pairs, few traces, variants, and no value that is replaced'
cat >log <<'LOG'
{"trace_id":"1","call_id":"1","parent_id":null,"name":"root","kind":"function","service":"<b>web","start":"2026-01-01T00:00:00Z","duration_ns":1000,"status":"ok","input":{"user":"zoe@example.com","password":"s3cret-pass"}}
{"trace_id":"2","call_id":"2","parent_id":null,"name":"root","kind":"function","service":null,"start":"2026-01-01T00:00:01Z","duration_ns":2000,"status":"ok","input":{"user":"abe@example.com","password":"another-1"}}
LOG
esper-trace-replay -q --redact --variant-key user --html page.html log >/dev/null
heading page.html
text page.html difference | sed 's/[0-9a-f]\{16\}/H/g'
text page.html services
grep -cE 'zoe@|abe@|s3cret|another-1' page.html
echo '-- nothing to compare leaves the page as it was'
echo old >page.html
esper-trace-replay --compare --html page.html log /dev/null
echo "status $?"
esper-trace-replay --variant-key nothing --html page.html log
echo "status $?"
esper-trace-replay --compare --name nobody --html page.html log log
echo "status $?"
cat page.html
echo '-- refused'
cp log other
for file in log other; do
	esper-trace-replay --compare --html $file log other
	echo "status $?"
done
esper-trace-replay --compare --html - log other
echo "status $?"
cmp log other
