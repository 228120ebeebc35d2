# SIGTERM and SIGINT: what was read is decided, the output is complete, the snapshot is there, 143 and 130
cp "$TESTDATA"/examples/rules.json .
mkfifo in rejects
event() {
	echo '{"event_id":"e'"$1"'","observed_at":'"$1"',"entity_id":"u","fields":{}}'
}
for signal in TERM INT; do
	rm -f s.state out.jsonl
	env --default-signal=INT esper-decide -q -r rules.json --state s.state -o out.jsonl \
		--rejects rejects in &
	pid=$!
	head -n 1 rejects >rejected &
	reader=$!
	exec 3>in
	{
		event 1
		event 2
		echo bad
		printf '{"event_id":"torn'
	} >&3
	# the bad line has come out: so the two before it are decided
	wait $reader
	jq -r .line rejected
	kill -$signal $pid
	{ wait $pid; } 2>/dev/null
	echo "$signal: $?"
	exec 3>&-
	jq -r .event_id out.jsonl
	esper-decide --dump-state --state s.state | jq -r 'select(.kind == "entity") | .event_count'
	{
		event 2
		event 3
	} | esper-decide -r rules.json --state s.state | jq -c '[.event_id, .duplicate_of]'
done

# without --state: as ever; nothing is left of the output
esper-decide -q -r rules.json -o none.jsonl --rejects rejects in &
pid=$!
head -n 1 rejects >rejected &
reader=$!
exec 3>in
{
	event 1
	echo bad
} >&3
wait $reader
jq -r .line rejected
kill $pid
{ wait $pid; } 2>/dev/null
echo "$?"
exec 3>&-
ls none.jsonl 2>/dev/null

# --resume does not go on without what was being read
event 9 >events.jsonl
esper-decide -q -r rules.json --state s.state --rejects rejects in >/dev/null &
pid=$!
head -n 1 rejects >rejected &
reader=$!
exec 3>in
echo bad >&3
wait $reader
jq -r .line rejected
kill $pid
{ wait $pid; } 2>/dev/null
esper-decide -r rules.json --state s.state --resume events.jsonl
echo "$?"
