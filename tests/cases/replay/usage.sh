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
try --type DryRun -p "$p" -r "$r" --state file --warmup 1h
try --type DryRun -p "$p" -r "$r" --encoding-version 1
try --type DryRun -S store
try --type DryRun -p "$p" -r "$r" --baseline-rule-version 1
try --type StateRebuild -S store -t acme --baseline-rule-version 1
try --submit --type DryRun -S store -t acme --baseline-rule-version 1 --exit-code
try --submit --type DryRun -S store -t acme --baseline-rules -
try --list -S store -t acme --baseline-encoding-version 2
try --run-pending -S store -t acme --changes file
try --type DryRun -p "$p" -r "$r" --baseline-plan "$p" --changes file --state file
try --list
try --list -S store
try --show job-0 -S store -t acme
try --list --submit -S store -t acme
try --list -S store -t acme file
try --list -S store -t acme --type DryRun
try --run-pending -S store -t acme -o file
try --retry job-1 -S store -t acme --from now
try --resume job-1 -S store -t acme -z
try --submit --type DryRun -S store -t acme --fail-fast
try --submit --type DryRun -S store -t acme -p -
try --list -S store -t ../acme
try --list -S none -t acme
try -S none -t acme --type DryRun
try --type DryRun -S store -t acme -p - -r -
try --type DryRun -S store -t acme -p - -r "$r" -
