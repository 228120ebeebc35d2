# Nothing is read while it is written, and no input is overwritten by rejects: such a file is refused, exit 2.
p=$TESTDATA/examples/plan.json
head -n 2 "$TESTDATA/examples/events.jsonl" >log
cp log both
esper-encode -p "$p" both log >>both
echo "exit $? lines $(wc -l <both)"
cp log both
esper-encode -p "$p" <both >>both
echo "exit $?"
cmp log both
# an empty one is no danger
: >empty
esper-encode -p "$p" empty log >empty
echo "exit $? lines $(wc -l <empty)"
for rejects in log ./log; do
	esper-encode -p "$p" --rejects "$rejects" empty log
	echo "exit $?"
	esper-encode -p "$p" --rejects "$rejects" <log
	echo "exit $?"
done
cmp log both
# nor by counts, nor by a report, which has a file of its own
esper-encode -p "$p" --stats=./log log
echo "exit $?"
rules=$TESTDATA/examples/rules.json
esper-replay --type DryRun -p "$p" -r "$rules" --report log empty log
echo "exit $?"
for other in '-o out' '--rejects out' '--stats=out'; do
	# shellcheck disable=SC2086 # an option and its argument
	esper-replay --type DryRun -p "$p" -r "$rules" --report out $other log
	echo "exit $?"
done
esper-replay --type DryRun -p "$p" -r "$rules" --report - log
echo "exit $?"
cmp log both
ls out 2>/dev/null
# nor is standard input read twice
cp "$p" plan.json
cp "$TESTDATA/examples/rules.json" rules.json
esper-encode -p - <plan.json
echo "exit $?"
esper-encode -p - log - <plan.json
echo "exit $?"
esper-encode -p - log <plan.json | cmp - empty
esper-decide -r - <rules.json
echo "exit $?"
esper-decide -p - -r - log <rules.json
echo "exit $?"
esper-replay --type DryRun -p plan.json -r - <rules.json
echo "exit $?"
for words in '--traces-of -' '--traces-of x --traces-of - -' '--traces-of plan.json -o plan.json log'; do
	# shellcheck disable=SC2086 # options and their arguments
	esper-trace-replay --calls $words <log
	echo "exit $?"
done
# nor does any output take the place of a document, whatever its name is there
ln plan.json link
cp plan.json plan
cp rules.json rules
for output in '-o plan.json' '-o link' '--rejects ./plan.json' '--stats=plan.json'; do
	# shellcheck disable=SC2086 # an option and its argument
	esper-encode -p plan.json $output log
	echo "exit $?"
done
esper-decide -p plan.json -r rules.json -o rules.json empty
esper-decide -p plan.json -r rules.json -o link empty
esper-decide -p plan.json -r rules.json --state state -q empty
esper-decide -p plan.json -r rules.json --state state --again --rejects ./state empty
esper-replay --type DryRun -p plan.json -r rules.json --report link log
esper-replay --type DryRun -p plan -r rules.json --baseline-plan plan.json --changes link log
cmp plan plan.json
cmp rules rules.json
esper-audit -S store -t acme --append --action checked --actor alice >entry
cp store/acme/audit.jsonl history
esper-audit -S store -t acme --limit 0 -o store/acme/audit.jsonl
cmp history store/acme/audit.jsonl
cmp rules rules.json
# nor of the file of a list, or of another output under another name, or of what is still to be made
echo 203.0.113.0/24 >ips.txt
jq '.lists.blocked_ips = {"file": "ips.txt"}' rules.json >listed.json
jq '.lists = {"ips": {"file": "ips.txt"}}' plan.json >listed
mkdir -p in
ln -s in same
encode="esper-encode -q -p plan.json" decide="esper-decide -q -p plan.json -r rules.json"
while read -r command; do
	# shellcheck disable=SC2086 # words
	$command >stdout
	echo "exit $? in: $(ls in) ips: $(cat ips.txt) stdout: $(wc -l <stdout)"
	rm -f in/* stdout
done <<END
esper-decide -q -p plan.json -r listed.json -o ips.txt empty
esper-decide -q -p listed -r rules.json --rejects ./ips.txt empty
esper-encode -q -p listed -o x -o ips.txt log
esper-replay -q --type DryRun -p plan.json -r listed.json -o ips.txt log
esper-replay -q --type DryRun -p plan.json -r rules.json --baseline-rules listed.json --changes ips.txt log
$encode -o in/x --rejects same/x log
$encode -o same/x --stats=in/x log
$decide --state in/s -o same/s empty
$decide --state in/s --checkpoint 1 --rejects same/s empty
$decide --state in/s -o in/s.lock empty
$encode -o in/x --rejects same/y log
$encode -o /dev/null --stats=/../dev/null log
END
# nor where a document is only looked at
esper-decide --check rules.json -q -o ./rules.json
esper-encode --check plan.json -o link
esper-decide --dump-state --state state -o ./state
cmp plan plan.json
cmp rules rules.json
# nor of what belongs to a store
export ESPER_STORE=store ESPER_TENANT=acme
esper-encode -q --create plan.json
esper-encode -q --activate 1
cp store/acme/encoding/1.json kept
esper-encode -o store/acme/encoding/1.json log
echo "exit $?"
esper-decide -r rules.json -o store/acme/audit.jsonl empty
echo "exit $?"
esper-audit -o store/acme/encoding/1.json
echo "exit $?"
cmp kept store/acme/encoding/1.json
esper-audit --verify >history
echo "exit $?"
