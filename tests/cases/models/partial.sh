# While -o FILE is not complete, FILE.partial has each answer that is paid for: a run that is killed loses none.
export LC_ALL=C.UTF-8
cp "$TESTDATA/examples/agents.jsonl" .
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
# stops SIGNAL N: a model that sends it when it gets its Nth request
cat >stops <<'END'
n=0
while IFS= read -r line; do
	n=$((n + 1))
	if [ $n = "$2" ]; then
		kill "-$1" "$(cat pid)"
		[ "$1" != KILL ] || exit
	fi
	printf '%s\n' "$line" >>sent
	printf '%s\n' "$line" | jq -c -f model.jq
done
END
# stopped SIGNAL N [OPTION...]
stopped() {
	signal=$1 n=$2
	shift 2
	# shellcheck disable=SC2016 # for the inner shell
	sh -c 'echo $$ >pid; exec "$@"' sh esper-trace-replay --model gpt-4o --all --llm "sh stops $signal $n" "$@" agents.jsonl >out 2>said &
	wait $! 2>/dev/null
	echo "status $?"
	cat said
}
echo '-- killed'
stopped KILL 3 -o result.jsonl
ls result.jsonl*
jq -c '.trace_id, (.spans[] | [.original_span_id, .output, .served_by, .llm, (.request_sha256 | length)])' result.jsonl.partial
sent
run -q --model gpt-4o --all --llm "$llm" -o result.jsonl agents.jsonl
printf '{"trace_id":"3f1c","sp' >>result.jsonl.partial
cp result.jsonl.partial copy.partial
# --resume result.jsonl would do as well
run -q --model gpt-4o --all --llm false --max-retries 0 --resume result.jsonl --limit 1 agents.jsonl | grep -v '^ '
run -q --model gpt-4o --all --llm "$llm" --resume result.jsonl.partial -o result.jsonl agents.jsonl | tail -n 1
sent
ls result.jsonl*
echo '-- killed twice'
stopped KILL 2 --resume copy.partial -o third.jsonl
wc -l <third.jsonl.partial
rm -f sent
run -q --model gpt-4o --all --llm "$llm" --resume third.jsonl.partial -o third.jsonl agents.jsonl | tail -n 1
sent
ls third*
jq -c '[.spans[] | del(.duration_ms)]' result.jsonl >a
jq -c '[.spans[] | del(.duration_ms)]' third.jsonl | cmp - a
echo '-- interrupted: a result has all; a comparison does not'
stopped INT 3 -o fourth.jsonl
ls fourth*
stopped INT 3 --compare -o fifth.jsonl
ls fifth*
stopped INT 3
rm -f sent
run -q --model gpt-4o --all --llm "$llm" --resume fifth.jsonl.partial --compare -o fifth.jsonl agents.jsonl | grep -c '^Replay'
sent
ls fifth*
echo '-- an output that is no file, or cannot be'
run -q --model gpt-4o --all --llm "$llm" -o /dev/null agents.jsonl | tail -n 1
run -q --model gpt-4o --all --llm "$llm" -o nowhere/result.jsonl agents.jsonl
exit 0
