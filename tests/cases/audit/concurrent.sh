# Two processes that append at once lose nothing and double nothing, and who verifies meanwhile sees a whole chain.
export ESPER_STORE=s ESPER_TENANT=acme
add() {
	for n in $(seq 100); do
		esper-audit --append --action "$1.$n" >/dev/null || echo "exit $?"
	done
}
esper-audit --append --action start >/dev/null
add a &
one=$!
add b &
two=$!
for n in $(seq 20); do
	esper-audit -q --verify >out || cat out
	esper-audit >/dev/null || echo "exit $?"
done
wait $one
wait $two
esper-audit --verify | jq -c '[.chain, .sequence, .time, .entries]'
esper-audit | jq -r .action | sort | uniq -c | awk '{ print $1 }' | sort | uniq -c | tr -s ' '
