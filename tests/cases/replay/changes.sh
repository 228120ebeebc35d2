# --changes and --exit-code: what is written, and what a script is told; --fail-fast leaves the file alone.
cd "$TESTDATA/examples" || exit 1
work=$OLDPWD
jq '.rules[0].expression.predicates[1].value = 3' rules.json >"$work/new"
run() {
	esper-replay --type DryRun -q -p plan.json -r "$work/new" --baseline-rules rules.json "$@"
	echo "$?"
}
run -o "$work/report" --changes "$work/list" logins.jsonl
cat "$work/list"
run -o "$work/report" --changes "$work/list.zst" logins.jsonl
zstd -dc "$work/list.zst" | cmp - "$work/list"
run -o "$work/report" --changes - logins.jsonl | jq -c '.from? // .'
esper-replay --type DecisionOnly -p plan.json -r "$work/new" --baseline-rules rules.json \
	--report "$work/beside" --changes "$work/again" logins.jsonl >"$work/decisions"
cmp "$work/again" "$work/list"
esper-replay --type DecisionOnly -q -p plan.json -r "$work/new" logins.jsonl | cmp - "$work/decisions"
jq -S 'del(.job)' "$work/report" >"$work/a"
jq -S 'del(.job)' "$work/beside" | cmp - "$work/a"

echo "1 where something changed; rejected records are 3 where nothing did"
run -o "$work/report" --exit-code logins.jsonl
run -o "$work/report" --exit-code --max-rejects 1 logins.jsonl
run -o "$work/report" --exit-code -r rules.json logins.jsonl
run -o "$work/report" --exit-code -r rules.json --max-rejects 1 logins.jsonl
run -o "$work/report" --exit-code logins.jsonl none 2>&1

echo "what cannot be written"
run -o "$work/report" --changes /dev/full logins.jsonl 2>&1
run -o /dev/full --changes "$work/list" logins.jsonl 2>&1
echo before >"$work/list"
run -o "$work/report" --fail-fast --changes "$work/list" logins.jsonl 2>/dev/null
cat "$work/list"
cp logins.jsonl "$work/log"
run --changes "$work/log" "$work/log" 2>&1 | sed "s|$work/||g"
cmp logins.jsonl "$work/log"
