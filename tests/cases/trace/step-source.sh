# --step --source: a new position shows its line of code: where a call begins, and where an error is; it says if it found none
mkdir code
printf '%s\n' one two 'def fib(n):' >code/function_args_return.py
sed 's/function_args_return.py:6/function_args_return.py:3/g' "$TESTDATA/traces/viztracer/function_args_return.json" >viz.json
printf '%s\n' n o 'goto 4' b vars c | esper-trace-replay --step --source code viz.json
cat >error <<'EOD'
{"trace_id":"t","call_id":"a","parent_id":null,"name":"f","kind":"function","service":null,"start":null,"duration_ns":null,"status":"error","source":{"file":"app/f.py","line":1},"events":[{"at":null,"after":0,"type":"error","error_type":"E","message":"m","where":"app/f.py:2"},{"at":null,"after":0,"type":"error","error_type":"F","message":"m","where":"f:3"},{"at":null,"after":0,"type":"error","error_type":"G","message":"m","where":null}]}
EOD
printf '%s\n' 'def f():' '	raise E("m\033[2J")' >code/f.py
printf '%s\n' 'goto 1' c c c p n | esper-trace-replay --step --source code error 2>&1
mkdir other
echo n | esper-trace-replay --step --source other viz.json 2>&1
echo "status $?"
echo n | esper-trace-replay --step --source missing viz.json 2>&1
