# Every fuzz target gets through its seeds, among which is all that fuzzing has found, and has some.
tried=0
for target in "$BUILD"/fuzz/*; do
	name=${target##*/}
	"$target" "$TESTDATA/../tests/fuzz/seeds/$name" >out || echo "$name: status $?"
	grep -q '^[1-9][0-9]* inputs$' out || echo "$name: $(cat out)"
	tried=$((tried + 1))
done
echo "$tried targets"
