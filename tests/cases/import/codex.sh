# Codex: rollouts become a trace a session, with turns, calls to the model and tools; tokens are counted once over repeated notices, copies, forks and subagents, in any order of the files.
cp "$TESTDATA"/traces/codex/*.jsonl .
for name in rollout-synthetic turns subagent fork exec; do
	echo "-- $name"
	esper-trace-replay --calls "$name.jsonl" | tee calls
	esper-trace-replay -q --calls calls | cmp - calls
	esper-trace-replay -q --calls -j 5 "$name.jsonl" | cmp - calls
	zstd -qc "$name.jsonl" | esper-trace-replay -q --calls | cmp - calls
	jq . "$name.jsonl" | esper-trace-replay -q --calls >pretty
	jq -c . "$name.jsonl" | esper-trace-replay -q --calls | cmp - pretty
	esper-trace-replay -q --extract "$name.jsonl" | cmp - "$name.jsonl"
done
echo '-- a torn line, and a fork that has nothing but the tokens of another session'
esper-trace-replay --calls "replay-multisecond-modern.jsonl"
echo "status $?"

# tokens FILE...: the sum over all calls, and that of the files themselves, where each total of a
# session counts once and what a fork copied does not
tokens() {
	esper-trace-replay -q --calls "$@" | jq -s '[.[].llm.usage.input_tokens // 0] | add'
}
echo '-- tokens'
jq -s '[.[] | select(.payload.type == "token_count" and .payload.info) | .payload.info] |
	unique_by(.total_token_usage.total_tokens, .last_token_usage.input_tokens) |
	map(.last_token_usage.input_tokens) | add' "turns.jsonl" "subagent.jsonl" "fork.jsonl"
tokens "turns.jsonl" "subagent.jsonl" "fork.jsonl"
tokens "fork.jsonl" "turns.jsonl" "subagent.jsonl" "turns.jsonl"
head -n 30 "turns.jsonl" >cut
tokens cut "turns.jsonl" "subagent.jsonl" "fork.jsonl"
cat "fork.jsonl" "turns.jsonl" "turns.jsonl" "subagent.jsonl" >all
tokens all
esper-trace-replay -q --calls "turns.jsonl" "subagent.jsonl" "fork.jsonl" >calls
esper-trace-replay -q --calls "fork.jsonl" cut "subagent.jsonl" "turns.jsonl" | cmp - calls
esper-trace-replay -q --calls all | cmp - calls

echo '-- the subagent is below the tool call that began it'
esper-trace-replay -q "turns.jsonl" "subagent.jsonl" | head -n 24
echo '-- what a selection extracts'
esper-trace-replay -q --extract --trace-id aaaaaaaa-0003 all | cmp - "fork.jsonl"
esper-trace-replay -q --extract --pattern 'Nothing is left' all | cmp - "fork.jsonl"
esper-trace-replay -q --extract --name spawn_agent all | wc -l

echo '-- what codex exec prints of a session whose rollout is there, too'
sed 's/-0004-/-0001-/; s/000000000004/000000000001/' "exec.jsonl" >same
tokens same
tokens same "turns.jsonl"
tokens "turns.jsonl" same
tokens "turns.jsonl"
