# Traces that are not JSON are named with the command that converts them: by their first bytes, exit 2; text that a tool writes by its shape, if nothing else came from the input.
say() { # say FILE
	esper-trace-replay -q "$1" 2>&1
	echo "exit $?"
}
printf 'PERFILE2\150\0\0\0' >perf.data
printf '\n\4\10\1\20\2' >profile.pb
printf '\n\233\1\62\100\12' >android.pftrace
printf 'PK\3\4' >log.eval
printf 'PK\3\4' >logs.zip
printf 'PAR1\25\4\25' >export.parquet
printf 'SQLite format 3\0\20' >state.db
printf 'FLR\0\0\2' >recording.jfr
printf '\37\213\10\0' >profile.pb.gz
for file in perf.data profile.pb android.pftrace log.eval logs.zip export.parquet state.db recording.jfr profile.pb.gz; do
	say $file
done
esper-trace-replay -q <log.eval 2>&1
zstd -q -c perf.data | esper-trace-replay -q 2>&1
echo '-- text'
hint() { # hint: of standard input
	cat >text
	esper-trace-replay text 2>&1 | grep -v '^esper-trace-replay: text:[0-9]'
}
hint <<'END'
swapper     0 [001] 12345.678901:     250000 cpu-clock:pppH: 
	ffffffff81 do_idle+0x12 ([kernel.kallsyms])

END
hint <<'END'
Starting the server
2026-01-01T00:00:00Z [server] {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"f"}}
END
hint <<'END'
<14>1 2026-01-01T00:00:00Z host app: { "event_type" : "function_entry" }
END
hint <<'END'
main;parse;read 12
main;write 3
END
hint <<'END'
{
  traceId: 'abc',
  events: [],
}
END
echo "{ traceId: 'abc' }" | hint
echo "[{'trace_id': 'abc'}]" | hint
echo '-- no hint: other text, or there is JSON, too'
hint <<'END'
hello 12
at 12.3456789 o'clock; 12 of 13
"torn": {
{ "name": 'x' }
key: value,
END
printf 'main;f 12\n{}\n' | hint
{
	cat text
	cat "$TESTDATA/traces/incident.jsonl"
} | hint | tail -n 1
: | hint
