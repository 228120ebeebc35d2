# A bad line is named with line and column and takes no neighbour with it, wherever the fault is; the books balance.
echo '{"fields":[{"name":"n","selector":{"kind":"RequestField","path":"n"},"parser":"U64"}]}' >plan.json
{
	echo '{"event_id":"1","observed_at":1,"n":1}'
	echo '{"event_id":"2","observed_at":1,"n":2'
	echo '{"event_id":"3","observed_at":1,"n":3,}'
	echo '{"event_id":"4","observed_at":1,"n":4}'
	echo '{"event_id":"5","observed_at":1,"x":[1,2,03],"n":5}'
	echo '{"event_id":"6","observed_at":1,"x":"no end}'
	echo '{"event_id":"7","observed_at":1,"n":7} x'
	printf '{"event_id":"8","observed_at":1,"x":"\377","n":8}\n'
	printf '{"event_id":"9","observed_at":1,"x":"\\ud800","n":9}\n'
	printf '{"event_id":"10","observed_at":1,"x":"a\001b"}\n'
	printf '{"event_id":"11","observed_at":1,"x":"a\000b"}\n'
	echo '[1]'
	echo '"s"'
	echo '{"event_id":"12","observed_at":1,"x":NaN}'
	echo "{'event_id':1}"
	echo '}'
	echo '{"event_id":"13","observed_at":1,"n":13}'
	printf '{"event_id":"14","observed_at":1,"n":14}'
} >log
esper-encode -p plan.json --rejects rejects log
echo "exit $?"
cat rejects
