# What an input begins with tells whether it is a document: [ before { or ], an object that ends on a later line, or another value behind it on its line. All else is lines.
echo '{"fields":[{"name":"a","selector":{"kind":"RequestField","path":"a"},"parser":"Json"}]}' >plan.json
try() {
	printf '%s\n' "== $1"
	printf "$1" | esper-encode -p plan.json --rejects rejects 2>err | jq -c .fields.a
	sed 's/^esper-encode: //' err
}
e='{"observed_at":1,"a":1}' f='{"observed_at":1,"a":2}'
try "[$e,$f]"
try " \n[\n\n$e\n,$f]\n"
try '[ \t]'
try "[1,$e]"
try "[[$e]]"
try "[\"x\",\n$e]"
try '{"observed_at":1,\n"a":1}'
try "{\"observed_at\":1,\"a\":1\n}\n$f"
try "$e$f"
try "$e \t$f\n$e$f"
try "${e}[$f]"
try "$e {"
try "$e ["
# lines
try "$e\n$f"
try "$e\n$f$e\n$e"
try "$e 1\n$f"
try "$e,$f\n$f"
try "{\"observed_at\":1,\"a\":\n$e\n$f"
try "{\"observed_at\":1,\"a\":{\"b\":1,\n$e\n$f"
try "{\"observed_at\":1,\"a\":\"\n$e\n$f"
try "{\"observed_at\":1,\"a\":tru\n}\n$f"
