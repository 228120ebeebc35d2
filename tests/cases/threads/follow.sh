# After a flood that keeps several threads busy, an input that drips comes out line by line, at once.
mkfifo in out
awk -v n=3000 -f "$TESTDATA/replay/events.awk" >day
stored() {
	if [ $how = zstd ]; then zstd -qc; else cat; fi
}
event() {
	echo '{"event_id":"'"$1"'","observed_at":0,"body":{"user":"u"}}' | stored
}
for how in plain zstd; do
	esper-encode -j 4 -q -p "$TESTDATA/replay/plan.json" <in >out &
	exec 3>in 4<out
	{
		stored <day
		event end
	} >&3 &
	while read -r line <&4; do
		case $line in *'"event_id":"end"'*) break ;; esac
	done
	echo flood
	for n in 1 2 3; do
		event drip-$n >&3
		read -r line <&4
		echo "$line" | cut -c 1-20
	done
	exec 3>&-
	cat <&4
	wait
done
