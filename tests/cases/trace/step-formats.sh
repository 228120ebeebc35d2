# --step: an agent session turn by turn, a history of Temporal, a distributed trace, a trace without a clock
export LC_ALL=C.UTF-8 COLUMNS=100
echo '-- a session of Claude Code'
printf '%s\n' bt o o o o 'goto 2' args 'p model' f 'p output' c bt 'p test_param' 'break chat if model ~ claude-3*' rc 'print model at chat' l |
	esper-trace-replay --step "$TESTDATA/traces/claude-code/edge_cases.jsonl" 2>/dev/null
echo '-- Temporal'
printf '%s\n' l n n s args f o o 'break say_hello' c args f 'p output' 'find Enchi' |
	esper-trace-replay --step "$TESTDATA/traces/temporal/test_replayer_event_tracing.json" 2>/dev/null
echo '-- a distributed trace'
printf '%s\n' n n bt up 'p attributes' f o 'c' 'print attributes.kafka.topic at *' 'goto 1' 'break *' c c |
	esper-trace-replay --step "$TESTDATA/traces/zipkin/messaging-kafka.json" 2>/dev/null
echo '-- no clock'
printf '%s\n' n n n l 'goto 2023-01-01' 'goto +1s' vars |
	esper-trace-replay --step "$TESTDATA"/traces/swe-agent/*.traj 2>/dev/null | cut -c1-100
