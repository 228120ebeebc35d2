# --step: breakpoints, conditions and watches stop at the same places in both directions; several traces; long calls
export LC_ALL=C.UTF-8
awk 'BEGIN {
	for (t = 1; t <= 3; t++) {
		at = t * 1000000
		printf "{\"event_type\":\"function_entry\",\"timestamp_ns\":%d,\"function_name\":\"order\",\"args\":{\"id\":%d,\"user\":{\"name\":\"u%d\",\"tags\":[\"a\",\"b\"]}},\"correlation_id\":\"r%d\"}\n", at, t, t, t
		for (i = 1; i <= 4; i++) {
			at += 100
			printf "{\"event_type\":\"variable_change\",\"timestamp_ns\":%d,\"variable_name\":\"total\",\"value\":%d,\"correlation_id\":\"r%d\"}\n", at, int(i / 2) * 10 * t, t
			at += 100
			printf "{\"event_type\":\"function_entry\",\"timestamp_ns\":%d,\"function_name\":\"charge\",\"args\":{\"amount\":%d,\"code\":\"%s\"},\"parent_correlation_id\":\"r%d\",\"correlation_id\":\"c%d.%d\"}\n", at, i * t, i % 2 ? "OK" : "7", t, t, i
			if (i == 3)
				printf "{\"event_type\":\"error\",\"timestamp_ns\":%d,\"error_type\":\"Declined\",\"message\":\"no\",\"correlation_id\":\"c%d.%d\"}\n", at + 1, t, i
			printf "{\"event_type\":\"variable_change\",\"timestamp_ns\":%d,\"variable_name\":\"fee\",\"value\":%.2f,\"correlation_id\":\"c%d.%d\"}\n", at + 10, i / 10, t, i
			printf "{\"event_type\":\"function_exit\",\"timestamp_ns\":%d,\"function_name\":\"charge\",\"correlation_id\":\"c%d.%d\"}\n", at + 20, t, i
		}
		printf "{\"event_type\":\"function_exit\",\"timestamp_ns\":%d,\"function_name\":\"order\",\"return_value\":{\"ok\":true},\"correlation_id\":\"r%d\"}\n", at + 100, t
	}
}' >log
esper-trace-replay -n --full log
# stops COMMAND: where c stops, and the same backwards with rc
stops() {
	{
		echo "$1"
		yes c | head -n 20
	} | esper-trace-replay --step log | places >forward
	{
		echo "$1"
		echo 'goto 57'
		yes rc | head -n 20
	} | esper-trace-replay --step log | places | sed 1d >backward
	echo "= $1"
	cut -c1-60 forward
	tac forward | cmp - backward
}
# places: the first lines of answers, without those at the end of the recording
places() {
	awk '/^#/ { if (NR > 1 && line != "") print line; line = NR > 1 ? $0 : "" } /^  no error/ { line = "" }
		END { if (line != "") print line }'
}
echo '-- errors alone'
stops 'goto 1'
stops 'break charge if amount > 2 and code == OK'
stops 'break charge if fee >= 0.4'
stops 'break charge if not (amount < 12) or user.name ~ "u?" and id in [3]'
stops 'break total=20'
stops 'watch total'
echo '-- what it says'
printf '%s\n' 'watch total' 'watch amount' 'break order' c c c c c c c rc rc 'goto 1' 'break user.name=u2' 'break charge if nobody == 1' \
	'break charge if amount == 5' 'break charge if amount in 3' 'break charge if amount = 3' 'break charge if a b' break \
	'print fee at charge' 'print amount * 2 at charge' 'print code == 7 at charge' 'history user.name' 'goto 17' 'p user' 'p user.tags' \
	'p user.tags.1' 'p output' f 'f' 'p output' 'p output.ok' 'p input' 'p code ~ O*' 'p id' |
	COLUMNS=100 esper-trace-replay --step log
echo '-- a call with many events: its variables are known everywhere, however one gets there'
awk 'BEGIN {
	print "{\"event_type\":\"function_entry\",\"timestamp_ns\":1,\"function_name\":\"loop\",\"correlation_id\":\"r\"}"
	for (i = 2; i < 5000; i++)
		printf "{\"event_type\":\"variable_change\",\"timestamp_ns\":%d,\"variable_name\":\"v%d\",\"value\":%d,\"correlation_id\":\"r\"}\n", i, i * i % 311 + (i > 4000 ? i : 0), i
}' >long
for at in 2 3 65 66 129 1000 4000 4999; do
	printf '%s\n' "goto $at" vars | esper-trace-replay --step long 2>/dev/null >jumped
	{
		echo 'goto 4999'
		echo "b $((4999 - at))"
		echo vars
	} | esper-trace-replay --step long 2>/dev/null | sed -n '/^  last\|^  this/!p' >walked
	awk -v at="$at" 'BEGIN {
		for (i = 2; i <= at; i++) {
			v = i * i % 311 + (i > 4000 ? i : 0)
			if (!(v in set))
				name[++n] = v
			set[v] = i
		}
		for (i = 1; i <= n; i++)
			printf "  v%d = %d  (#%d)\n", name[i], set[name[i]], set[name[i]]
	}' >expected
	sed -n '/^  /p' jumped | cmp - expected
	tail -n "$(wc -l <expected)" walked | cmp - expected
done
