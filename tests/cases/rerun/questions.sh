# a command that asks gets the first unused recorded answer of that kind, name and input; a miss says why
shop=$TESTDATA/rerun/shop.jsonl
# The adapter asks what the file `questions` has, one a line, and answers with what it got.
cat >adapter <<'SH'
while read -r request; do
	id=$(echo "$request" | jq .id)
	got=
	while read -r question; do
		echo "{\"id\":$id,\"call\":$question}"
		read -r reply <&3
		got="$got${got:+,}$(echo "$reply" | jq -c 'del(.id)')"
	done <questions
	echo "{\"id\":$id,\"output\":[$got]}"
done 3<&0
SH
# asks ARGUMENT...: what the questions on standard input get
asks() {
	cat >questions
	esper-trace-replay -q --exec 'checkout=exec sh adapter' --trace-id s1 --format jsonl "$@" "$shop" >result
	echo "status $?"
	jq -r '.spans[0].output | .[] | tojson' result
	jq -r '.questions[] | select(.miss) | "miss \(.number): \(.miss), nearest \(.nearest), by \(.used_by), path \(.path)"' result
	jq -c '[[.spans[] | .served_by], .questions_reordered, .success]' result
}
rates='{"kind":"http","name":"GET /rates","input":{"currency":"EUR"}}'
a='{"kind":"database","name":"select price","input":{"sku":"a"}}'
b='{"kind":"database","name":"select price","input":{"sku":"b"}}'
echo '-- each recorded answer is given once, in the recorded order'
printf '%s\n' "$rates" "$rates" "$a" "$b" | asks --ignore '$'
echo '-- another order is no miss'
printf '%s\n' "$b" "$a" "$rates" | asks --ignore '$'
echo '-- what a recorded child depended on'
printf '%s\n' '{"kind":"database","name":"select customer","input":{"name":"ann"}}' | asks --ignore '$'
echo '-- what is below a recorded answer was asked for, too'
printf '%s\n' '{"name":"discount"}' | asks --ignore '$'
echo '-- misses: used up, another input, never recorded'
printf '%s\n' "$a" "$a" | asks
printf '%s\n' "$rates" "$rates" "$rates" | asks
printf '%s\n' '{"kind":"database","name":"select price","input":{"sku":"c"}}' | asks
printf '%s\n' '{"kind":"function","name":"discount","input":{"customer":"ann","total":26}}' | asks
printf '%s\n' '{"kind":"function","name":"discount","input":{"total":25}}' | asks
printf '%s\n' '{"kind":"http","name":"GET /rate","input":null}' '{"kind":"tool","name":"GET /rates"}' '{"name":"something else"}' | asks
echo '-- repeated'
printf '%s\n' "$rates" "$rates" "$rates" "$rates" | asks --repeat last --ignore '$'
printf '%s\n' "$rates" "$rates" "$rates" "$rates" | asks --repeat any --ignore '$'
echo '-- a mock, a fault and another command answer before the recording'
echo '{"kind":"http","output":{"status":503}}' >mocks
printf '%s\n' "$rates" "$a" "$b" '{"kind":"tool","name":"new","input":1}' |
	asks --ignore '$' --mock mocks --fault kind:database=error:Down --exec 'new=jq -c --unbuffered "{id, output: .input}"'
echo '-- a command that would have to answer itself is not asked'
printf '%s\n' "$a" | asks --ignore '$' --exec '*=exec sh adapter'
echo '-- blocked questions'
printf '%s\n' "$a" '{"name":"zzz"}' | asks --ignore '$' --exec '*=false' --block 'kind:database' --block zzz
