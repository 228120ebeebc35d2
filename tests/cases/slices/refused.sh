# What cannot be cut, and phases that do not fit the folder, exit 2 with what to do, and write nothing.
cp "$TESTDATA"/examples/*.json* .
refused() {
	"$@" >out 2>said
	echo "$?: $(sed "s/^esper-replay: //; s|$(pwd)/||g" said | head -n 1)"
	[ -s out ] && echo "it wrote something"
}
cut="esper-replay -q --parts parts --slices 3 --type DryRun -p plan.json -r rules.json -o report.json"
refused $cut -
refused $cut
mkfifo pipe
refused $cut pipe
refused $cut --exit-code --baseline-rules rules.json logins.jsonl
refused $cut --checkpoint 10s logins.jsonl
refused $cut --fail-fast logins.jsonl
refused esper-replay --parts parts --slices 0 --type DryRun -p plan.json -r rules.json logins.jsonl
refused esper-replay --parts parts --slices 2 -p plan.json -r rules.json logins.jsonl
refused esper-replay --slices 2 --type DryRun -p plan.json -r rules.json logins.jsonl
refused esper-replay --parts parts --type DryRun -p plan.json -r rules.json logins.jsonl
refused esper-replay -q --parts parts --slices 3 --type DryRun -p - -r rules.json logins.jsonl
sed 's/"runtime": {/"runtime": { "envelope": { "observed_at": ["seen", "observed_at"] },/' plan.json >plan2.json
echo '{"event_id":"x","observed_at":"2026-11-20T10:00:00Z","seen":"2026-11-20T10:00:01Z","body":{}}' >seen.jsonl
refused $cut --baseline-plan plan2.json logins.jsonl seen.jsonl
refused $cut nowhere.jsonl
head -c 100 history.jsonl.zst >torn.zst
refused $cut logins.jsonl torn.zst
ls parts 2>/dev/null
echo phases
refused esper-replay --parts nowhere --fold
mkdir empty
refused esper-replay --parts empty --fold
$cut logins.jsonl || exit 1
$cut logins.jsonl || echo "the same cut again: $?"
refused $cut --to now logins.jsonl
refused esper-replay --parts parts --decide 3
refused esper-replay --parts parts --decide 0 logins.jsonl
refused esper-replay --parts parts --decide 0 -p plan.json
refused esper-replay --parts parts --decide 0 --fold
refused esper-replay -q --parts parts --merge
cp rules.json rules.old
sed 's/"priority": 10/"priority": 11/' rules.old >rules.json
refused esper-replay -q --parts parts --decide 0
cp rules.old rules.json
cp logins.jsonl logins.old
sed 's/alice/alicf/' logins.old >logins.jsonl
cmp -s logins.old logins.jsonl && echo "the input is the same"
refused esper-replay -q --parts parts --decide 0
echo >>logins.jsonl
refused esper-replay -q --parts parts --decide 0
cp logins.old logins.jsonl
sed 's/"version":"[^"]*"/"version":"0.0.0"/' parts/plan.json >plan.other
mkdir other
cp plan.other other/plan.json
refused esper-replay -q --parts other --decide 0 | sed 's/and this is [0-9.]*;/and this is N;/'
echo '{}' >other/plan.json
refused esper-replay -q --parts other --decide 0
ls parts
