# --sessions: a line per trace, and sums by day, model, service and project; exact, also against a count by jq; for people in any width
agents=$TESTDATA/examples/agents.jsonl
export LC_ALL=C.UTF-8
echo '-- JSON'
esper-trace-replay --sessions --format jsonl "$agents" | tee sessions
for by in day model service project; do
	esper-trace-replay --by $by --format jsonl "$agents"
	esper-trace-replay --sessions --by $by --format json "$agents" >again
	esper-trace-replay --by $by --format jsonl "$agents" | cmp - again
done
echo '-- tables'
for columns in 40 80 120 200; do
	COLUMNS=$columns esper-trace-replay --sessions "$agents"
done
LC_ALL=C COLUMNS=44 esper-trace-replay --by project "$agents"
for by in day model service project; do
	esper-trace-replay --by $by "$agents"
done
echo '-- the same from a pipe, as zstd, in parts, with any number of threads'
zstd -q -o a.zst "$agents"
split -l 4 "$agents" part.
for j in 1 3; do
	cat "$agents" | esper-trace-replay -j $j --sessions --format jsonl | cmp - sessions
	esper-trace-replay -j $j --sessions --format jsonl a.zst | cmp - sessions
	esper-trace-replay -j $j --sessions --format jsonl part.* | cmp - sessions
done
esper-trace-replay --calls "$agents" | esper-trace-replay --sessions --format jsonl | cmp - sessions
echo '-- the sums of all calls, which no call around them repeats here'
jq -sc '[.[] | .llm.usage | select(.)] | [(map(.input_tokens) | add), (map(.output_tokens) | add), (map(.cache_read_tokens) | add)]' "$agents"
for what in --sessions '--by day' '--by model' '--by service' '--by project'; do
	# shellcheck disable=SC2086 # two words
	esper-trace-replay $what --format jsonl "$agents" |
		jq -sc '[.[] | .usage] | [(map(.input_tokens) | add), (map(.output_tokens) | add), (map(.cache_read_tokens) | add)]'
done | uniq -c | tr -s ' '
echo '-- selections'
esper-trace-replay --sessions --format jsonl --service helpdesk "$agents" | jq -c '[.trace_id, .title]'
esper-trace-replay --sessions --format jsonl --name shell --name Bash "$agents" | jq -c '[.trace_id, .calls]'
esper-trace-replay --sessions --format jsonl --under toolu_1 "$agents" | jq -c '[.trace_id, .calls, .tool_errors, .usage, .title]'
esper-trace-replay --sessions --name nobody "$agents"
echo "status $?"
esper-trace-replay --sessions </dev/null
echo "status $?"
echo '-- other formats'
COLUMNS=100 esper-trace-replay -q --sessions "$TESTDATA"/examples/prela.jsonl "$TESTDATA"/examples/orders.jsonl \
	"$TESTDATA"/examples/services.json "$TESTDATA"/traces/otlp/agent.jsonl "$TESTDATA"/traces/otel/* "$TESTDATA"/traces/chrome-hard/simple.json
esper-trace-replay -q --by model --format jsonl "$TESTDATA"/examples/prela.jsonl "$TESTDATA"/traces/otlp/agent.jsonl
esper-trace-replay --by model "$TESTDATA"/examples/services.json
echo '-- wrong usage'
exec 2>&1
for wrong in '--by week' '--by' '--by=' '--by models' '--sessions --calls' '--by day --extract' '--sessions --depth 1'; do
	# shellcheck disable=SC2086 # several words
	esper-trace-replay $wrong </dev/null
	echo "$wrong: $?"
done
esper-trace-replay --sessions "$agents" >/dev/full
echo "full: $?"
