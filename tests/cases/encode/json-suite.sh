# Every y_ file of JSONTestSuite is accepted and every n_ file refused, as a value and as a line (blank ones are none); good neighbours stay.
suite=$TESTDATA/json-test-suite
echo '{"fields":[{"name":"x","selector":{"kind":"RequestField","path":"x"},"parser":"Json"}]}' >plan.json
# among KIND FORM: all files of a kind, each between two good lines
among() {
	n=0
	for f in "$suite/$1"_*.json; do
		n=$((n + 1))
		printf '{"event_id":"before %s","observed_at":0}\n' "${f##*/}"
		[ "$2" = line ] || printf '{"event_id":"it","observed_at":0,"x":'
		case $1 in
		y) tr '\n' ' ' <"$f" ;; # white space, where it is valid
		*) cat "$f" ;;
		esac
		[ "$2" = line ] || printf '}'
		printf '\n{"event_id":"after %s","observed_at":0}\n' "${f##*/}"
	done
}
encode() {
	esper-encode -q -p plan.json --max-rejects 100% --rejects rejected "$1" >out 2>err ||
		echo "$1: status $?: $(cat err)"
	sed -n 's/{"event_id":"\(before\|after\) \([^"]*\)".*/\1 \2/p' out >got
	sed -n 's/{"event_id":"\(before\|after\) \([^"]*\)","observed_at":0}/\1 \2/p' "$1" |
		diff - got || echo "$1: a neighbour is gone"
}
among y value >accepted
y=$n
encode accepted
! grep . rejected
[ "$(grep -c '"it"' out)" = "$y" ] || echo "not all there"
for form in value line; do
	among n $form >refused
	encode refused
	! grep -a '"it"' out
	# the files of which no line is refused
	grep -an '^{"event_id":"before' refused | sed 's/:.*before / /; s/".*//' >begin
	jq .line rejected | awk '
		NR == FNR { at[++n] = $1; name[n] = $2; next }
		{ while (i < n && at[i + 1] < $1) i++; refused[i] = 1 }
		END { for (i = 1; i <= n; i++) if (!refused[i]) print name[i] }' begin - |
		sed "s/^/as a $form, accepted: /"
done
refused=$n
among i value >either
encode either
echo "$y accepted, $refused refused, $n either"
