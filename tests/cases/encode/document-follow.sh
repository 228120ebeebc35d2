# An element of a document is there as soon as its last byte is, also after a flood that keeps several threads busy.
mkfifo in out
event() {
	printf '{"event_id":"%s",\n"observed_at":0,"body":{"user":"u"}}' "$1"
}
next() {
	read -r line <&4
	echo "$line" | cut -c 1-18
}
for j in 1 4; do
	esper-encode -j $j -q -p "$TESTDATA/replay/plan.json" <in >out &
	exec 3>in 4<out
	printf '[' >&3
	event a >&3
	next
	printf ',\n' >&3
	{
		awk -v n=3000 -f "$TESTDATA/replay/events.awk" | grep 'observed_at.*}$' | jq -c -s . | sed 's/^\[//; s/\]$/,/'
		event end
	} >&3 &
	while read -r line <&4; do
		case $line in *'"event_id":"end"'*) break ;; esac
	done
	echo flood
	printf ',{"event_id":"b","observed_at":0,"body":{"us' >&3
	printf 'er":"}]\\"' >&3
	printf '"}}' >&3
	next
	printf ',' >&3
	event c >&3
	next
	printf ']' >&3
	event d >&3
	next
	exec 3>&-
	cat <&4
	wait
done
