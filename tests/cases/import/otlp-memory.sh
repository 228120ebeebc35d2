# A long resource is stored once, however many scopes it has; what the scopes say is the same as with a short one.
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more memory"
	exit 77
fi
spans() { # spans SCOPES BYTES: of one resource
	awk -v n="$1" -v bytes="$2" 'BEGIN {
		for (long = "x"; length(long) < bytes;)
			long = long long
		printf "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"s\"}},{\"key\":\"long\",\"value\":{\"stringValue\":\"%s\"}},{\"key\":\"both\",\"value\":{\"intValue\":\"1\"}}]},\"scopeSpans\":[", long
		for (i = 0; i < n; i++)
			printf "%s{\"scope\":{\"name\":\"n%d\",\"attributes\":[{\"key\":\"both\",\"value\":{\"intValue\":\"2\"}}]},\"spans\":[{\"traceId\":\"01\",\"spanId\":\"%016x\",\"name\":\"f\",\"startTimeUnixNano\":\"1\",\"endTimeUnixNano\":\"2\",\"attributes\":[{\"key\":\"own\",\"value\":{\"intValue\":\"%d\"}}]}]}", i ? "," : "", i, i + 1, i
		print "]}]}"
	}'
}
spans 3 16 | esper-trace-replay -q --calls | jq -c '.attributes | .long |= length' >short
spans 3 8192 | esper-trace-replay -q --calls | jq -c '.attributes | .long |= length' | tee long
sed 's/"long":8192/"long":16/' long | cmp - short
spans 2000 262144 >in
(
	# shellcheck disable=SC3045 # dash has it, and bash
	ulimit -v 400000
	esper-trace-replay -j 1 -q --sessions --format jsonl in | jq -c .calls
)
