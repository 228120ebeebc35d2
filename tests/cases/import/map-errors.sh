# What the field error finds is kept: a text is the message, an object, an array or a number stays an attribute; true and 1 say nothing more.
cat >map.json <<'END'
{ "when": { "has": ["id"] },
  "fields": [
    { "name": "call_id", "selector": { "kind": "RequestField", "path": "id" }, "parser": "String" },
    { "name": "error_message", "selector": { "kind": "RequestField", "path": "e.message" }, "parser": "String" },
    { "name": "error", "selector": { "kind": "RequestField", "path": "e" }, "parser": "String" } ] }
END
cat >rows <<'END'
{"id":"1","e":"boom"}
{"id":"2","e":{"code":5,"message":"boom"}}
{"id":"3","e":{"code":5}}
{"id":"4","e":["boom"]}
{"id":"5","e":7}
{"id":"6","e":true}
{"id":"7","e":1}
{"id":"8","e":{}}
{"id":"9","e":0}
END
esper-trace-replay -q --map map.json --calls rows | tee calls |
	jq -c '[.call_id, .status, .error.message, .attributes]'
esper-trace-replay -q --calls calls | cmp - calls
