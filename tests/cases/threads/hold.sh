# An input that has to wait until everything before it is done (a FIFO) is reached, however few blocks are left then.
cat >plan.json <<'PLAN'
{"fields":[{"name":"n","selector":{"kind":"RequestField","path":"n"},"parser":"I64"}]}
PLAN
awk 'BEGIN {
	for (i = 0; i < 12000; i++)
		printf "{\"event_id\":\"e%d\",\"observed_at\":%d,\"n\":%d,\"text\":\"%s\"}\n", i, i, i, "some text that nothing is taken from"
}' >log
zstd -q log
mkfifo pipe
esper-encode -q -p plan.json log log >want
for run in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	cat log >pipe &
	timeout 20 esper-encode -q -j 2 -p plan.json log.zst pipe >out || echo "run $run: $?"
	cmp want out || break
	wait
done
