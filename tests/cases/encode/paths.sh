# Paths into arrays, several paths for one value, and request lines: each finds what the manual says, and nothing else.
cat >plan.json <<'END'
{"runtime":{"envelope":{"observed_at":["a.time",{"path":"b","normalizers":["Trim"]}],"event_id":["no_id","id"],"request_line":"req"}},
 "fields":[
  {"name":"method","selector":{"kind":"Method"},"parser":"String"},
  {"name":"path","selector":{"kind":"Path"},"parser":"String"},
  {"name":"x","selector":{"kind":"QueryParam","name":"x"},"parser":"String"},
  {"name":"user","selector":{"kind":"RequestField","path":"params[name=user.name].value"},"parser":"String"},
  {"name":"second","selector":{"kind":"RequestField","path":"params[id=2].value"},"parser":"Json"},
  {"name":"all","selector":{"kind":"RequestField","path":"items.*.tags.*.k"},"parser":"Json"},
  {"name":"mail","selector":{"kind":"RequestField","path":"items.*.EMail"},"parser":"Json"},
  {"name":"nth","selector":{"kind":"RequestField","path":"items.*.tags.1.k"},"parser":"Json"},
  {"name":"either","selector":{"kind":"RequestField","path":["none","other.x"]},"parser":"String"}]}
END
cat >log <<'END'
{"a":{"time":"2026-11-20T10:00:00Z"},"id":"e-1","req":"GET /p?x=1 HTTP/1.1","method":"no","path":"/no","query":{"x":"no"},"params":[7,{"name":"id","value":1},{"name":"user.name","value":"bob"},{"name":"user.name","value":"eve"}]}
{"b":" 2026-11-20T10:00:01Z ","id":"e-2","none":"first","req":"-","path":"/no","url":"/no?x=2","params":[{"id":1,"value":1},{"id":2,"value":{"a": [1, 2]}}]}
{"a":{"time":null},"b":"2026-11-20T10:00:02Z","id":"e-3","items":[{"tags":[{"k":1},{"k":null},{"k":"t\"wo"}]},{"tags":[{"k":{"a": 1}},{"k":3}],"e_mail":"x"},5,null]}
{"b":"2026-11-20T10:00:03Z","id":"e-4","items":[],"none":"","other":{"x":"y"}}
{"b":"2026-11-20T10:00:04Z","id":"e-5","items.0":{"e-mail":"no"},"none":null,"other.x":"z","params":{"name":"user.name","value":"no"}}
END
for request in 'POST /a?b' 'GET  /a HTTP/1.1' 'GET /a b HTTP/1.1' 'GET /a HTTP/' 'GET /a FTP/1.1' ' /a' 'GET' 'G(T /a HTTP/1.0' '*-X+! https://h/p?x=3 HTTP/2'; do
	echo "{\"b\":0,\"id\":\"r\",\"req\":\"$request\"}"
done >>log
esper-encode -q -p plan.json log | jq -c '[.event_id, .fields]'
esper-encode -q -p plan.json log >one
jq -s . log >document && esper-encode -q -p plan.json document | cmp - one && echo "a document: the same"

echo "== duplicate keys, keys with dots, arrays in arrays, and ids that normalizers have made"
cat >plan.json <<'END'
{"runtime":{"json_strings":["items.1.s"],"envelope":{"observed_at":["no","t"],"event_id":{"path":"id","normalizers":["Trim"]},"headers":"heads.*"}},
 "fields":[
  {"name":"last","selector":{"kind":"RequestField","path":"items.*.k"},"parser":"Json"},
  {"name":"below","selector":{"kind":"RequestField","path":"items.*.b.c"},"parser":"Json"},
  {"name":"dotted","selector":{"kind":"RequestField","path":"params[user.name=v].value"},"parser":"Json"},
  {"name":"inner","selector":{"kind":"RequestField","path":"rows.*[n=1].v"},"parser":"Json"},
  {"name":"spelled","selector":{"kind":"RequestField","path":"items.*"},"parser":"Json"},
  {"name":"unwrapped","selector":{"kind":"RequestField","path":"items.*.s.x"},"parser":"Json"},
  {"name":"agent","selector":{"kind":"Header","name":"User-Agent"},"parser":"String"}]}
END
cat >log <<'END'
{"t":0,"id":" \"a\\ ","items":[{"k":1,"k":2},{"k":3,"K":4, "s":"{\"x\": \"\\u0041\"}"},{"b":{"c":1},"b":{}}],"params":[{"user.name":"u","value":1},{"user":{"name":"v"},"value":2}],"rows":[[{"n":1,"v":5}],{"n":1,"v":6}],"heads":[{"name":"user-agent","value":"curl"}]}
END
esper-encode -p plan.json log
echo '{"rules":[]}' >rules.json
esper-encode -q -p plan.json log | esper-decide -r rules.json >decisions
esper-replay -q --type DecisionOnly -p plan.json -r rules.json --report report log | cmp - decisions && jq -c .fields report

echo "== messages name every path"
echo '{"observed_at":0}' | esper-encode -p plan.json
echo '{"runtime":{"envelope":{"observed_at":"t"}},"fields":[{"name":"x","selector":{"kind":"RequestField","path":["a","b.*.c","d[e=f]"]},"parser":"Json"}]}' >plan.json
echo '{"t":0}' | esper-encode -p plan.json
