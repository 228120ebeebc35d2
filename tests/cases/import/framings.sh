# However trace events are framed (a line, a long line, pretty-printed, without an end, in messages of the OTel Collector), they are the same calls.
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
jq -cn '[range(60) | {ph:"X",pid:1,tid:(. % 3),ts:.,dur:5,name:"f\(.)",args:{n:.}}]' >events
jq -c '.[]' events >lines
jq . events >pretty
jq -c '{traceEvents:.,displayTimeUnit:"ns"}' events >object
jq '{displayTimeUnit:"ns",traceEvents:.}' events >pretty-object
sed '$s/]$//' pretty >open
sed '$s/]$/,/' pretty >comma
printf '%s' "$(cat events)" | sed 's/]$/\n,\n\n/' >comma-line
sed '$d' pretty-object | sed '$s/].*//' >open-object
jq . lines >one-after-another
esper-trace-replay --calls lines >calls
grep -c . calls
for file in events pretty open comma comma-line one-after-another; do
	esper-trace-replay --calls $file 2>&1 | cmp - calls && echo "$file: the same"
	esper-trace-replay --calls <$file 2>&1 | cmp - calls
	esper-trace-replay -j1 --max-line 250 --calls $file 2>&1 | cmp - calls
done
# with an attribute of the first root
esper-trace-replay --calls object >around
head -n 1 around | jq -c .attributes
jq -c 'del(.attributes)' around | cmp - calls
esper-trace-replay --calls pretty-object 2>&1 | cmp - around && echo 'pretty-object: the same'
# what is around an array without an end is not complete
esper-trace-replay --calls open-object 2>&1 | cmp - calls && echo 'open-object: the same'
echo '-- a line that is longer than a record may be'
esper-trace-replay --max-line 100 --calls object 2>&1 | cmp - around && echo 'the same'
esper-trace-replay --max-line 100 --calls <object 2>&1 | cmp - around
echo '-- but not a record'
{ head -n 1 lines; printf '{"ph":"X","pid":1,"tid":1,"ts":1,"dur":1,"name":"%0200d"}\n' 1; } |
	esper-trace-replay --max-line 100 --calls; echo "status $?"
echo '-- cut in an event'
printf '%s' "$(cat events)" | head -c 1000 | esper-trace-replay --calls >cut; echo "status $?"
grep -c . cut
echo '-- messages'
# length N: as four bytes, the highest first
length() {
	for shift in 24 16 8 0; do
		printf "\\$(printf %o $(($1 >> shift & 255)))"
	done
}
messages() { # messages COMMAND: each line of stdin through it
	while IFS= read -r line; do
		printf %s "$line" | $1 >message
		length "$(wc -c <message)"
		cat message
	done
}
messages 'zstd -qc' <lines >zstd
messages cat <lines >json
for file in zstd json; do
	esper-trace-replay --calls $file 2>&1 | cmp - calls && echo "$file: the same"
	esper-trace-replay --calls <$file 2>&1 | cmp - calls
	cat $file | esper-trace-replay --trace-id pid.1 --calls 2>&1 | cmp - calls
	esper-trace-replay --extract $file | cmp - lines
done
head -c 2000 zstd >zstd.cut
esper-trace-replay --calls zstd.cut >cut; echo "status $?"
printf '\012\020abcdefghijklmnop' >proto
for way in cat 'zstd -qc'; do
	{ length "$($way <proto | wc -c)"; $way <proto; } >protobuf
	esper-trace-replay --calls protobuf; echo "status $?"
done
