# --extract writes lines as they are; without a selection, the input to the byte
line() {
	printf '{"event_type":"function_entry","timestamp_ns":%s,"function_name":"f","correlation_id":"t%s","parent_correlation_id":null}' "$1" "$1"
}
same() {
	esper-trace-replay -q --extract "$1" >got
	echo "$1: status $?"
	cmp got "${2:-$1}"
}
{ line 1; echo; line 2; } >no-end
{ printf '\357\273\277'; line 1; printf '\r\n\r\n  \t\n'; line 2; printf ' \r\n'; } >odd
{ line 1; echo; echo '{"a":'; echo '{"b":1}'; printf '\377\n'; line 2; echo; } >mixed
printf '\n\n' >blank
zstd -q mixed odd
{ printf '[\n'; line 1; printf ',\n'; line 2; printf '\n]\n'; } >array
for file in no-end odd mixed blank array; do same $file; done
same mixed.zst mixed
same odd.zst odd
cat mixed | esper-trace-replay -q --extract | cmp - mixed
esper-trace-replay -q --extract mixed no-end odd.zst >got
{ cat mixed no-end && echo && cat odd; } | cmp - got # the last line of no-end has no end
esper-trace-replay -q --extract --redact no-end no-end | wc -l
echo selected:
esper-trace-replay -q --extract --trace-id t2 odd | od -c | sed -n '1p;$p'
for file in no-end mixed array; do
	esper-trace-replay -q --extract --trace-id t2 $file
done
cat odd | esper-trace-replay -q --extract --trace-id t1 | od -c | tail -n 2
esper-trace-replay -q --extract --trace-id t1 array no-end -o out.zst && zstd -qdc out.zst
echo '-- ends of one id whose beginnings are missing are calls of the parents that they name'
for i in 1 2 3; do
	echo '{"event_type":"function_exit","timestamp_ns":'$i',"function_name":"f","correlation_id":"c","parent_correlation_id":"p'$i'","return_value":"v'$i'"}'
done >ends
esper-trace-replay -q --calls ends | jq -c '[.trace_id, .call_id, .parent_id, .output]'
for i in 1 2 3; do
	esper-trace-replay -q --extract --trace-id p$i ends
done | cmp - ends && echo same
esper-trace-replay -q --extract --pattern v3 ends
