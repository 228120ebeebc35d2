# --find: every place of a value in order, at the positions of the timeline; numbers by value, texts whole or as a word, objects by their members
export LC_ALL=C.UTF-8
cat >calls <<'EOD'
{"trace_id":"t1","call_id":"a","parent_id":null,"name":"checkout","kind":"function","service":"web","start":"2026-11-20T10:00:00Z","duration_ns":9000,"status":"error","error":{"type":"Denied","message":"customer 4711 is blocked","where":"pay.py:9"},"input":{"customer":{"id":4711,"tags":["4711",{"x":[4711.0]}]},"4711":"key only"},"output":{"ok":false},"attributes":{"http.url":"/customers/4711?x=47110","session":"s4711"},"events":[{"at":"2026-11-20T10:00:00.000001Z","type":"variable","name":"who","value":{"id":"4711"}},{"at":"2026-11-20T10:00:00.000002Z","type":"variable","name":"count","value":4711,"attributes":{"by":"4711"}},{"at":"2026-11-20T10:00:00.000003Z","type":"log","message":"cart of 4711","level":"info","attributes":{"user":4711}},{"at":"2026-11-20T10:00:00.000004Z","type":"branch","condition":"id == 4711","taken":true,"attributes":{"id":4711}},{"at":"2026-11-20T10:00:00.000007Z","type":"error","error_type":"Denied","message":"customer 4711 is blocked","where":"pay.py:9","attributes":{"code":[4711]}}]}
{"trace_id":"t1","call_id":"b","parent_id":"a","name":"charge","kind":"http","service":null,"start":"2026-11-20T10:00:00.000005Z","duration_ns":1000,"status":"error","error":{"type":"Http4711","message":"{\"id\":4711}","where":null},"input":"{\"id\": 4711, \"n\": 0.4711}","output":[1,"4711"]}
{"trace_id":"t2","call_id":"c","parent_id":null,"name":"ask","kind":"llm","service":null,"start":"2026-11-20T10:00:01Z","duration_ns":null,"status":"open","input":{"messages":[{"role":"user","content":"Who is 4711?"}]},"output":4711,"llm":{"model":"model 4711","vendor":null,"usage":null,"cost_usd":null},"notes":["no_exit"]}
EOD
short='"\(.position) \(.trace_id) \(.call_id) \(.name) \(.role) \(.path) \(.whole)"'
esper-trace-replay --calls calls | cmp - calls
echo '-- every role, in order'
esper-trace-replay -q --find 4711 --format jsonl calls | tee found | jq -r "$short"
head -n 1 found
echo '-- the positions are those of the timeline'
esper-trace-replay -q --format jsonl calls | jq -c '[.position, .call_id]' >positions
jq -c '[.position, .call_id]' found | uniq | grep -vxF -f positions
echo '-- only texts; a word; a number in another spelling; a literal; an object, an array; a text with blanks; nested'
for value in '"4711"' Denied 4711.0 false '{"id":"4711"}' '{ "id" : 4711, "tags" : ["4711", {"x":[4711]}] }' '[4711]' 'is blocked' 'Who is 4711?' pay.py:9 0.4711 ''; do
	echo "= $value"
	esper-trace-replay -q --find "$value" --format jsonl calls | jq -r "$short"
done
echo '-- for people'
esper-trace-replay -q --find 4711 calls
LC_ALL=C COLUMNS=44 esper-trace-replay -q --find 4711 calls
esper-trace-replay -q --find=4711 --color=always calls | cmp -s - found || esper-trace-replay -q --find 4711 --color=always calls | head -n 3 | cat -v
echo '-- of a selection, which has its own positions; and the root that --under makes'
esper-trace-replay -q --find 4711 --format jsonl --trace-id t2 calls | jq -r "$short"
esper-trace-replay -q --find 4711 --format jsonl --under charge calls | jq -r "$short"
echo '-- the same from a pipe, as zstd, with any number of threads'
zstd -q -o c.zst calls
cat calls | esper-trace-replay -q -j 1 --find 4711 --format json | cmp - found
esper-trace-replay -q -j 3 --find 4711 --format jsonl c.zst | cmp - found
echo '-- nothing'
esper-trace-replay --find 471 calls
echo "status $?"
esper-trace-replay --find 471 --format jsonl calls
echo "status $?"
esper-trace-replay --find "$(printf 'a\033b')" calls
echo "status $?"
esper-trace-replay --find 4711 --name nobody calls
echo "status $?"
esper-trace-replay --find 4711 </dev/null
echo "status $?"
echo '-- bad lines, and a full disk'
{
	cat calls
	echo '{"broken'
} | esper-trace-replay --find Denied --format jsonl | jq -r "$short"
exec 2>&1
esper-trace-replay --find 4711 calls >/dev/full
echo "full: $?"
for wrong in --find '--find 1 --calls' '--find 1 --history x' '--find 1 --depth 1'; do
	# shellcheck disable=SC2086 # several words
	esper-trace-replay $wrong </dev/null
	echo "$wrong: $?"
done
