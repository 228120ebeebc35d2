# json_strings: a string that holds an object or an array is that, others stay; the text of an object around one is as spelled; ids and rejects are of the line.
cat >plan.json <<'END2'
{"runtime":{"json_strings":["log","log.inner","properties.EventData","headers","o.log","o.log.in.a","o.then","o.log.in.b","l.1.s"],"envelope":{"observed_at":"time"}},
 "fields":[{"name":"msg","selector":{"kind":"RequestField","path":"log.msg"},"parser":"String"},
  {"name":"log","selector":{"kind":"RequestField","path":"log"},"parser":"String"},
  {"name":"inner","selector":{"kind":"RequestField","path":"log.inner"},"parser":"String"},
  {"name":"a","selector":{"kind":"RequestField","path":"log.inner.a.1"},"parser":"String"},
  {"name":"properties","selector":{"kind":"RequestField","path":"properties"},"parser":"String"},
  {"name":"json","selector":{"kind":"RequestField","path":"properties"},"parser":"Json"},
  {"name":"event","selector":{"kind":"RequestField","path":"Properties.event_data.user"},"parser":"String"},
  {"name":"o","selector":{"kind":"RequestField","path":"o"},"parser":"Json"},
  {"name":"all","selector":{"kind":"RequestField","path":"l.*"},"parser":"Json"},
  {"name":"in","selector":{"kind":"RequestField","path":"o.log.in"},"parser":"Json"},
  {"name":"h","selector":{"kind":"Header","name":"x-one"},"parser":"String"}]}
END2
cat >log <<'END2'
{"log":"{\"msg\":\"hi\",\"inner\":\"{\\\"a\\\":[1, \\\"\\u00e9\\\\n\\\"]}\"}\n","time":"2026-11-20T10:00:00Z"}
{"log":"plain {}","time":1}
{"properties": { "x" : 1 ,"EventData" : " {\"user\" : \"u\"}" , "y":{}},"time":1}
{"properties.EventData":"{\"user\":7}","time":1}
{"log":"{\"msg\":1},\"b\":{}","time":1}
{"log":"[1, 2]","time":1}
{"log":"\t{\n \"msg\" : \"pretty\"\r\n}\n","time":1}
{"log":"{\"msg\":\"a\u0000b\"}","time":1}
{"log":"{\"msg\":\"\\ud800\"}","time":1}
{"log":"{\"msg\":01}","time":1}
{"log":"{}","log":"{\"msg\":\"the last counts\"}","time":1}
{"log":"{\"msg\":1,\"msg\":2}","time":1}
{"log":"\u007b\"msg\":\"escaped\"\u007d","time":1}
{"log":{"inner":"[1,2]"},"time":1}
{"log":"\"{}\"","time":1}
{"log":"","time":1}
{"log":null,"time":1}
{"log":"{\"msg\":\"no time\"}"}
{"time":1,"o":{"log":"{\"in\":{\"a\":\"[1]\",\"b\":\"{\\\"c\\\":[]}\"}}","then":"[2, 3]","last":4}}
{"time":1,"o":{"then":"{}","log":{"in":{"b":"[]","a":"\u005b1]"}}}}
{"time":1,"l":[{"s":"{}"},{"s":"{\"u\": 1}"},"{}",["x"]]}
{"headers":"{\"X-One\":\"a\",\"x-ONE\":\"b\"}","time":1}
END2
esper-encode -p plan.json --rejects rejects log | jq -c .fields
jq -c '[.line, .code, .raw]' rejects

echo "ids are of the line"
esper-encode -q -p plan.json log | head -n 1 | jq -r .event_id
printf 'sha256:%.32s\n' "$(head -n 1 log | tr -d '\n' | sha256sum)"

echo "levels count as in the result: 1,024 at most"
nest() { awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) { a = a "["; e = e "]" } printf "%s%s", a, e }'; }
for n in 1023 1024 1025; do
	printf '{"time":1,"log":"%s"}\n{"time":1,"log":"%s]"}\n' "$(nest $n)" "$(nest $n)"
done >deep
esper-encode -p plan.json --rejects rejects deep | wc -l
jq -c '[.line, .code]' rejects

echo "in documents, and in elements over several lines"
jq . log >pretty
esper-encode -q -p plan.json pretty | jq -c .fields >a
jq -c . log | esper-encode -q -p plan.json | jq -c .fields | cmp - a
