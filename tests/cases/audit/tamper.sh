# Whatever is changed, removed, inserted or reordered, the first bad line is named, with what differs, and the status is 1.
e=$TESTDATA/examples/audit.jsonl
try() {
	echo "--- $1"
	esper-audit --verify x 2>err >out
	echo "exit $?: $(jq -c '[.chain, .sequence, .time, .tenant, .last_line, .faults, .first_fault.line]' out)"
	cat err
}
sed '3s/bob/bof/' "$e" >x && try 'a changed byte'
sed '3s/"entry_hash":"./"entry_hash":"x/' "$e" >x && try 'a changed hash'
sed '4s/"prev_hash":"./"prev_hash":"x/' "$e" >x && try 'a changed link'
sed '2s/$/ /' "$e" >x && try 'a space behind'
sed '2s/$/\r/' "$e" >x && try 'a carriage return'
sed '2s/,/, /' "$e" >x && try 'a space within'
sed '2s/}$/,"more":1}/' "$e" >x && try 'a member more'
sed '2s/}$/,"actor":"mallory"}/' "$e" >x && try 'a member twice'
sed '1d' "$e" >x && try 'the first removed'
sed '3d' "$e" >x && try 'one removed'
sed '3,4d' "$e" >x && try 'two removed'
sed '3p' "$e" >x && try 'one doubled'
sed '3{h;d};4{G}' "$e" >x && try 'two exchanged'
sed '3i\\' "$e" >x && try 'an empty line'
sed '3i{}' "$e" >x && try 'an object'
sed '3inonsense' "$e" >x && try 'no JSON'
{
	printf '\357\273\277'
	cat "$e"
} >x && try 'a byte order mark'
head -c -1 "$e" >x && try 'the last newline'
head -c -20 "$e" >x && try 'torn'
{
	cat "$e"
	printf '{"audit'
} >x && try 'torn, one more'
esper-audit --head x
echo "exit $?"

# the last one removed: only a head shows it
sed '$d' "$e" >x && try 'the last removed'
esper-audit --verify --format text --expect-head "$(esper-audit --head "$e")" x | tail -n 1

# any byte of it
size=$(wc -c <"$e") at=0 found=0 tried=0
while [ $at -lt "$size" ]; do
	{
		head -c $at "$e"
		printf '~'
		tail -c +$((at + 2)) "$e"
	} >x
	tried=$((tried + 1))
	esper-audit -q --verify x >out
	[ $? -eq 1 ] && grep -q '"first_fault":{' out && found=$((found + 1))
	at=$((at + 37))
done
[ $tried -eq $found ] && [ $tried -gt 30 ] && echo "every byte"
