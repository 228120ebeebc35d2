# A job that fails says why, in its record too, and can be run again; one that rejects records is Complete.
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
cp "$TESTDATA"/examples/*.json* .
esper-encode --create plan.json
esper-encode --activate 1
esper-decide -q --create rules.json
esper-decide --activate 1
last() {
	echo "exit $1"
	esper-replay --list | tail -n 1 | jq -c '[.job_id, .status, .error, .events_processed, .events_failed]'
	tail -n 1 store/acme/audit.jsonl | jq -c '[.action, .detail.error]'
}
esper-replay -q --type DryRun events.jsonl >report
last $?
esper-replay -q --type DryRun events.jsonl none >report
last $?
jq -c '.job | [.status, .error]' report
cp events.jsonl none
esper-replay -q --retry job-2 >report
last $?
rm none
esper-replay -q --type DryRun events.jsonl >/dev/full
last $?
esper-replay -q --type DecisionOnly events.jsonl -o no/such/folder
last $?
esper-replay -q --type DecisionOnly events.jsonl --report no/such/folder >out
last $?
esper-replay -q --type DecisionOnly --fail-fast events.jsonl >out
last $?
esper-replay -q --type DecisionOnly --max-rejects 1 events.jsonl >out
last $?

echo "# names that are not UTF-8 are in the reason all the same, and long ones are whole"
esper-replay -q --type DryRun events.jsonl --stats="$(printf 'no/caf\351')" >report 2>said
last $?
name=$(printf '%0300d' 0 | sed 's/0/\xc3\xa9/g')
esper-replay -q --type DryRun "$name" "x$name" >report 2>said
last $? | sed "s/\xc3\xa9//g"
esper-replay -q --type DryRun "x$name" >report 2>said
last $? | sed "s/\xc3\xa9//g"

echo "# what was there at --submit can go"
cp plan.json mine.json
esper-replay --type DryRun -p mine.json --submit events.jsonl | jq -c '[.job_id, .encoding_version, .options.plan != null]'
esper-encode --create plan.json
esper-replay --type DryRun --encoding-version 2 --submit events.jsonl | jq -c '[.job_id, .encoding_version]'
esper-replay --type DryRun --submit events.jsonl | jq -c .job_id
rm mine.json
esper-encode --delete 2
esper-replay -q --run-pending >reports 2>said
echo "exit $?"
sed "s|$PWD|PWD|" said
jq -c '.job.job_id' reports
esper-replay --list | tail -n 3 | sed "s|$PWD|PWD|" | jq -c '[.job_id, .status, .error]'

echo "# a document that does not load is no job"
echo '{}' >plan.json
esper-replay --type DryRun -p plan.json events.jsonl
last $?

echo "# records that somebody else has written"
jobs=store/acme/jobs
for edit in '.status = "Done"' 'del(.inputs)' '.job_id = "job-7"' '.tenant_id = "other"' '.inputs = [1]' \
	'.options = []' '.created_at = 7' '.events_failed = -1'; do
	jq -c "$edit" $jobs/job-1.json >job.json
	cp $jobs/job-1.json kept.json
	cp job.json $jobs/job-1.json
	esper-replay --show job-1
	cp kept.json $jobs/job-1.json
done
echo '{' >$jobs/job-20.json
ln -s job-1.json $jobs/job-21.json
touch $jobs/job-0.json $jobs/job-01.json $jobs/job-x.json
esper-replay --show job-20
esper-replay --show job-21
esper-replay --type DryRun --submit events.jsonl | jq -c .job_id
esper-replay -q --run-pending >reports
echo "exit $?"
rm $jobs/job-20.json
esper-replay --list
echo "exit $?"
rm $jobs/job-21.json
esper-replay --list | wc -l | tr -d ' '
jq -c '.status = "Failed" | .options = {"color":"red"}' $jobs/job-1.json >job.json
cp job.json $jobs/job-1.json
esper-replay --retry job-1
last $? | head -n 1
esper-replay --show ../job-1
esper-replay --show job-01
# a link in the archive is not followed
mkdir store/acme/events
ln -s "$PWD/events.jsonl" store/acme/events/a.jsonl
esper-replay --type DryRun
echo "exit $?"

echo "# where nothing more can be written"
rm -rf before store/acme/events
cp -rp store before
(ulimit -f 1 && esper-replay --type DryRun --submit events.jsonl) 2>said
echo "exit $?"
diff -r before store && echo same
command -v prlimit >list || exit 0
mkfifo log
esper-replay -q --type StateRebuild log >/dev/null 2>said &
pid=$!
exec 3>log
prlimit --pid $pid --fsize=600
cat events.jsonl >&3
exec 3>&-
wait $pid
echo "exit $?"
sed "s/:.*: /: ... /" said
esper-replay --list | tail -n 1 | jq -c '[.status, .error]'
ls store/acme
rm log
cp events.jsonl log
esper-replay -q --resume "$(esper-replay --list | tail -n 1 | jq -r .job_id)" | jq -c .job.status
ls store/acme/state
esper-audit --verify >verified && echo whole
