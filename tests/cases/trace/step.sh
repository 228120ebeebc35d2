# --step from a pipe: every command on the seed's incident, forwards and backwards; each answer begins with the position
export LC_ALL=C.UTF-8
log=$TESTDATA/examples/incident.jsonl
# step COMMAND...: one line each
step() {
	printf '%s\n' "$@" | esper-trace-replay --step "$log" 2>/dev/null
}
echo '-- moves'
step n n n n n b b 'b 9' 's' 'n 2'
echo '-- over, finish, to the end and back'
step o o o b f f f
echo '-- continue and reverse'
step c c rc rc
echo '-- goto: a position, a time in full, of day, since the start, of a log; before everything; nonsense'
step 'goto 3' 'goto #5' 'goto 2023-10-31T15:17:12.124Z' 'goto 15:17:12.1240999' 'goto +111us' 'goto +1s' \
	'goto 1698765432124100000' 'goto 2023-10-31 15:17' 'goto 0' 'goto 6' 'goto' 'goto yesterday'
echo '-- values'
step 'goto 4' 'p amount' 'p tax_rate' 'p order_id' 'p amonut' 'p zzz' 'p amount > 50 and rate < 1' p 'who tax_rate' 'who amount' \
	who vars args bt up vars args 'p tax_rate' 'who tax_rate' up down down l
echo '-- a variable has no value before it is set'
step 'p tax_rate' n 'p tax_rate'
echo '-- breakpoints'
step break 'break calc*' 'break error' 'break tax_rate=0.08' 'break calculate_tax if amount > 500' 'watch tax_rate' \
	c c c c rc rc rc rc break 'delete 1' 'delete 9' delete 'delete x' rc 'break' 'break calculate_taxes' \
	'break taxrate=1' 'watch tax_rat' 'break calculate_tax if' 'break f if (a' 'break =' watch
echo '-- tables'
step 'history tax_rate' 'find 0.08' 'history nobody' 'find nobody' history find
echo '-- log points'
step 'print amount at calculate_tax' 'print amount > 50 at *' 'print tax_rate at process_order' 'print tax_rate' \
	'print amount at nobody' 'print ( at f' print
echo '-- the rest'
step x '' 'goto 3' '' n '' foo nxt 'n x' 'n 0' 'vars x' h q n
echo '-- nothing, an empty line, CRLF, no newline at the end'
step </dev/null | head -n 1
printf '\n\r\nn\r\ngoto 3' | esper-trace-replay --step "$log" 2>&1
echo '-- a line of help fits'
echo h | esper-trace-replay --step "$log" 2>/dev/null | awk 'length($0) > 79'
echo '-- jsonl'
printf '%s\n' c 'p amount' vars | esper-trace-replay --step --format jsonl "$log" 2>/dev/null
echo '-- the names of the seed'
for name in --debug --debugger --step-mode '--debug --step-mode'; do
	# shellcheck disable=SC2086 # several words
	echo c | esper-trace-replay $name "$log" 2>/dev/null
done
echo '-- a selection has positions of its own'
printf '%s\n' n n n n | esper-trace-replay --step --under calculate_tax "$log" 2>/dev/null
echo '-- statuses'
exec 2>&1
for wrong in '' '-' '-n FILE' '--calls FILE' '--play 1x FILE' '--name nobody FILE' '/dev/null' '/nonexistent'; do
	# shellcheck disable=SC2046 # several words
	echo n | setsid -w esper-trace-replay --step $(echo "$wrong" | sed "s|FILE|$log|")
	echo "$wrong: $?"
done
echo c | esper-trace-replay --step "$log" >/dev/full
echo "full: $?"
{ yes n | head -n 100000; } | esper-trace-replay --step "$log" | head -n 1
echo '-- into a file, compressed'
echo c | esper-trace-replay --step -o answers.zst "$log" 2>/dev/null
zstd -dcq answers.zst
