# The timeline is the same for any number of threads: positions, the one root cause, large traces between small ones.
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
awk 'BEGIN {
	for (i = 0; i < 3000; i++) {
		t = 1000000 * i
		printf "{\"event_type\":\"function_entry\",\"timestamp_ns\":%.0f,\"function_name\":\"f%d\",\"correlation_id\":\"t%d\"}\n", t, i % 7, i
		steps = i == 5 || i == 1500 ? 140000 : i % 20
		for (k = 1; k <= steps; k++)
			printf "{\"event_type\":\"variable_change\",\"timestamp_ns\":%.0f,\"variable_name\":\"v%d\",\"value\":%d,\"correlation_id\":\"t%d\"}\n", t + k, k % 2 + k % 3, k, i
		if (i % 100 == 99)
			printf "{\"event_type\":\"error\",\"timestamp_ns\":%.0f,\"error_type\":\"E\",\"message\":\"no\",\"correlation_id\":\"t%d\"}\n", t + k, i
		if (i % 10)
			printf "{\"event_type\":\"function_exit\",\"timestamp_ns\":%.0f,\"correlation_id\":\"t%d\"}\n", t + 200000, i
	}
}' >many
esper-trace-replay -qn -j 1 many >one
grep -c '^root cause' one
tail -n 2 one
for jobs in 2 3 16; do
	esper-trace-replay -qn -j $jobs many | cmp - one && echo "$jobs: the same"
done
esper-trace-replay -qn --order tree --play max -j 2 many | cmp - one && echo 'played: the same'
esper-trace-replay -q --format jsonl -j 1 many >one
wc -l <one
esper-trace-replay -q --format jsonl -j 4 many | cmp - one && echo 'JSON: the same'
jq -r .position one | awk '$1 != NR { wrong = 1 } END { print wrong ? "gaps" : "no gaps" }'
echo '-- a reader that goes away'
esper-trace-replay -q --full -j 4 many | head -n 1
esper-trace-replay -q --full -j 4 many >/dev/full
echo "status $?"
