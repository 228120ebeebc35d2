# --compare of two results: the replays of each trace, span by span, as text and JSON, with gates.
export LC_ALL=C.UTF-8
run() {
	echo "\$ $*"
	esper-trace-replay "$@" 2>&1
	echo "status $?"
}
llm='jq --unbuffered -c "{id, output: .input.model, usage: {input_tokens: 24, output_tokens: 1}}"'
fixed='s/"duration_ms":[0-9.]*,"tokens_used":25/"duration_ms":700,"tokens_used":25/'
esper-trace-replay --replay --format jsonl "$TESTDATA/examples/prela.jsonl" >exact.jsonl
esper-trace-replay --model gpt-4o,gpt-4.1 --llm "$llm" --format jsonl "$TESTDATA/examples/prela.jsonl" | sed "$fixed" >grid.jsonl
run --compare exact.jsonl grid.jsonl
run --compare exact.jsonl exact.jsonl | head -n 9
run --compare grid.jsonl exact.jsonl --fail-on 'similarity<0.5' --fail-on 'cost>+10%' --fail-on 'errors>0' --fail-on 'calls>+0%' | tail -n 8
esper-trace-replay --compare --format jsonl exact.jsonl grid.jsonl | jq -c '[.trace_id, .modifications_applied, .summary.changed_spans]'
echo '-- spans that only one side has'
jq -c 'del(.spans[2]) | .spans[0].error = {type: "E", message: "m"}' exact.jsonl >less.jsonl
run --compare less.jsonl exact.jsonl
run --compare exact.jsonl less.jsonl | sed -n '/^4/,$p'
echo '-- odd files'
head -c 900 exact.jsonl >cut.jsonl
run --compare exact.jsonl cut.jsonl
run --compare exact.jsonl "$TESTDATA/examples/prela.jsonl" | sed "s|$TESTDATA|T|"
run --compare exact.jsonl grid.jsonl --fail-on 'nothing>1'
esper-trace-replay --compare exact.jsonl grid.jsonl 2>&1 >/dev/full
echo "full: $?"
