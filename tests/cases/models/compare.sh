# --compare with a replay shows what changed, span by span, as text and JSON; --embed and --fail-on judge it.
export LC_ALL=C.UTF-8
# an hour: no replay takes as long
sed 's/"duration_ms":823.0/"duration_ms":3600000.0/; s/T12:00:00.823000/T13:00:00.000000/' "$TESTDATA/examples/prela.jsonl" >prela.jsonl
cat >model.jq <<'END'
{id, output: "Too many requests: wait, and retry.", usage: {input_tokens: 24, output_tokens: 10}}
END
llm='jq --unbuffered -c -f model.jq'
measured='s/[0-9]*[mµ]s (.*)$/…/; s/^- Duration changes: .*/- Duration changes: …/'
run() {
	echo "\$ $*"
	esper-trace-replay "$@"
	echo "status $?"
}
run --model gpt-4o --compare --llm "$llm" prela.jsonl | sed "$measured"
echo '-- another system prompt is another input'
run --system-prompt 'You are kind.' --compare --llm "$llm" prela.jsonl | sed "$measured" | sed -n '/^2/,/^3/p'
echo '-- ASCII'
LC_ALL=C esper-trace-replay --model gpt-4o --compare --llm "$llm" prela.jsonl | sed -n '/^2/,/^3/p' | sed '/Duration/d'
echo '-- JSON'
esper-trace-replay --model gpt-4o --compare --format jsonl --llm "$llm" prela.jsonl |
	jq -c 'del(.summary.duration_delta_ms), (.summary | keys_unsorted)' | sed 's/{"span_name":"[^"]*","field":"duration"[^}]*},//; s/,{"span_name":"[^"]*","field":"duration"[^}]*}//'
echo '-- a file has the comparison, people the text'
esper-trace-replay --model gpt-4o --compare --llm "$llm" -o comparison.json prela.jsonl | head -n 1
jq -c .summary.changed_spans comparison.json
echo '-- an exact replay does not differ'
run --replay --compare prela.jsonl
echo '-- embeddings'
embed='jq --unbuffered -c "{id, model: \"three\", embedding: [(.text | length), 1, (.text | split(\" \") | length)]}"'
esper-trace-replay --model gpt-4o --compare --format jsonl --llm "$llm" --embed "$embed" prela.jsonl |
	jq -c '.semantic_similarity_available, .semantic_similarity_model, (.differences[] | select(.field == "output") | [.semantic_similarity, .band])'
run --model gpt-4o --compare --llm "$llm" --embed 'exit 3' prela.jsonl 2>&1 | sed "$measured" | tail -n 3
echo '-- gates'
run --model gpt-4o --llm "$llm" --fail-on 'similarity<0.9' --fail-on 'cost>+10%' --fail-on 'errors>0' prela.jsonl
run --model gpt-4o --llm "$llm" --fail-on 'similarity<0.99' prela.jsonl
run --model o1-preview --llm "$llm" --fail-on 'tokens>+5%' --fail-on 'cost>+10%' --format jsonl prela.jsonl 2>&1 | sed '/^{/d'
run --replay --fail-on 'errors>0' "$TESTDATA/examples/agents.jsonl" | tail -n 3
run --model gpt-4o --fail-on 'nothing>0' --llm "$llm" prela.jsonl 2>&1
run --model gpt-4o --compare --metric kind --llm "$llm" prela.jsonl 2>&1
run --model gpt-4o --variant-key kind --llm "$llm" prela.jsonl 2>&1
