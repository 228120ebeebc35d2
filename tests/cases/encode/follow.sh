# Each event is there at once when the input drips, as tail -f does.
mkfifo in out
esper-encode -p "$TESTDATA/examples/plan.json" <in >out &
exec 3>in 4<out
for n in 1 2 4; do
	sed -n ${n}p "$TESTDATA/examples/events.jsonl" >&3
	read -r line <&4
	echo "$line" | cut -c 1-17
done
# the start of a line is no line
printf '{"event_id":"split","observed_at":0,' >&3
printf '"body":{"request":{"email":"x"}}}\n{"event_id":"last",' >&3
read -r line <&4
echo "$line" | cut -c 1-19
printf '"observed_at":0,"body":{"request":{"email":"x"}}}' >&3
exec 3>&-
read -r line <&4
echo "$line" | cut -c 1-18
wait $!
echo "exit $?"
