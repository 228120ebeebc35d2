# Wrong usage exits 2 and says what is missing, unknown or not there yet.
p=$TESTDATA/examples/plan.json r=$TESTDATA/examples/rules.json
try() {
	esper-replay "$@" </dev/null 2>err
	echo "$?: $(head -n 1 err)" | sed "s|$TESTDATA|TESTDATA|g"
}
try
try -p "$p" -r "$r"
try --type DryRun -r "$r"
try --type DryRun -p "$p"
try --type DryRunn -p "$p" -r "$r"
try --type StateRebuild -p "$p" -r "$r"
try --type DryRun -p "$p" -r "$r" --state file
try --type DryRun -p "$p" -r "$r" -S store
try --type DryRun -p "$p" -r "$r" --submit
try --type DryRun -p "$p" -r "$r" --baseline-plan none
try --type DryRun -p "$p" -r "$r" --baseline-plan "$r"
try --type DryRun -p "$p" -r "$r" --baseline-rules "$p"
try --type DryRun -p "$p" -r "$r" --changes file
try --type DryRun -p "$p" -r "$r" --exit-code
try --type DryRun -p "$p" -r "$r" --baseline-rules - -
try --type DryRun -p "$p" -r "$r" --labels none
try --type DryRun -p "$p" -r "$r" --baseline-rules "$r" --changes x --report x
try --type DryRun -p "$p" -r "$r" --baseline-rules "$r" --changes no/such/folder
try --type DryRun -p "$p" -r "$r" --format xml
try --type DryRun -p "$p" -r "$r" --warmup soon
try --type DryRun -p "$p" -r "$r" --warmup -1h
try --type DryRun -p "$p" -r "$r" --fom 2026-11-20
try --type DryRun -p "$p" -r none
try --type DryRun -p "$r" -r "$r"
try --type DryRun -p "$p" -r "$p"
try --type DryRun -p "$p" -r "$r" --report no/such/folder
