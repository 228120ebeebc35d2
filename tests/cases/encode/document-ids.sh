# An element without an id gets the first 32 digits of the SHA-256 of its bytes as spelled, from the first to the last.
echo '{"fields":[]}' >plan.json
printf '{"observed_at":0}' >id.1
printf '{\r\n  "observed_at": 0,\n "x": "\303\251]}" }' >id.2
printf '{"observed_at":0,"event_id":null}' >id.3
printf '{ "observed_at":0 }' >id.4
for n in 1 2 3 4 1; do
	sha256sum <id.$n | cut -c 1-32 | sed "s|^|sha256:|"
done >want
ids() {
	esper-encode -p plan.json | sed 's/{"event_id":"\([^"]*\)".*/\1/' | cmp - want
}
{
	printf '[ '
	cat id.1
	printf ',\n'
	cat id.2
	printf '\n  ,'
	cat id.3
	printf ','
	cat id.4
	printf '\t,'
	cat id.1
	printf ']'
} >array
ids <array
{
	printf '\357\273\277'
	cat array
} | ids
cat id.1 id.2 id.3 id.4 id.1 | ids
{
	cat id.1 id.2
	echo
	cat id.3 id.4
	echo " "
	cat id.1
} >values
ids <values
wc -l <want
