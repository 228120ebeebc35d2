# the demo's session goes its whole way, again in the same folder too, and shows what it promises
PATH=$BUILD/demo:$PATH
cp "$TESTDATA"/../demo/*.json "$TESTDATA"/../demo/*.jsonl "$TESTDATA"/../demo/*.py . &&
	cp "$TESTDATA"/../scripts/adapters/function.py . || exit 1
# the times of events are the day's; all others are the clock's
session() {
	sh "$TESTDATA/../demo/session" |
		sed -E '/^  evt-/!s/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]{1,3})?Z/NOW/g'
}
session >first
session | cmp - first
cat first
