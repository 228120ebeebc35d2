# Packed files have the input's lines, byte for byte: plain, zstd and standard input, several files, any -j and level.
p=$TESTDATA/replay/plan.json
awk -v n=3000 -f "$TESTDATA/replay/events.awk" >day
printf '\357\273\277\n \t\r\n{"observed_at":1}\r\n\nno json\n{"observed_at":2}' >odd
head -c 100000 day >cut
zstd -q day

# check WANT FILE...: what comes out of packing them, and that any number of threads gives the same file
check() {
	want=$1
	shift
	esper-encode --pack -p "$p" --frame-size 16K -q -j 1 -o one.zst "$@"
	zstd -dc one.zst | cmp - "$want"
	esper-encode --pack -p "$p" --frame-size 16K -q -j 3 "$@" | cmp - one.zst
	zstd -qt one.zst
}
check day day
check day day.zst
esper-encode --pack -p "$p" --frame-size 16K -q -j 2 <day | cmp - one.zst
cat day.zst | esper-encode --pack -p "$p" --frame-size 16K -q - | cmp - one.zst
check odd odd
check cut cut
# a line without a newline gets one if another input follows; a byte order mark stays only at the start
{ cat odd && echo && cat cut && echo && tail -c +4 odd; } >all
check all odd cut odd
: >none
check none none
check none </dev/null
check day none day none
# packed again, with another level
esper-encode --pack -p "$p" -z19 -q -o two.zst day.zst
zstd -dc two.zst | cmp - day
[ "$(wc -c <two.zst)" -lt "$(wc -c <day.zst)" ] || echo "level 19 is not smaller"
esper-encode --pack -p "$p" -q -o two.zst two.zst && zstd -dc two.zst | cmp - day
# counts
esper-encode --pack -p "$p" --stats=stats --frame-size 100K -o one.zst odd day
jq -c 'del(.elapsed_seconds, .bytes_out)' stats
[ "$(jq .bytes_out stats)" = "$(wc -c <one.zst)" ] || echo "bytes_out is wrong"
# nothing has a time: the plan is of another log
printf '{"a":1}\n{}\n' | esper-encode --pack -p "$p" -o one.zst
