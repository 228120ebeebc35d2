# a command answers recorded calls of a tool: its input on stdin, its output or exit status
adapters=$TESTDATA/../scripts/adapters
cat >trace.jsonl <<'END'
{"trace_id":"t1","call_id":"c1","parent_id":null,"name":"count_words","kind":"tool","service":null,"start":"2026-11-20T10:00:00Z","duration_ns":1000,"status":"ok","input":{"text":"it's \"quoted\" and $HOME"},"output":{"words":4}}
END
for command in 'jq -c "{words: (.text | split(\" \") | length)}"' 'wc -l' false 'echo null' 'echo false'; do
	esper-trace-replay -q --format jsonl --exec "kind:tool=sh $adapters/tool.sh $command" trace.jsonl 2>/dev/null |
		jq -c '.spans[] | [.verdict, .output, .error]'
done
