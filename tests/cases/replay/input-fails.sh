# An input that is missing, cut or of another compression is named; the others are decided; status 2.
awk -v n=400 -f "$TESTDATA/replay/events.awk" | grep '}$' >day
set -- --type DecisionOnly -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" -q
head -n 100 day >first
tail -n +101 day >second
zstd -q second
head -c "$(($(wc -c <second.zst) - 200))" second.zst >cut.zst
printf '\037\213\010\000xyz' >log.gz
esper-replay "$@" first >want
esper-replay "$@" none first log.gz --report report >got
echo $?
cmp got want
jq -c '.job.status, .job.error, .job.inputs' report
esper-replay "$@" first cut.zst >got
echo $?
head -n 100 got | cmp - want
