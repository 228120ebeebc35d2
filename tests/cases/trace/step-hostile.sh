# --step: hostile commands and traces: controls, NULs, invalid UTF-8, long lines, depth; nothing controls a terminal
export LC_ALL=C.UTF-8
cat >odd <<'EOD'
{"trace_id":"t\u001b[2J","call_id":"a","parent_id":null,"name":"f\u001b[31m\nx","kind":"function","service":null,"start":null,"duration_ns":null,"status":"error","input":{"k\u0000\u001b":"v\u001b]0;t\u0007","or":1,"a b":2,"":3,"not":false},"events":[{"at":null,"after":0,"type":"variable","name":"v\u001b","value":"\u202e"},{"at":null,"after":0,"type":"variable","name":null,"value":1},{"at":null,"after":0,"type":"error","error_type":"E\u001b","message":"m\u001b[2J","where":null}]}
EOD
{
	printf 'p \033[2J\n\0\nn\0\nbreak \033\nfind \033\nwatch \377\nbreak f if \377\nprint \033 at \033\ngoto \033\ndelete \033\n'
	printf '%s\n' args vars bt c 'p or' 'p "or" == 1' 'p "a b" == 2' 'p not' 'p not or' 'p not not' 'p ""' 'p "' 'break "' 'break "f' 'print x at "'
	printf '%s\n' 'break * if ~' 'break * if a ~' 'break * if a in' 'break * if )' 'break * if ()' 'break * if a ==' 'break * if == 1' 'break * if a == [1' 'break * if a == {' 'break * if "a'
	awk 'BEGIN {
		printf "break * if "
		for (i = 0; i < 10000; i++)
			printf "("
		printf "a\nbreak * if "
		for (i = 0; i < 10000; i++)
			printf "not "
		printf "a\np "
		for (i = 0; i < 3000000; i++)
			printf "x"
		printf "\ngoto 99999999999999999999999\nn 99999999999999999999999\nn 18446744073709551615\nb 18446744073709551615\nup 3\n"
	}'
} | esper-trace-replay --step odd 2>&1 | tee all | cut -c1-150
echo '-- no control characters'
LC_ALL=C tr -d '\n\040-\176\200-\377' <all | od -c | head
echo '-- 10,000 levels, in time'
awk 'BEGIN {
	for (i = 1; i <= 10000; i++)
		printf "{\"event_type\":\"function_entry\",\"timestamp_ns\":%d,\"function_name\":\"f\",\"args\":{\"n\":%d},\"correlation_id\":\"c%d\"%s}\n", i, i, i, (i > 1) ? sprintf(",\"parent_correlation_id\":\"c%d\"", i - 1) : ""
	for (i = 10000; i >= 1; i--)
		printf "{\"event_type\":\"function_exit\",\"timestamp_ns\":%d,\"function_name\":\"f\",\"correlation_id\":\"c%d\"}\n", 30000 - i, i
}' >deep
{
	printf '%s\n' 'goto 10000' bt 'break f if n == 5000' 'rc' 'f' 'o' 'n' 'goto 10000'
	yes f | head -n 10000
	yes up | head -n 200
} | timeout 60 esper-trace-replay --step deep 2>&1 | sed -n '1,4p;10001,10008p;20005,20008p;$p'
echo "status $?"
echo '-- a command that is too long is one command, and nothing of it is carried out'
{
	awk 'BEGIN { for (i = 0; i < 400000; i++) printf "break a\r" }' | tr '\r' ' '
	echo
	echo break
	awk 'BEGIN { for (i = 0; i < 400000; i++) printf "goto 2 " }'
} | esper-trace-replay --step odd 2>/dev/null | cut -c1-150
echo '-- a wrong expression; one with a name that has no value'
printf '%s\n' 'p k >' 'p (k' 'p a b' 'p nobody > 5' 'p not nobody' | esper-trace-replay --step odd 2>/dev/null | grep -v '^#'
