# --redact holds for the page: no value that is replaced is anywhere in it, not even in what it says of the selection
cat >log-of-ann@example.com <<'LOG'
{"trace_id":"t1","call_id":"a","parent_id":null,"name":"order for bob@example.org","kind":"function","service":"10.1.2.3","start":"2026-01-01T00:00:00Z","duration_ns":1000000000,"status":"error","error":{"type":"Denied","message":"hunter2 is wrong for ann@example.com","where":null},"input":{"email":"ann@example.com","password":"hunter2","note":"{\"to\":\"ann@example.com\"}"},"attributes":{"api_key":"k1-secret"},"events":[{"at":"2026-01-01T00:00:00.5Z","type":"variable","name":"session_cookie","value":"chocolate"}]}
LOG
printf key >key
esper-trace-replay --redact --redact-key key --check --html page.html --where email=ann@example.com log-of-ann@example.com
echo "status $?"
grep -ciE 'ann@|bob@|hunter2|k1-secret|chocolate|10\.1\.2\.3' page.html
esper-trace-replay -q --redact --redact-key key --calls log-of-ann@example.com | jq -r '.input.email, .service' | while read -r pseudonym; do
	grep -c "$pseudonym" page.html
done
grep -o '<dt>Selected</dt><dd>[^<]*' page.html | sed 's/[0-9a-f]\{6,\}/H/g'
