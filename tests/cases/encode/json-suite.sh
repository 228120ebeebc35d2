# Every y_ file of JSONTestSuite is accepted and every n_ file refused as a value in a line among good neighbours; no i_ file crashes.
suite=$TESTDATA/json-test-suite
echo '{"fields":[{"name":"x","selector":{"kind":"RequestField","path":"x"},"parser":"Json"}]}' >plan.json
# wrapped FILE: its content as a member, in a line among others
wrapped() {
	printf '{"event_id":"before","observed_at":0}\n{"event_id":"it","observed_at":0,"x":'
	cat "$1"
	printf '}\n{"event_id":"after","observed_at":0}\n'
}
y=0 n=0 i=0
for f in "$suite"/y_*.json; do
	tr '\n' ' ' <"$f" >one # white space, where it is valid
	wrapped one >line
	esper-encode -p plan.json line >out 2>err || echo "$f: refused: $(cat err)"
	[ "$(grep -c '"before"\|"it"\|"after"' out)" = 3 ] || echo "$f: not all there"
	y=$((y + 1))
done
for f in "$suite"/n_*.json; do
	wrapped "$f" >line
	# as a line of its own, whatever is in it
	{
		echo '{"event_id":"before","observed_at":0}'
		cat "$f"
		printf '\n{"event_id":"after","observed_at":0}\n'
	} >alone
	for file in line alone; do
		esper-encode -p plan.json $file >out 2>err
		status=$?
		case $status:${f##*/} in
		3:*) ;;
		0:n_structure_no_data.json | 0:n_single_space.json) [ $file = alone ] || echo "$f: accepted" ;;
		*) echo "$f: $file: exit $status" ;;
		esac
		sed 's/{"event_id":"\([^"]*\)".*/\1/' out | tr '\n' ' ' >ids
		[ "$(cat ids)" = "before after " ] || echo "$f: $file: $(cat ids)"
	done
	n=$((n + 1))
done
for f in "$suite"/i_*.json; do
	wrapped "$f" >line
	esper-encode -p plan.json line >out 2>/dev/null
	status=$?
	[ $status = 0 ] || [ $status = 3 ] || echo "$f: exit $status"
	[ "$(grep -c '"before"\|"after"' out)" = 2 ] || echo "$f: a neighbour is gone"
	i=$((i + 1))
done
echo "$y accepted, $n refused, $i either"
