# --suggest finds addresses in arrays, the values of {name,value} arrays, and arrays of one string.
plan() {
	esper-encode --suggest log >plan.json && esper-encode --check plan.json >/dev/null &&
		jq -c '.fields[] | [.name, .parser, .selector.path]' plan.json && esper-encode -p plan.json log | jq -c .fields
}
echo "addresses, by index, also in objects"
cat >log <<'END'
{"time":"2026-11-20T10:00:00Z","sourceIPs":["192.0.2.1","198.51.100.1"],"chain":[{"hop":1,"ip":"2001:db8::1"}],"tags":["a","b"]}
{"time":"2026-11-20T10:00:01Z","sourceIPs":["192.0.2.2"],"chain":[{"hop":2,"ip":"2001:db8::2"}],"tags":["c"]}
{"time":"2026-11-20T10:00:02Z","sourceIPs":[],"chain":[],"tags":[]}
END
plan
echo "names and values"
cat >log <<'END'
{"time":"2026-11-20T10:00:00Z","p":[{"name":"user","value":"alice"},{"name":"user","value":"second"},{"name":"same","value":1},{"name":"a.b","value":true}],"q":{"Data":[{"@Name":"Image","#text":"a.exe"},{"@Name":"Pid","#text":"7"}]}}
{"time":"2026-11-20T10:00:01Z","p":[{"name":"same","value":1},{"name":"user","value":"bob"},{"name":"odd]","value":2},{"name":"a.b","value":false}],"q":{"Data":[{"@Name":"Image","#text":"b.exe"},{"@Name":"Pid","#text":"8"}]}}
END
plan
echo "one string"
cat >log <<'END'
{"time":"2026-11-20T10:00:00Z","headers":{"User-Agent":["curl/8"],"Accept":["*/*","text/html"]}}
{"time":"2026-11-20T10:00:01Z","headers":{"User-Agent":["wget/1"],"Accept":["*/*"]}}
END
plan
