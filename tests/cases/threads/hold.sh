# An input that has to wait until everything before it is done (a FIFO) is reached, however few blocks are left then.
cat >plan.json <<'PLAN'
{"fields":[{"name":"n","selector":{"kind":"RequestField","path":"n"},"parser":"I64"}]}
PLAN
# reading has to take longer than the rest, so that a thread waits for blocks
awk 'BEGIN {
	for (i = 0; i < 30000; i++) {
		text = ""
		for (k = 0; k < 40; k++)
			text = text rand()
		printf "{\"event_id\":\"e%d\",\"observed_at\":%d,\"n\":%d,\"text\":\"%s\"}\n", i, i, i, text
	}
}' >log
zstd -q log
mkfifo pipe
esper-encode -q -p plan.json log log >want
for run in 1 2 3 4 5 6 7 8; do
	cat log >pipe &
	timeout 10 esper-encode -q -j 2 -p plan.json log.zst pipe >out || echo "run $run: $?"
	cmp -s want out || exit 1
	wait
done
