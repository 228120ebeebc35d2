# Each kind of bad line is counted, named and kept; its neighbours are decided; the books balance.
good() {
	printf '{"event_id":"%s","observed_at":%s,"body":{"request":{"email":"a"}}}\n' "$1" "$2"
}
{
	good a 1
	echo '{'
	good b 2
	printf '{"x":"\377"}\n'
	echo '[]'
	echo '{"event_id":"x"}'
	good c 3
	echo '{"observed_at":"yesterday"}'
	echo '{"observed_at":4}'
	printf '%3000s\n' ''
	good d 5
	printf '{"a":%s1%s}\n' "$(printf '%1025s' '' | tr ' ' '[')" "$(printf '%1025s' '' | tr ' ' ']')"
	good e 6 | tr -d '\n'
} >in
set -- --type DecisionOnly -p "$TESTDATA/examples/plan.json" -r "$TESTDATA/examples/rules.json"
esper-replay "$@" --max-line 2500 --rejects rejects --report report in | jq -r .event_id | xargs
jq -c '[.line, .code, .error, .bytes // (.raw // .raw_base64 | length)]' rejects
jq -c '.failures, .job.status' report
esper-replay "$@" -q --max-line 2500 in >/dev/null
echo $?
esper-replay "$@" -q --max-line 2500 --max-rejects 8 in >/dev/null
echo $?
esper-replay "$@" -q --max-line 2500 --max-rejects 7 in >/dev/null
echo $?
esper-replay "$@" --max-line 2500 --fail-fast --stats=stats in
echo $?
jq -c '[.events_in, .events_out, .events_skipped, .events_rejected]' stats
