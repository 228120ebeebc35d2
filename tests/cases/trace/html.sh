# --html writes one page: text that no name can turn into markup, the same bytes every time, beside what the action prints, all or nothing
cat >log <<'LOG'
{"trace_id":"t1","call_id":"a","parent_id":null,"name":"main","kind":"function","service":"web","start":"2026-01-01T00:00:00Z","duration_ns":1000000000,"status":"error","error":{"type":"E</title><script>alert(1)</script>","message":"<!-- & \"quoted\" 'x' \u2028 \u202e \u001b[31m","where":null},"input":{"</script>":"]]><b>"}}
{"trace_id":"t1","call_id":"b<i>","parent_id":"a","name":"<script>alert(2)</script>","kind":"llm","service":"<svg onload=x>","start":"2026-01-01T00:00:00.250Z","duration_ns":500000000,"status":"ok","output":"<!--<script>","llm":{"model":"m<x>","vendor":null,"usage":{"input_tokens":5},"cost_usd":0.5},"events":[{"at":"2026-01-01T00:00:00.5Z","type":"log","message":"</script\u0000>","level":"<b>"}]}
{"trace_id":"t2","call_id":"c","parent_id":null,"name":"main","kind":"function","service":"web","start":"2026-01-01T00:00:05Z","duration_ns":300000000,"status":"ok"}
LOG
page() {
	esper-trace-replay --html "$@"
	echo "status $?"
}
echo '-- alone, it prints nothing else'
page page.html log
echo '-- tags of the page are its own: each is one of these, and scripts are those of the page'
grep -oE '</?[a-zA-Z!][^ >]*' page.html | sort | uniq -c | awk '{ print $2 }' | grep -vE '^</?(html|head|meta|title|style|body|header|a|nav|button|main|section|h[1-4]|p|dl|dt|dd|div|pre|strong|span|table|thead|tbody|tr|th|td|time|svg|rect|noscript|label|select|input|output|canvas|aside|dialog|kbd|script|code|!DOCTYPE)$'
grep -o '<script[^>]*>' page.html
grep -c '</script>' page.html
echo '-- nothing is fetched'
grep -cE '(src|href)="?(https?:)?//|@import|url\(|innerHTML|eval\(|new Function|document\.write' page.html
grep -oE "default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'sha256-[^']*'; style-src 'sha256-[^']*'" page.html |
	sed 's/sha256-[^'"'"']*/sha256-H/g'
echo '-- the hashes are right'
for element in script style; do
	sed -n "/^<$element>/,/^<\/$element>/p; s/.*\(<$element>.*\)<\/$element>/\1/p" page.html >element
	sed "1s/^<$element>//; s/<\/$element>\$//" element | sed '$d' >text
	octal=$(sha256sum <text | awk '{
		for (i = 1; i < 64; i += 2)
			printf("\\\\%03o", 16 * (index(hex, substr($1, i, 1)) - 1) + index(hex, substr($1, i + 1, 1)) - 1)
	}' hex=0123456789abcdef)
	# shellcheck disable=SC2059 # it is made of escapes
	grep -q "sha256-$(printf "$octal" | base64)" page.html && echo "$element"
done
echo '-- what it says without a script'
sed -n '/<section id="summary"/,/<section id="timeline"/p; /<section id="names"/,/<\/main>/p' page.html | sed 's/<[^>]*>/ /g' | grep -v '^ *$'
echo '-- the calls, as data'
sed -n '/id="data">/,/<\/script>/p' page.html | sed 's/^<script[^>]*>//; s/<\/script>$//' | jq -c 'to_entries[]'
echo '-- their details are JSON, a line for each call'
sed -n '/id="details"/,/^<\/script>/p' page.html | sed 's/^<script[^>]*>//; /^<\/script>/d' | jq -c .
echo '-- the same bytes, whatever the form of the input'
esper-trace-replay -q --html page2.html -j 1 log
cmp page2.html page.html
zstd -q -o log.zst log
esper-trace-replay -q --html page3.html.zst log.zst
zstd -dc page3.html.zst | sed 's/log[.]zst/log/' | cmp - page.html
esper-trace-replay -q --calls log | esper-trace-replay --html page4.html
sed 's/standard input/log/' page4.html | cmp - page.html
