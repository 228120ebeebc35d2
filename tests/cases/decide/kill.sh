# killed at a hundred moments and gone on with by --resume: every decision, reject and count exactly once
cp "$TESTDATA"/examples/rules.json .
awk 'BEGIN {
	srand(3)
	for (i = 1; i <= 9000; i++) {
		if (i % 40 == 0)
			print "bad " i
		u = int(rand() * 300)
		printf "{\"event_id\":\"e%d\",\"observed_at\":%d,\"entity_id\":\"u%d\",\"session_id\":\"u%d@\",\"fields\":{\"action\":\"login_attempt\"}}\n", \
			rand() < 0.05 ? i - int(rand() * 40) : i, 1700000000 + i - int(rand() * 50), u, u
	}
}' >all.jsonl
head -n 4000 all.jsonl >a.jsonl
tail -n +4001 all.jsonl | zstd -q >b.jsonl.zst
esper-decide -q -r rules.json --state whole.state --rejects whole.rejects -o whole.jsonl \
	a.jsonl b.jsonl.zst
echo "status $?"
esper-decide --dump-state --state whole.state >whole.dump

# Rejects come out with each checkpoint: the reader kills the run after a number of them.
mkfifo rejects
kills=0 ends=0 compared=0
awk 'BEGIN { srand(11); for (i = 0; i < 4000; i++) print int(rand() * 7) }' >moments
exec 4<moments
while [ $kills -lt 100 ]; do
	read -r moment <&4 || break
	esper-decide -q -r rules.json --state s.state --checkpoint 50 --resume -o out.jsonl.zst \
		--rejects rejects a.jsonl b.jsonl.zst 2>said &
	pid=$!
	if [ "$moment" -gt 0 ]; then
		head -n "$moment" rejects >/dev/null
	fi
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	status=$?
	case $status in
	137 | 141) kills=$((kills + 1)) ;;
	3 | 0) ends=$((ends + 1)) ;;
	*) echo "status $status: $(cat said)" && break ;;
	esac
	if [ $status -eq 3 ] || [ $status -eq 0 ]; then
		zstd -qdc out.jsonl.zst | cmp - whole.jsonl
		esper-decide --dump-state --state s.state | cmp - whole.dump
		compared=$((compared + 1))
		rm -f s.state out.jsonl.zst
	fi
done
cat rejects >/dev/null &
esper-decide -q -r rules.json --state s.state --checkpoint 50 --resume -o out.jsonl.zst \
	--rejects rejects a.jsonl b.jsonl.zst
zstd -qdc out.jsonl.zst | cmp - whole.jsonl
esper-decide --dump-state --state s.state | cmp - whole.dump
echo "$kills kills"
wait

# rejects that are a file are cut back, too
: >out.jsonl
rm -f s.state
kills=0
while [ $kills -lt 5 ]; do
	kills=$((kills + 1))
	rm -f pipe && mkfifo pipe
	esper-decide -q -r rules.json --state s.state --checkpoint 500 --resume -o out.jsonl \
		--rejects rejects.jsonl --stats=pipe a.jsonl b.jsonl.zst &
	pid=$!
	while [ "$(($(wc -l <out.jsonl)))" -lt $((kills * 1500)) ]; do
		kill -0 $pid 2>/dev/null || break
	done
	kill -9 $pid
	wait $pid 2>/dev/null
done
esper-decide -q -r rules.json --state s.state --checkpoint 500 --resume -o out.jsonl \
	--rejects rejects.jsonl a.jsonl b.jsonl.zst
cmp out.jsonl whole.jsonl
cmp rejects.jsonl whole.rejects
esper-decide --dump-state --state s.state | cmp - whole.dump
exit 0
