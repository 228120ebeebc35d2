# --estimate prices the recorded tokens at other models, exactly, and executes nothing.
cd "$TESTDATA" || exit
prela=examples/prela.jsonl
run() {
	echo "\$ $*"
	esper-trace-replay "$@"
	echo "status $?"
}
run --estimate --model gpt-4o,gpt-4o-mini $prela
run --estimate --model gpt-4o --model claude-3-haiku --format jsonl $prela traces/langfuse/api.json
# the recorded models, and a sum of several traces
run --estimate examples/agents.jsonl
# calls whose tokens or prices are not known
run --estimate --format jsonl traces/codex/turns.jsonl traces/messages/mcp.jsonl
run --estimate --model nobody-1 $prela
# no calls to models; no such model
run --estimate examples/incident.jsonl
run --estimate --model , $prela
# a table of one's own
cat >"$OLDPWD/prices.json" <<'END'
{"date": "2026-01-01", "models": {"nobody": {"input": 1000, "output": 0.001}}}
END
run --estimate --model nobody-1 --prices "$OLDPWD/prices.json" --format jsonl $prela 2>&1 |
	sed "s|$OLDPWD|.|"
echo '{"models": {"a": {"input": "1", "output": 1}, "b": {"input": 1, "ouput": 2}}}' \
	>"$OLDPWD/bad.json"
run --estimate --model a --prices "$OLDPWD/bad.json" $prela 2>&1 | sed "s|$OLDPWD|.|"
