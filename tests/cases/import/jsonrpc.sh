# JSON-RPC of the Model Context Protocol: requests and answers are joined by id and side, also when a later session counts from 0 again; notifications are logs.
f=$TESTDATA/traces/messages/mcp.jsonl
esper-trace-replay --calls "$f" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
esper-trace-replay -q -j1 --calls "$f" | cmp - calls
jq . "$f" | esper-trace-replay -q --calls | cmp - calls
split -l3 "$f" part.
esper-trace-replay -q --calls part.* | cmp - calls
esper-trace-replay -q --extract "$f" | cmp - "$f"
COLUMNS=80 esper-trace-replay -q "$f"
echo '-- with text before it, a line is no JSON'
sed 's/^/server: /' "$f" | head -n 2 | esper-trace-replay --calls
echo "-- status $?"
cat >odd <<'EOF'
{"jsonrpc":"2.0","id":1,"result":null}
{"jsonrpc":"2.0","id":2,"error":"text"}
{"jsonrpc":"2.0","id":3.5,"method":"tools/call","params":[1]}
{"jsonrpc":"2.0","id":{"a":1},"method":"x","params":{"b":"\u00e9"},"more":1}
{"jsonrpc":"2.0","id":4,"method":"sampling/createMessage"}
{"jsonrpc":"2.0","id":4,"result":{"role":"assistant","model":"m","content":[{"type":"text","text":"a"},{"type":"image","data":"x"}]}}
{"jsonrpc":"2.0","id":5,"method":"roots/list"}
{"jsonrpc":"2.0","id":5,"result":{"roots":[]}}
{"jsonrpc":"2.0","id":6,"method":"tools/call","params":{"name":"\u00e9","arguments":"\u00e9"}}
{"jsonrpc":"2.0","id":6,"result":{"isError":true,"content":[]}}
{"jsonrpc":"2.0","method":"m","params":"p"}
{"jsonrpc":"2.0","error":{"code":1}}
{"timestamp":"now","payload":{"jsonrpc":"2.0","method":"n"}}
{"message":{"jsonrpc":"2.0"}}
{"jsonrpc":2,"method":"x"}
{"jsonrpc":"2.0","id":7}
EOF
echo '-- odd ones'
esper-trace-replay --calls odd >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
