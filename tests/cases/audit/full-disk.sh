# A full disk is noticed, and costs nothing that was there.
e=$TESTDATA/examples/audit.jsonl
for option in --verify --head --summary --reverse --format=text; do
	esper-audit $option "$e" >/dev/full
	echo "exit $?"
done
export ESPER_STORE=s ESPER_TENANT=acme
n=0
while [ $n -lt 4 ]; do
	n=$((n + 1))
	esper-audit --append --action fill --detail "{\"x\":\"$(printf %0300d 0)\"}" >/dev/null
done
f=s/acme/audit.jsonl
cp $f before
# the file may not grow beyond 4 KiB: the next but one goes over that in the middle
for detail in 1200 1200 1200; do
	(
		ulimit -f 8 # of 512 bytes
		esper-audit --append --action big --detail "{\"x\":\"$(printf %0${detail}d 0)\"}" >/dev/null
		echo "exit $?"
	)
done
esper-audit --verify | jq -c '[.chain, .last_line, .entries]'
head -n 4 $f | cmp - before && echo "all there"
# nor can a torn line be repaired without room
printf torn >>$f
cp $f before
(
	ulimit -f 8
	esper-audit --append --action big --detail "{\"x\":\"$(printf %01200d 0)\"}" >/dev/null
	echo "exit $?"
)
cmp $f before && echo "all there"
ls -A s/acme
