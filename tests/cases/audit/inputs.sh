# Empty input, bad lines, a cut zstd frame, a closed pipe.
e=acme.jsonl
cp "$TESTDATA/examples/audit.jsonl" acme.jsonl
esper-audit </dev/null
echo "exit $?"
esper-audit --summary </dev/null
echo "exit $?"
{
	head -n 1 "$e"
	echo '{"a":'
	echo '[]'
	echo '{"audit_entry_id":"acme-1"}'
	sed -n '2s/"seq":2/"seq":-2/p' "$e"
	sed -n '2s/"seq":2/"seq":"2"/p' "$e"
	sed -n '2s/"detail":{/"detail":1,"x":{/p' "$e"
	sed -n '2s/"recorded_at":"2/"recorded_at":"x/p' "$e"
	sed -n '2s/"actor":"/"actor":null,"x":"/p' "$e"
	echo
	tail -n 1 "$e"
} >bad
esper-audit --rejects rejects bad | jq -c .seq
jq -c '[.line, .code, .field]' rejects
esper-audit --max-rejects 8 -q bad | wc -l
esper-audit --fail-fast bad | jq -c .seq
esper-audit --max-line 100 "$e"
echo "exit $?"
esper-audit --verify --max-line 100 "$e" >out 2>/dev/null
echo "exit $?"
jq -r .chain out
zstd -qc "$e" | head -c 200 | esper-audit >out
echo "exit $?"
esper-audit nowhere
echo "exit $?"
awk '{ line[NR] = $0 } END { for (i = 0; i < 3000; i++) for (j = 1; j <= NR; j++) print line[j] }' "$e" >many
{
	esper-audit many
	echo "status $?" >status
} | head -n 1 | jq -c .seq
cat status
