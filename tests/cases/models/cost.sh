# Nothing is paid for by accident or twice: the guard for many traces, --max-cost, --resume and an interrupt.
export LC_ALL=C.UTF-8
cp "$TESTDATA/examples/prela.jsonl" "$TESTDATA/examples/agents.jsonl" "$TESTDATA/examples/incident.jsonl" \
	"$TESTDATA/traces/tau-bench/airline.json" .
cat >model.jq <<'END'
{id, output: .input.model, usage: {input_tokens: 1000, output_tokens: 100}}
END
llm='tee -a sent | jq --unbuffered -c -f model.jq'
run() {
	echo "\$ $*"
	esper-trace-replay "$@" 2>&1
	echo "status $?"
}
sent() {
	echo "sent: $(cat sent 2>/dev/null | wc -l)"
	rm -f sent
}
echo '-- more than one trace'
run --model gpt-4o --llm "$llm" agents.jsonl
run --model gpt-4o,gpt-4o-mini --llm "$llm" agents.jsonl
sent
run -q --model gpt-4o --llm "$llm" --limit 2 --format jsonl agents.jsonl | grep -c '^{'
run -q --model gpt-4o --llm "$llm" --trace-id 3f1c --format jsonl agents.jsonl | grep -c '^{'
sent
# one trace with requests among others needs no more
run -q --model gpt-4o --llm "$llm" --format jsonl prela.jsonl incident.jsonl | grep -c '^{'
sent
echo '-- models that nobody serves or prices'
run --model nobody-1 prela.jsonl
run --temperature 0 --limit 1 airline.json
run --model nobody-1 --max-cost 1 --llm "$llm" prela.jsonl
sent
echo '-- --max-cost'
for most in 0 0.0006 0.0007 1; do
	run --model gpt-4o --max-cost $most --llm "$llm" prela.jsonl
	sent
done
run -q --model gpt-4o --all --max-cost 0.05 --llm "$llm" -o part.jsonl agents.jsonl
sent
echo '-- --resume'
run -q --model gpt-4o --all --resume part.jsonl --llm "$llm" -o whole.jsonl agents.jsonl | tail -n 1
sent
run -q --model gpt-4o --all --resume whole.jsonl --llm "$llm" -o again.jsonl agents.jsonl | tail -n 1
sent
cmp whole.jsonl again.jsonl
run -q --model gpt-4o-mini --all --resume whole.jsonl --llm "$llm" -o other.jsonl agents.jsonl | tail -n 1
sent
# a result that was cut; one that is none
{ head -n 1 whole.jsonl; tail -n +2 whole.jsonl | head -c 100; } >cut.jsonl
run -q --model gpt-4o --all --resume cut.jsonl --llm "$llm" -o again.jsonl agents.jsonl | tail -n 1
sent
run --model gpt-4o --resume prela.jsonl --llm "$llm" prela.jsonl
run --model gpt-4o --resume nothing.jsonl --llm "$llm" prela.jsonl
echo '-- an interrupt, while the second request is answered'
cat >stops <<'END'
n=0
while IFS= read -r line; do
	n=$((n + 1))
	printf '%s\n' "$line" >>sent
	[ $n != 2 ] || kill -INT "$(cat pid)"
	printf '%s\n' "$line" | jq -c -f model.jq
done
END
for to in '-o stopped.jsonl' '--format jsonl'; do
	# shellcheck disable=SC2016,SC2086 # for the inner shell; several words
	sh -c 'echo $$ >pid; exec "$@"' sh esper-trace-replay --model gpt-4o --all --llm 'sh stops' $to agents.jsonl 2>said >out
	echo "status $?"
	cat said
	sent
done
jq -c '.trace_id, (.spans[] | select(.span_type == "llm") | [.served_by, .error.type])' out
run -q --model gpt-4o --all --resume stopped.jsonl --llm "$llm" -o again.jsonl agents.jsonl | tail -n 1
sent
jq -c '[.spans[] | del(.duration_ms)]' whole.jsonl >a
jq -c '[.spans[] | del(.duration_ms)]' again.jsonl | cmp - a
