# Gemini CLI: documents, lines that change a session, the telemetry file and recorded answers.
cp "$TESTDATA"/traces/gemini/* .
for name in session.json session.jsonl agent-resume-session.responses.jsonl telemetry.log; do
	echo "-- $name"
	esper-trace-replay --calls "$name" | tee calls
	esper-trace-replay -q --calls calls | cmp - calls
	esper-trace-replay -q --calls -j 5 "$name" | cmp - calls
	zstd -qc "$name" | esper-trace-replay -q --calls | cmp - calls
	jq -c . "$name" | esper-trace-replay -q --calls | cmp - calls
	jq . "$name" | esper-trace-replay -q --calls | cmp - calls
	esper-trace-replay -q --extract "$name" | cmp - "$name"
done
echo '-- tokens of the lines: each message counts once, whichever was taken back'
jq -s '[.[] | select(.type == "gemini")] | group_by(.id) | map(last.tokens.input) | add' \
	"session.jsonl"
esper-trace-replay -q --calls "session.jsonl" | jq -s '[.[].llm.usage.input_tokens // 0] | add'
echo '-- a document that was made into lines, beside itself'
jq -c 'del(.messages), .messages[]' "session.json" >lines
esper-trace-replay -q --calls "session.json" >calls
esper-trace-replay -q --calls lines "session.json" | cmp - calls
esper-trace-replay -q --calls "session.json" lines lines | cmp - calls
echo '-- the session and its telemetry on one timeline'
esper-trace-replay -q "session.json" "telemetry.log"
echo '-- what a selection extracts'
esper-trace-replay -q --extract --name draw "session.jsonl" "session.json" | cmp - "session.jsonl"
