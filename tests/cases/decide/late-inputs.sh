# What is said of events that are too late names the file and line, and what had later events before; in parts as in one run.
cp "$TESTDATA"/examples/rules.json .
events() {
	seq "$1" "$2" | jq -c '{event_id: "e\(.)", observed_at: ., entity_id: "u", fields: {}}'
}
decide() {
	esper-decide -r rules.json "$@" >>decisions
	status=$?
	[ $status -eq 0 ] || echo "status $status" >&2
}
summary() {
	echo "$1" >&2
	shift
	decide "$@" 2>&1 | tail -n 2 >&2
}
events 100001 100030 >a
events 1 3 >b
{
	events 100031 100032
	events 4 5
} >c
summary "files are read one after the other" a b c
summary "it is not at the beginning of a file" a c
summary "standard input" a - c <b
summary "the state was there before" --state s a
summary "" --state s b

echo "lines after --resume, and with checkpoints between them" >&2
cat a b >log
: >decisions
decide log 2>whole
cp decisions expected
rm s
head -n 31 log >grown
job() {
	esper-decide -r rules.json --state s --checkpoint 1 --resume -o out "$@"
	echo "status $?" >&2
}
job grown
tail -n 2 log >>grown
job grown
cmp out expected
grep -c 'too_late: ' whole

echo "the same from threads, and compressed" >&2
{
	events 100001 103000
	yes bad | head -n 3
	events 1 2
	events 200001 204000
	events 3 4000
} >large
zstd -q large
decide -j 1 --rejects rejects.1 large 2>one
grep -c too_late: one
tail -n 3 one >&2
for input in large large.zst; do
	decide -j 4 --rejects rejects.4 $input 2>four
	sed 's/large.zst/large/' four | cmp - one
	sed 's/large.zst/large/' rejects.4 | cmp - rejects.1
done
