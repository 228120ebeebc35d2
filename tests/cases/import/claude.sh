# Sessions of Claude Code: transcripts with agents, forks, resumed and compacted sessions, lines of 2024, and streams; usage is counted once over lines and files.
made=$TESTDATA/traces/claude-made
real=$TESTDATA/traces/claude-code
calls() {
	esper-trace-replay --calls "$@" 2>said
	cat said
}
echo '-- transcripts of others'
calls "$real/representative_messages.jsonl"
calls "$real/edge_cases.jsonl" | sed "s|$TESTDATA|TESTDATA|"
echo '-- a session and its agent'
calls "$made/session.jsonl" "$made/agent-a1f3c9d2.jsonl"
echo '-- as a timeline'
esper-trace-replay -q --format text "$made/session.jsonl" "$made/agent-a1f3c9d2.jsonl"
echo '-- lines of 2024'
calls "$made/old.jsonl"
echo '-- a stream'
calls "$made/stream.jsonl"
echo '-- usage is counted once: with a fork, with a resumed session, and in any order'
tokens() {
	esper-trace-replay -q --calls "$@" | jq -s -c '[.[] | select(.llm) | .llm.usage // {}] |
		[length, (map(.input_tokens // 0) | add), (map(.output_tokens // 0) | add)]'
}
cd "$made" || exit
tokens session.jsonl agent-a1f3c9d2.jsonl
tokens session.jsonl agent-a1f3c9d2.jsonl fork.jsonl
tokens fork.jsonl session.jsonl agent-a1f3c9d2.jsonl
tokens session.jsonl agent-a1f3c9d2.jsonl resumed.jsonl
tokens resumed.jsonl session.jsonl agent-a1f3c9d2.jsonl fork.jsonl session.jsonl
cd - >/dev/null || exit
esper-trace-replay -q --calls "$made/session.jsonl" "$made/fork.jsonl" |
	jq -c 'select(.attributes.copy_of) | [.trace_id, .call_id, .llm.usage, .attributes.copy_of]'
esper-trace-replay --sessions "$made/session.jsonl" "$made/fork.jsonl" 2>&1 >sessions | grep 'earlier session'
esper-trace-replay --sessions "$made/session.jsonl" 2>&1 >sessions | grep 'earlier session'
echo '-- a resumed session is one trace'
calls "$made/session.jsonl" "$made/resumed.jsonl" | tail -n 5
echo '-- the same in every way'
set -- "$made/session.jsonl" "$made/agent-a1f3c9d2.jsonl" "$made/fork.jsonl" "$made/resumed.jsonl" \
	"$made/old.jsonl" "$made/stream.jsonl" "$real/edge_cases.jsonl" "$real/representative_messages.jsonl"
esper-trace-replay -q --calls "$@" >expected
esper-trace-replay -q --calls expected | cmp - expected && echo 'the same again'
esper-trace-replay -q -j 1 --calls "$@" | cmp - expected && echo 'one thread'
sed -s -e '$a\' "$@" >lines
jq . lines >pretty
jq -s . lines >array
split -l 7 lines part.
zstd -q lines
for f in pretty array lines.zst; do
	esper-trace-replay -q --calls $f | cmp - expected && echo $f
done
esper-trace-replay -q --calls part.* | cmp - expected && echo 'other files'
esper-trace-replay -q --extract "$@" >extract
# the last line of a file may have no end
sed '$a\' extract >ended
for file; do sed '$a\' "$file"; done | cmp - ended && echo 'the input'
for what in '--trace-id 5b0c' '--pattern Grep' '--name Explore' '--error'; do
	# shellcheck disable=SC2086 # two words
	esper-trace-replay -q --calls $what "$@" >some
	# shellcheck disable=SC2086
	esper-trace-replay -q --extract $what "$@" >extract
	esper-trace-replay -q --calls extract | cmp - some &&
		echo "$what: $(wc -l <some) calls of $(wc -l <extract) lines"
done
sed -n 3p "$made/fork.jsonl" | esper-trace-replay -q --calls --traces-of - "$@" | jq -r .trace_id | sort -u
