# --fail-on: relative gates need significance, absolute ones look at B; a gate that is wrong is refused, and one that cannot be judged fails
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
export LC_ALL=C.UTF-8
cp "$TESTDATA"/examples/before.jsonl "$TESTDATA"/examples/after.jsonl .
exec 2>&1
# gate GATE... [FILE FILE]
gate() {
	esper-trace-replay --compare --metric converted "$@" | sed -n '/^gate/p'
	# shellcheck disable=SC2320 # of the sed before it
	esper-trace-replay -q --compare --metric converted "$@" >/dev/null
	echo "status $?"
}
for g in 'p95>+10%' 'mean>+10%' 'mean > +30%' 'mean>=+10%' 'p50>+10%' 'duration_mean>+10%' 'mean<-10%' 'cost>+10%' 'tokens>0' \
	'errors>0' 'errors>1' 'errors>=1' 'errors>2%' 'errors>0.01' 'errors>+10%' 'p95>30ms' 'p95>1s' 'p95>34000000' 'mean<1ms' \
	'calls>+1%' 'calls>3' 'calls>=3' 'converted<0.9' 'converted<50%' 'converted<-5%'; do
	echo "-- $g"
	gate --fail-on "$g" before.jsonl after.jsonl
done
echo '-- the other way round'
gate --fail-on 'mean>+10%' --fail-on 'mean<-10%' after.jsonl before.jsonl
echo '-- from nothing to something'
sed 's/"status":"error"/"status":"ok"/' before.jsonl >well
sed 's/"status":"ok"/"status":"error"/' before.jsonl >failing
gate --fail-on 'errors>+10%' --fail-on 'errors>3' well failing
gate --fail-on 'errors>+10%' well well
echo '-- all of B counts, also traces without a partner'
sed 's/"cart":/"other":/; s/"trace_id":"/&x/; s/"call_id":"/&x/; s/"parent_id":"/&x/' failing | head -30 | cat well - >more
gate --fail-on 'errors>0' well more
echo '-- JSON'
esper-trace-replay --format jsonl --compare --fail-on 'p95>+10%' --fail-on 'mean>+10%' before.jsonl after.jsonl | jq -c '.gates[]'
echo '-- variants'
cat before.jsonl after.jsonl | sed 's/"attributes":{/&"day":"x",/' | sed '/"19-/s/"x"/"1"/; /"20-/s/"x"/"2"/' >both
esper-trace-replay -q --variant-key day --fail-on 'mean>+10%' both | tail -1
echo '-- nothing to judge'
esper-trace-replay --compare --fail-on 'errors>0' before.jsonl /dev/null
echo "status $?"
echo '-- wrong gates'
for g in '' p95 'p95>' '>10%' 'p95>10%' 'p95>+10' 'p95>+10ms' 'p59>+10%' 'p99>+10%' 'p95=1' 'p95>fast' 'calls>2s' 'error>0' 'similarity<0.9' 'convert<0.1' 'p95>++1%' 'p95>+-1%'; do
	esper-trace-replay --compare --metric converted --fail-on "$g" before.jsonl after.jsonl | head -1
	echo "$g"
done
esper-trace-replay --fail-on 'p95>1' before.jsonl | head -1
