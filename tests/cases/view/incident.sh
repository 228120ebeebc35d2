# The timeline of the incident, to the byte, with its root cause; in ASCII where the locale is not UTF-8; on an empty input nothing.
LC_ALL=C.UTF-8 esper-trace-replay "$TESTDATA/traces/incident.jsonl"
echo '-- the locale is C'
esper-trace-replay -q "$TESTDATA/traces/incident.jsonl"
echo '-- a locale that is not installed, but is UTF-8'
LC_ALL=xx_YY.utf8 esper-trace-replay -q "$TESTDATA/traces/incident.jsonl" | head -n 2
echo '-- the environment: LANG counts where LC_ALL is not set'
env -u LC_ALL LANG=C.UTF-8 esper-trace-replay -q "$TESTDATA/traces/incident.jsonl" | head -n 2
echo '-- nothing'
esper-trace-replay </dev/null
echo "status $?"
echo '-- a full disk, a closed pipe'
esper-trace-replay -q "$TESTDATA/traces/incident.jsonl" >/dev/full
echo "status $?"
LC_ALL=C.UTF-8 esper-trace-replay -q "$TESTDATA/traces/incident.jsonl" -o out.txt.zst && zstd -dcq out.txt.zst | head -n 1
