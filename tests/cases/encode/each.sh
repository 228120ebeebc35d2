# each: the elements of arrays are the events, in lines as in documents; a record without such an array is an event; line, raw and id are the element's own.
cat >plan.json <<'END2'
{"runtime":{"each":["Records","message.detail.items","groups.*.logs"],"json_strings":["message"],"envelope":{"observed_at":"t"}},
 "fields":[{"name":"v","selector":{"kind":"RequestField","path":"v"},"parser":"String"},
  {"name":"m","selector":{"kind":"RequestField","path":"message.x"},"parser":"String"}]}
END2
cat >log <<'END2'
{"Records":[{"t":1,"v":1}, {"t": 2 ,"v":"two"},null,{"v":3},"s",[{"t":4}]]}
{"t":5,"v":"alone"}
{"Records":[]}

{"records":{"t":6},"t":6,"v":"no array"}
{"Records":null,"t":7,"v":"null"}
{"side":[1,{"Records":[8]}],"groups":[{"r":1,"logs":[{"t":8,"v":"a"},{"t":9,"message":"{\"x\":\"y\"}"}]},{"none":0},3,{"logs":[]},{"logs":[{"t":10}]}]}
{"groups":[{"none":0}],"t":11,"v":"none on the way"}
{"message":"{\"detail\":{\"items\":[{\"t\":12,\"v\":\"in a string\"},{\"v\":\"rejected\"}]}}","t":99}
{"message":"{\"detail\":{\"items\":[{\"v\":\"another that is rejected, and longer\"}]}}"}
{"message.detail":{"Items":[{"t":13,"v":"flat, and by its normal name"}]}}
{"Records":[{"t":14}],"message":{"detail":{"items":[{"t":15}]}}}
{"Records":[{"t":16,"Records":[{"t":17}]}]}
[{"Records":[{"t":18}]}]
{"Records":[{"t":19}],"bad":tru}
{"Records":[{"t":20,"message":"not JSON"}]}
END2
esper-encode -p plan.json --rejects rejects --stats=stats log >out
echo "exit $?"
jq -c '[.observed_at, .fields]' out
jq -c '[.line, .code, .raw]' rejects
jq -c '[.events_in, .events_out, .events_rejected]' stats

echo "ids are of the elements, as spelled"
sed -n 2p out | jq -r .event_id
printf 'sha256:%.32s\n' "$(printf '{"t": 2 ,"v":"two"}' | sha256sum)"

echo "the same records as a document, on few lines or many"
grep -v '^\[\|tru\|^$' log >good
esper-encode -q -p plan.json good >want
{ printf '['; sed '$!s/$/,/' good; printf ']'; } >array
sed 's/$/ {}/; s/^ {}$//' good | sed 's/ {}$//' | tr '\n' ' ' >row
for j in 1 3; do
	esper-encode -q -p plan.json -j $j array | cmp - want
	esper-encode -q -p plan.json -j $j row | cmp - want
	esper-encode -q -p plan.json -j $j good | cmp - want
done
dd if=array bs=11 2>/dev/null | esper-encode -q -p plan.json | cmp - want
jq . good >pretty
esper-encode -q -p plan.json pretty | jq -c .fields >got
jq -c .fields want | cmp - got
esper-encode -p plan.json pretty --rejects rejects >out2 2>err
jq -c '[.line, .code, .raw]' rejects
cat err

echo "a file of one line, without a newline, plain and zstd; and one over the limit"
awk 'BEGIN { printf "{\"Records\":["; for (i = 0; i < 20000; i++) printf "%s{\"t\":%d,\"v\":\"%d\"}", i ? "," : "", i, i; printf "]}" }' >one
esper-encode -p plan.json one | wc -l
zstd -q one
esper-encode -p plan.json one.zst | tail -n 1 | jq -c .fields
esper-encode -p plan.json --max-line 1000 one | wc -l
esper-encode -p plan.json --max-line 1000 one.zst | cksum
esper-encode -p plan.json one | cksum
printf '{"Records":[{"t":1},{"t":2,"v":"%01000d"},{"t":3}],"t":4}\n{"t":5}' 0 | esper-encode -p plan.json --max-line 500 2>&1 | cut -c 1-130

echo "nothing but an empty array, as a line and as a document"
for text in '{"Records":[]}' '{"Records":[\n]}' '[{"Records":[]}]' '{"side":1,"Records":[]}\n'; do
	# shellcheck disable=SC2059
	printf "$text" | esper-encode -p plan.json --stats
done 2>&1 | jq -c '[.events_in, .events_out, .events_rejected]'

echo "a limit within a document, and what ends one"
printf '{"Records":[{"t":1},\n{"t":2,"v":"%0100d"},\n{"t":3}]}' 0 >limit
esper-encode -p plan.json --max-line 90 --rejects rejects limit | jq -c .observed_at
jq -c '[.line, .code, .bytes]' rejects
printf '{\n"Records":[{"t":1},{"t":2},\n{"t":3}},{"t":4}]}' | esper-encode -p plan.json | jq -c .observed_at
printf '{\n"Records":[{"t":1}],"side":nul}\n{"t":2}' | esper-encode -p plan.json | jq -c .observed_at
printf '{\n"Records":[{"t":1},{"t":2}' | esper-encode -p plan.json | jq -c .observed_at
