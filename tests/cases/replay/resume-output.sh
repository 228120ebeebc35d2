# A job goes on only where its output is what it was; decisions that went into a pipe are written again.
export ESPER_STORE=store ESPER_TENANT=acme
awk -v n=5000 -f "$TESTDATA/replay/events.awk" | grep '}$' >log
esper-encode -q --create "$TESTDATA/replay/plan.json" >/dev/null
esper-encode -q --activate 1
esper-decide -q --create "$TESTDATA/replay/rules.json" >/dev/null
esper-decide -q --activate 1
esper-replay -q --type DecisionOnly log >want

echo "# a pipe whose reader goes away, and then a file"
mkfifo out
head -c 300000 out >/dev/null &
esper-replay -q --type DecisionOnly --checkpoint 64 -o out log
echo $?
wait
rm out
esper-replay -q --resume job-2
echo $?
cmp out want
esper-replay --show job-2 | jq -r .status

echo "# a job that failed behind its last checkpoint: its report could not be written"
ln -s /dev/full report
esper-replay -q --type DecisionOnly --checkpoint 64 -o part --report report log
echo $?
ls store/acme/jobs/*.checkpoint

echo "# its output is gone, and is there again"
mv part kept
esper-replay -q --resume job-3 2>said
echo $?
sed "s|$PWD/||" said
{ cat kept && echo more; } | tr 3 4 >part
cp part was
esper-replay -q --resume job-3 2>said
echo $?
sed "s|$PWD/||" said
cmp part was
mv kept part
rm report
esper-replay --resume job-3 2>said
echo $?
head -n 1 said
cmp part want
jq -r .job.status report
ls store/acme/jobs
