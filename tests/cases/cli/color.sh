# --color=always colours text for people, also in a pipe, and nothing else; without the colours it is the same text.
export ESPER_ACTOR=me TERM=dumb NO_COLOR=1
T=$TESTDATA/replay escape=$(printf '\033')
cp "$TESTDATA"/examples/*.json* .
awk -v n=3000 -f "$T/events.awk" >day
jq '.config.rules[1].expression.value = 3 | .version = 10' "$T/rules.json" >rules
# shown TITLE COMMAND...: the coloured parts of each line
shown() {
	echo "== $1"
	shift
	"$@" --color=always >coloured 2>said
	"$@" --color=never >plain 2>quiet
	"$@" >auto 2>silent
	cat said coloured | awk -v e="$escape" 'index($0, e) {
		line = ""
		while (match($0, e "\\[[0-9;]*m[^" e "]*" e "\\[0m")) {
			line = line " " substr($0, RSTART + 1, RLENGTH - 5)
			$0 = substr($0, RSTART + RLENGTH)
		}
		print substr(line, 2)
	}' | sed 's/\[//g' | uniq
	sed "s/$escape\\[[0-9;]*m//g" coloured | cmp - plain
	sed "s/$escape\\[[0-9;]*m//g" said | cmp - quiet
	cmp plain auto
	cmp quiet silent
}
# plain NAME FILE: has no escape sequence, and something
plain() {
	[ -s "$2" ] || echo "$1: empty"
	! grep -q "$escape" "$2" || echo "$1: coloured"
}

echo '{"a":' >bad.json
printf '{"b":2}\nnonsense\n' >log
jq -nc '{fields: [range(13) | {name: "f\(.)", selector: {kind: "Pth"}, parser: "String"}]}' >many.json
jq '.tests[0].expect[0] = "Block"' rules.json >wrong.json
shown "messages: a document" esper-encode -p bad.json log
shown "messages: no document" esper-decide -r none.json log
shown "messages: bad lines, one that cannot be read" esper-encode -p plan.json log none
shown "messages: many errors" esper-encode --check many.json
shown "messages: the command line" esper-encode --frobnicate
shown "a rule set" esper-decide --check rules.json
shown "a test that fails" esper-decide --check wrong.json
shown "a dry run" esper-replay -q --type DryRun -p "$T/plan.json" -r "$T/rules.json" --format text day
shown "a comparison" esper-replay -q --type DryRun -p "$T/plan.json" -r rules --baseline-rules "$T/rules.json" \
	--format text day

at="-S store -t acme"
esper-encode $at --create plan.json && esper-encode $at --activate 1
esper-decide -q $at --create rules.json && esper-decide $at --activate 1
esper-replay -q $at --type DryRun events.jsonl >report
esper-replay -q $at --type DryRun none >report
esper-replay -q $at --type DryRun --submit events.jsonl >report
jq '.rules[0].reason = null | .rules[1].expression.value = 3 | .rules[2] = .rules[1] | .rules[2].rule_id = "new" | del(.tests)' \
	rules.json >other.json
esper-decide -q $at --create other.json
shown "what differs" esper-decide $at --diff 1 2 --format text
shown "and back" esper-decide $at --diff 2 1 --format text
shown "jobs" esper-replay $at --list --format text
shown "a job" esper-replay $at --show job-2 --format text
shown "entries" esper-audit $at --format text
shown "a history" esper-audit $at --verify --format text
sed 2d store/acme/audit.jsonl >damaged
shown "a damaged history" esper-audit --verify --format text damaged
shown "a summary" esper-audit $at --summary --format text
shown "a timeline" esper-trace-replay orders.jsonl --error

echo "== an interrupted job"
mkfifo log2
esper-replay -q $at --type DryRun --color=always log2 >report 2>said &
pid=$!
exec 3>log2
head -n 2 events.jsonl >&3
until [ "$(esper-replay $at --list | jq -r 'select(.status == "Running") | .job_id')" ]; do sleep 0.1; done
kill -TERM $pid
{ wait $pid; } 2>/dev/null
exec 3>&-
sed "s/$escape/^/g" said

echo "== never"
always() {
	"$@" --color=always >out 2>said
}
always esper-encode -q -p plan.json --rejects rejects events.jsonl log --stats=stats
cp out encoded
plain encode out
plain rejects rejects
plain stats stats
always esper-decide -q -r rules.json --explain --stats encoded
plain decide out
plain "stats on standard error" said
always esper-decide --check rules.json -o out2
plain "a file" out2
always esper-decide --check rules.json --format tap
plain tap out
always esper-replay -q --type DryRun -p "$T/plan.json" -r "$T/rules.json" day
plain JSON out
always esper-replay -q --type DryRun -p "$T/plan.json" -r "$T/rules.json" --format text -o out2 --report report day
plain "a file" out2
plain "a report" report
always esper-replay -q --type DryRun -p "$T/plan.json" -r "$T/rules.json" --format text -z day
zstd -qdc <out >out2
plain zstd out2
always esper-decide $at --diff 1 2
plain "differences as JSON" out
always esper-decide $at --diff 1 2 --format text -o out2
plain "differences in a file" out2
always esper-replay $at --list
plain "jobs as JSON" out
always esper-audit $at --verify
plain "a verdict as JSON" out
always esper-audit $at
plain "entries as JSON" out
always esper-trace-replay -q --format jsonl orders.jsonl
plain "a timeline as JSON" out
always esper-trace-replay -q --calls orders.jsonl
plain "calls" out
always esper-trace-replay -q --extract --error orders.jsonl
plain "records" out
always esper-trace-replay -q -o out2 orders.jsonl
plain "a timeline in a file" out2
