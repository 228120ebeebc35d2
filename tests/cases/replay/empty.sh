# No input: no decisions, a report of zeros, status 0.
set -- -p "$TESTDATA/examples/plan.json" -r "$TESTDATA/examples/rules.json"
esper-replay --type DecisionOnly "$@"
esper-replay --type DryRun "$@" --format text
printf '\n\r\n  \n' | esper-replay --type DryRun "$@" --format text
: | zstd -q | esper-replay --type DecisionOnly "$@" -q
