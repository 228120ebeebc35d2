# A part that fails is named with its words, the other parts are ended, and the run can go on; a wrong use is refused.
slices="sh $TESTDATA/../scripts/slices"
export TMPDIR=.
cp "$TESTDATA"/examples/*.json* .
# Part 1 fails once the others have said that they hang.
mkfifo hanging
cat >program <<'PROGRAM'
#!/bin/sh
[ -e mended ] && exec esper-replay "$@"
case "$*" in
*--slices*) exec esper-replay "$@" ;;
*'--decide 1'*)
	{ read -r one && read -r two; } <>hanging
	echo "$one $two" >hangs
	echo "program: no space left on device" >&2
	exit 2
	;;
esac
echo $$ >hanging
exec tail -f /dev/null
PROGRAM
chmod +x program
replay="--type DecisionOnly -p plan.json -r rules.json"
$slices --jobs 3 --program ./program 3 -- $replay logins.jsonl 2>said
echo $?
folder=$(sed -n 's|.*kept in .*/\(esper-slices.*\)|\1|p' said)
sed "s|/.*/$folder|FOLDER|; s|$folder|FOLDER|" said
for hangs in $(cat hangs); do
	kill -0 $hangs 2>/dev/null && echo 'a part is left'
done
: >mended
$slices --parts "$folder" --jobs 3 --program ./program 3 -- $replay logins.jsonl >two.out 2>two.said
echo $?
esper-replay $replay logins.jsonl >one.out 2>one.said
cmp one.out two.out && cmp one.said two.said
echo "another replay in the same folder"
$slices --parts "$folder" --program ./program 4 -- $replay logins.jsonl 2>&1 | sed "s|/.*/$folder|FOLDER|; s|^  in [^:]*: |  in HERE: |; s| in /.*||"
rm -r "$folder"
echo "what esper-replay refuses"
wrong() {
	$slices "$@" >said 2>&1
	echo "$?: $(sed 's|/.*/none|none|' said)"
}
wrong 3 -- --type DryRun -p plan.json -r rules.json
wrong 3 -- --type DryRun -p plan.json -r rules.json none.jsonl
wrong 3 -- --type DryRun -p plan.json -r rules.json --exit-code --baseline-rules rules.json logins.jsonl
wrong 0 -- --type DryRun -p plan.json -r rules.json logins.jsonl
wrong 2 -- --typ
echo "what is used wrongly"
wrong
wrong 3
wrong x -- $replay logins.jsonl
wrong 3 4 -- $replay logins.jsonl
wrong 3 $replay logins.jsonl
wrong --jobs 0 3 -- $replay logins.jsonl
wrong --jobs
wrong --engine=cloud 3 -- $replay logins.jsonl
wrong --engine=parallel --sshlogin host 3 -- $replay logins.jsonl
wrong --sbatch-option=-pdebug 3 -- $replay logins.jsonl
wrong --program ./none 3 -- $replay logins.jsonl
wrong --parts /dev/null/parts 3 -- $replay logins.jsonl
wrong --nothing=1 3 -- $replay logins.jsonl
$slices --help | sed -n 1p
$slices --version | sed 's/ [0-9.]*$//'
echo "outputs that fail"
$slices 2 -- $replay logins.jsonl >/dev/full 2>said
echo $?
folder=$(sed -n 's|.*kept in .*/\(esper-slices.*\)|\1|p' said)
sed "s|/.*/$folder|FOLDER|; s|$folder|FOLDER|" said
rm -r "$folder"
{ $slices 2 -- $replay logins.jsonl 2>said; echo $? >&2; } | true
{ esper-replay $replay logins.jsonl 2>said; echo $? >&2; } | true
ls -d esper-slices.* 2>/dev/null
exit 0
