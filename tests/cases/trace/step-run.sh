# --step: x runs the call that is looked at again, with a command that is started again each time, a mock or a fault
export LC_ALL=C.UTF-8
log=$TESTDATA/examples/incident.jsonl
cat >tax <<'EOD'
runs=$(cat runs 2>/dev/null || echo 0)
runs=$((runs + 1))
echo $runs >runs
case $runs in
1) exec jq --unbuffered -c '{id, output: (.input.amount * .input.rate)}' ;;
2) exec jq --unbuffered -c '{id, error: {type: "ZeroDivisionError", message: "division by zero"}}' ;;
3) echo 'not JSON' ;;
esac
EOD
echo '-- a command'
printf '%s\n' x c x x x x 'p rate' up x |
	esper-trace-replay -q --step --exec 'calculate_tax=sh ./tax' "$log" 2>&1
echo "status $?, runs $(cat runs)"
echo '-- a mock, a fault, neither'
echo '{"name":"calculate_tax","output":8}' >mocks
printf '%s\n' c x | esper-trace-replay -q --step --mock mocks "$log" 2>&1 | tail -n 1
printf '%s\n' c x | esper-trace-replay -q --step --fault calculate_tax=error:Timeout "$log" 2>&1 | tail -n 1
printf '%s\n' c x | esper-trace-replay -q --step "$log" 2>&1 | tail -n 1
printf '%s\n' c x | esper-trace-replay -q --step --exec 'other=false' "$log" 2>&1 | tail -n 1
echo '-- what does not go together'
for wrong in --replay '--save-mocks m --exec f=x' '--allow x'; do
	# shellcheck disable=SC2086 # several words
	esper-trace-replay --step $wrong "$log" 2>&1 </dev/null
	echo "$?"
done
