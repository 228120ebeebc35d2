# A chain that is whole verifies, in one file or several, plain or zstd, with a head that was kept of its end or of an entry before; what is not known is never called good.
e=acme.jsonl
cp "$TESTDATA/examples/audit.jsonl" acme.jsonl
verify() {
	echo "--- $*"
	esper-audit --verify "$@"
	echo "exit $?"
}
verify "$e"
verify --format text "$e"
head=$(esper-audit --head "$e")
echo "$head" | tee head.json
verify --format text --expect-head "$(jq -r .entry_hash head.json)" "$e"
verify --format text --expect-head "$head" "$e"
verify --format text --expect-head @head.json "$e"
esper-audit --format text --expect-head @head.json "$e" | tail -n 1
# a head of an entry before the last: nothing was cut off up to there
verify --format text --expect-head "$(sed -n '3s/.*"entry_hash":"//p' "$e" | tr -d '"}')" "$e" | tail -n 2
verify --format text --expect-head "$(echo "$head" | sed 's/"seq":[0-9]*/"seq":2/')" "$e" | tail -n 2
# one that nothing has, and what is none
verify --format text --expect-head "$(printf %064d 1)" "$e" | tail -n 2
verify --expect-head 12 "$e"
verify --expect-head @nowhere "$e"
# in two files, and compressed
head -n 2 "$e" >a
tail -n +3 "$e" | zstd -qc >b
verify --format text a b | head -n 1
zstd -dqc <b | cat a - | esper-audit --verify --format text -t acme | head -n 1
verify --format text b a | sed -n 1,2p
esper-audit --head b
# nothing at all
verify --format text -t acme /dev/null
esper-audit --head </dev/null
esper-audit --verify --expect-head "$(esper-audit --head </dev/null)" </dev/null | jq -r .end
esper-audit --verify --expect-head @head.json </dev/null | jq -r .end
