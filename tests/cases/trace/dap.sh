# A debug adapter: a session on an incident, forwards and backwards; every message keeps to the schema of the protocol.
. "$TESTDATA/dap/client.sh"
cp "$TESTDATA/examples/incident.jsonl" .
{
	opened incident.jsonl '"stopOnEntry":true'
	cat <<'EOF'
setFunctionBreakpoints {"breakpoints":[{"name":"calculate_*"}]}
setExceptionBreakpoints {"filters":["errors"]}
configurationDone
threads
stackTrace {"threadId":1}
scopes {"frameId":1}
variables {"variablesReference":1}
variables {"variablesReference":3}
continue {"threadId":1}
continue {"threadId":1}
stackTrace {"threadId":1}
stackTrace {"threadId":1,"startFrame":1,"levels":1}
exceptionInfo {"threadId":1}
scopes {"frameId":3}
variables {"variablesReference":5}
evaluate {"expression":"rate","context":"hover"}
evaluate {"expression":"p tax_rate","frameId":2,"context":"repl"}
evaluate {"expression":"who tax_rate","context":"repl"}
evaluate {"expression":"amount > 50 and rate == 0.08","context":"watch"}
evaluate {"expression":"amount > 50 and rat == 0.08","context":"watch"}
evaluate {"expression":"total","context":"watch"}
evaluate {"expression":"amount >","context":"watch"}
completions {"text":"ra","column":3}
completions {"text":"wh","column":3}
evaluate {"expression":"b","context":"repl"}
evaluate {"expression":"vars","context":"repl"}
evaluate {"expression":"break calculate_tax if amount > 50","context":"repl"}
evaluate {"expression":"rc","context":"repl"}
evaluate {"expression":"c 2","context":"repl"}
evaluate {"expression":"rate","context":"repl"}
evaluate {"expression":"nonsense","context":"repl"}
evaluate {"expression":"delete 1","context":"repl"}
evaluate {"expression":"goto 4","context":"repl"}
source {"sourceReference":1}
stepBack {"threadId":1}
evaluate {"expression":"who amount","context":"repl"}
stackTrace {"threadId":1}
restartFrame {"frameId":6}
next {"threadId":1}
next {"threadId":1}
stepBack {"threadId":1,"granularity":"line"}
stepIn {"threadId":1}
stepOut {"threadId":1}
reverseContinue {"threadId":1}
reverseContinue {"threadId":1}
reverseContinue {"threadId":1}
gotoTargets {"source":{"sourceReference":1},"line":5}
goto {"threadId":1,"targetId":5}
exceptionInfo {"threadId":1}
variables {"variablesReference":1}
pause {"threadId":1}
continue {"threadId":1}
continue {"threadId":1}
disconnect
EOF
} | dap
echo '-- nothing to stop at: the session ends by itself'
{
	opened incident.jsonl
	echo configurationDone
} | dap | tail -n 4
echo '-- a call is run again'
cat >answer <<'EOF'
while read -r request; do
	printf '{"id":%s,"output":8.0}\n' "$(printf %s "$request" | jq .id)"
done
EOF
{
	opened incident.jsonl '"args":["--exec","calculate_tax=sh answer"]'
	cat <<'EOF'
setExceptionBreakpoints {"filters":["errors"]}
configurationDone
evaluate {"expression":"x","context":"repl"}
EOF
} | dap | tail -n 2
echo '-- without debugging'
{
	opened incident.jsonl '"noDebug":true,"stopOnEntry":true'
	echo configurationDone
} | dap | tail -n 3
echo '-- a selection; what the launch says; lines from 0'
{
	cat <<'EOF'
initialize {"adapterID":"esper","linesStartAt1":false,"columnsStartAt1":false}
launch {"program":"incident.jsonl","args":["--under","calculate_tax"],"stopOnEntry":true}
configurationDone
stackTrace {"threadId":1}
setBreakpoints {"source":{"sourceReference":1},"breakpoints":[{"line":1},{"line":3}]}
continue {"threadId":1}
terminate
disconnect
EOF
} | dap | tail -n +3
echo '-- a call that is run again, and does not end, is cancelled; or the client goes away'
{
	opened incident.jsonl '"stopOnEntry":true,"args":["--exec","*=sleep 1000","--timeout","0"]'
	cat <<'EOF'
configurationDone
evaluate {"expression":"x","context":"repl"}
cancel {"requestId":4}
disconnect
EOF
} | dap | tail -n 3
mkfifo answers started
{
	opened incident.jsonl '"stopOnEntry":true,"args":["--exec","*=echo >started; sleep 1000","--timeout","0"]'
	echo configurationDone
	echo 'evaluate {"expression":"x","context":"repl"}'
} | framed | {
	esper-trace-replay --dap >answers
	echo "status $?" >ended
} &
exec 3<answers
read -r _ <started
exec 3<&-
wait
cat ended
