# Repetitions fold if their steps are alike in all but times and values: calls, events, series of both, iterations of loops. An error, or anything else that differs, is always shown.
LC_ALL=C.UTF-8
export LC_ALL
# run of events as lines of telemetry: TYPE TIME ID PARENT NAME VALUE
v1() {
	awk '
	$4 == "." { $4 = "" }
	$1 == "enter" { printf "{\"event_type\":\"function_entry\",\"timestamp_ns\":%d,\"correlation_id\":\"%s\",\"parent_correlation_id\":\"%s\",\"function_name\":\"%s\",\"args\":{\"i\":%s}}\n", $2, $3, $4, $5, $6 }
	$1 == "exit" { printf "{\"event_type\":\"function_exit\",\"timestamp_ns\":%d,\"correlation_id\":\"%s\"}\n", $2, $3 }
	$1 == "set" { printf "{\"event_type\":\"variable_change\",\"timestamp_ns\":%d,\"correlation_id\":\"%s\",\"variable_name\":\"%s\",\"value\":%s}\n", $2, $3, $5, $6 }
	$1 == "error" { printf "{\"event_type\":\"error\",\"timestamp_ns\":%d,\"correlation_id\":\"%s\",\"error_type\":\"%s\",\"message\":\"%s\"}\n", $2, $3, $5, $6 }
	$1 ~ /^loop/ { printf "{\"event_type\":\"%s\",\"timestamp_ns\":%d,\"correlation_id\":\"loop_1\",\"parent_correlation_id\":\"%s\",\"loop_type\":\"for\",\"%s\":%s}\n", $1, $2, $3, $1 == "loop_exit" ? "total_iterations" : "iteration_count", $6 }'
}
# calls N FROM: children of r
calls() {
	awk -v n="$1" -v from="$2" 'BEGIN { for (i = 0; i < n; i++) { t = from + 100 * i
		print "enter", t, "c" t, "r", "row", i; print "set", t + 1, "c" t, "-", "v", i; print "exit", t + 50 + i % 3, "c" t } }'
}
echo '-- 1,000 calls'
{ echo 'enter 1 r . main 0'; calls 1000 1000; echo 'exit 200000 r'; } | v1 | esper-trace-replay
echo '-- one of them fails'
{ echo 'enter 1 r . main 0'; calls 10 1000; echo 'enter 3000 bad r row 0'; echo 'set 3001 bad - v 0'; echo 'error 3002 bad - E no'; echo 'exit 3003 bad'
  calls 10 4000; echo 'exit 200000 r'; } | v1 | esper-trace-replay
echo '-- five are shown, six of two rows are not'
{ echo 'enter 1 r . main 0'; for i in 1 2 3 4 5; do echo "enter ${i}0 f$i r leaf $i"; echo "exit ${i}5 f$i"; done; echo 'exit 200 r'; } | v1 | esper-trace-replay
{ echo 'enter 1 r . main 0'; for i in 1 2 3 4 5 6; do echo "enter ${i}0 f$i r leaf $i"; echo "exit ${i}5 f$i"; done; echo 'exit 200 r'; } | v1 | tee six | esper-trace-replay
echo '-- --full shows them'
esper-trace-replay --full six | wc -l
echo '-- a series of three steps'
{ echo 'enter 1 r . main 0'; awk 'BEGIN { for (i = 1; i <= 40; i++) { print "set", 10 * i, "r", "-", "a", i; print "enter", 10 * i + 1, "k" i, "r", "g", i; print "exit", 10 * i + 3, "k" i; print "set", 10 * i + 4, "r", "-", "b", i } }'; echo 'exit 900 r'; } | v1 | esper-trace-replay
echo '-- iterations of a loop, longer than any series'
{ echo 'enter 1 r . main 0'; echo 'loop_entry 2 r - - 0'
  awk 'BEGIN { for (i = 1; i <= 50; i++) { print "loop_iteration", 100 * i, "r", "-", "-", i; for (k = 0; k < 20; k++) print "set", 100 * i + k + 1, "r", "-", "v" k, i } }'
  echo 'loop_exit 5900 r - - 50'; echo 'exit 6000 r'; } | v1 | esper-trace-replay
echo '-- of a call that --depth leaves out, nothing is folded'
{ echo 'enter 1 r . main 0'; calls 1000 1000; echo 'exit 200000 r'; } | v1 | esper-trace-replay --depth 1
echo '-- calls of which the third overlaps the second, alone and in a series'
{ echo 'enter 1 r . main 0'; awk 'BEGIN { for (i = 1; i <= 20; i++) { print "enter", 10 * i, "p" i, "r", "part", i; print "exit", 10 * i + (i == 2 ? 15 : 5), "p" i } }'; echo 'exit 900 r'; } | v1 | esper-trace-replay
{ echo 'enter 1 r . main 0'; awk 'BEGIN { for (i = 1; i <= 20; i++) { print "enter", 10 * i, "p" i, "r", "part" i % 2, i; print "exit", 10 * i + (i == 2 ? 15 : 5), "p" i } }'; echo 'exit 900 r'; } | v1 | esper-trace-replay
echo '-- calls that overlap'
{ echo 'enter 1 r . main 0'; awk 'BEGIN { for (i = 1; i <= 20; i++) { print "enter", 10 * i, "p" i, "r", "part", i; print "exit", 10 * i + 500, "p" i } }'; echo 'exit 900 r'; } | v1 | esper-trace-replay
