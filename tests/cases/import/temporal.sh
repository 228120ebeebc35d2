# Histories of Temporal: the run is the root, activities, timers, children, signals and updates are calls of it, with their payloads decoded.
show() {
	esper-trace-replay --calls "$@" >calls
	cat calls
	esper-trace-replay -q --calls calls | cmp - calls
}
payload() { # payload JSON
	printf %s "$1" | base64 -w 0 | jq -R -c '{payloads: [{metadata: {encoding: "anNvbi9wbGFpbg=="}, data: .}]}'
}
history=$TESTDATA/traces/temporal/test_replayer_event_tracing.json
show "$history"
jq -c . "$history" | esper-trace-replay -q --calls | cmp - calls
esper-trace-replay -q --extract --name say_hello "$history" | jq -c . >got
jq -c . "$history" | cmp - got
echo '-- as many calls as events that begin one, and as many logs as others'
jq -r '[.events[].eventType] | map(select(test("_TASK_SCHEDULED|TIMER_STARTED|EXECUTION_STARTED|SIGNALED|ACCEPTED") and (test("WORKFLOW_TASK") | not))) | length' "$history"
wc -l <calls
jq -s 'map(.events // [] | length) | add' calls
echo '-- a parent and its child, in the older spelling: failures, retries, time-outs; the child is below the call that started it'
cat >parent.json <<END
{"events":[
{"eventId":1,"eventTime":"2026-11-20T10:00:00Z","eventType":"WorkflowExecutionStarted","workflowExecutionStartedEventAttributes":{"workflowType":{"name":"Order"},"input":$(payload '{"id":7}'),"originalExecutionRunId":"run-1","firstExecutionRunId":"run-1","workflowId":"order-7"}},
{"eventId":"5","eventTime":"2026-11-20T10:00:01Z","eventType":"ActivityTaskScheduled","activityTaskScheduledEventAttributes":{"activityId":"5","activityType":{"name":"charge"},"input":{"payloads":[{"metadata":{"encoding":"anNvbi9wbGFpbg=="},"data":"Nw=="},{"metadata":{"encoding":"YmluYXJ5L2VuY3J5cHRlZA=="},"data":"AAEC"}]}}},
{"eventId":"6","eventTime":"2026-11-20T10:00:05Z","eventType":"ActivityTaskStarted","activityTaskStartedEventAttributes":{"scheduledEventId":"5","attempt":3,"lastFailure":{"message":"declined","stackTrace":"Traceback (most recent call last):\n  File \"/app/pay.py\", line 12, in charge\n    raise Declined()\n","applicationFailureInfo":{"type":"Declined"}}}},
{"eventId":"7","eventTime":"2026-11-20T10:00:06Z","eventType":"ActivityTaskFailed","activityTaskFailedEventAttributes":{"scheduledEventId":5,"startedEventId":"6","retryState":"RETRY_STATE_MAXIMUM_ATTEMPTS_REACHED","failure":{"message":"declined again","stackTrace":"  File \"/app/pay.py\", line 14, in charge\n","applicationFailureInfo":{"type":"Declined","nonRetryable":true,"details":$(payload '{"code":51}')}}}},
{"eventId":"8","eventTime":"2026-11-20T10:00:07Z","eventType":"StartChildWorkflowExecutionInitiated","startChildWorkflowExecutionInitiatedEventAttributes":{"workflowType":{"name":"Refund"},"workflowId":"refund-7","input":$(payload '"all"')}},
{"eventId":"9","eventTime":"2026-11-20T10:00:08Z","eventType":"ChildWorkflowExecutionStarted","childWorkflowExecutionStartedEventAttributes":{"initiatedEventId":"8","workflowExecution":{"workflowId":"refund-7","runId":"run-2"}}},
{"eventId":"10","eventTime":"2026-11-20T10:00:20Z","eventType":"ChildWorkflowExecutionCompleted","childWorkflowExecutionCompletedEventAttributes":{"initiatedEventId":"8","startedEventId":"9","result":$(payload '{"refunded":true}')}},
{"eventId":"11","eventTime":"2026-11-20T10:00:21Z","eventType":"ActivityTaskScheduled","activityTaskScheduledEventAttributes":{"activityId":"11","activityType":{"name":"mail"}}},
{"eventId":"12","eventTime":"2026-11-20T10:00:31Z","eventType":"ActivityTaskTimedOut","activityTaskTimedOutEventAttributes":{"scheduledEventId":"11","failure":{"message":"activity StartToClose timeout","timeoutFailureInfo":{"timeoutType":"TIMEOUT_TYPE_START_TO_CLOSE"}}}},
{"eventId":"13","eventTime":"2026-11-20T10:00:32Z","eventType":"ActivityTaskScheduled","activityTaskScheduledEventAttributes":{"activityType":{"name":"ship"}}},
{"eventId":"14","eventTime":"2026-11-20T10:00:33Z","eventType":"TimerStarted","timerStartedEventAttributes":{"timerId":"t","startToFireTimeout":"60s"}},
{"eventId":"15","eventTime":"2026-11-20T10:00:34Z","eventType":"TimerCanceled","timerCanceledEventAttributes":{"timerId":"t","startedEventId":"14"}},
{"eventId":"16","eventTime":"2026-11-20T10:00:34.5Z","eventType":"WorkflowTaskFailed","workflowTaskFailedEventAttributes":{"cause":"WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR","failure":{"message":"nondeterministic"}}},
{"eventId":"17","eventTime":"2026-11-20T10:00:35Z","eventType":"WorkflowExecutionFailed","workflowExecutionFailedEventAttributes":{"failure":{"message":"Activity task failed","activityFailureInfo":{"scheduledEventId":"5"},"cause":{"message":"declined again","applicationFailureInfo":{"type":"Declined"}}}}}
],"exported":"by hand"}
END
cat >child.json <<END
{"events":[
{"eventId":"1","eventTime":"2026-11-20T10:00:08Z","eventType":"EVENT_TYPE_WORKFLOW_EXECUTION_STARTED","workflowExecutionStartedEventAttributes":{"workflowType":{"name":"Refund"},"parentWorkflowExecution":{"workflowId":"order-7","runId":"run-1"},"parentInitiatedEventId":"8","originalExecutionRunId":"run-2","firstExecutionRunId":"run-2"}},
{"eventId":"2","eventTime":"2026-11-20T10:00:09Z","eventType":"EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED","workflowExecutionUpdateAcceptedEventAttributes":{"acceptedRequest":{"input":{"name":"pause","args":$(payload '1')}}}},
{"eventId":"3","eventTime":"2026-11-20T10:00:10Z","eventType":"EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED","workflowExecutionUpdateCompletedEventAttributes":{"acceptedEventId":"2","outcome":{"failure":{"message":"too late","applicationFailureInfo":{"type":"Late"}}}}},
{"eventId":"4","eventTime":"2026-11-20T10:00:11Z","eventType":"EVENT_TYPE_SOMETHING_NEW","somethingNewEventAttributes":{"x":$(payload '[1]')}},
{"eventId":"5","eventTime":"2026-11-20T10:00:19Z","eventType":"EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED","workflowExecutionTerminatedEventAttributes":{"reason":"enough","identity":"me"}}
]}
END
show parent.json child.json
esper-trace-replay --format text child.json parent.json
jq -c . parent.json child.json | esper-trace-replay -q --calls | cmp - calls
echo '-- odd histories'
cat >odd <<'END'
{"events":[{"eventId":"9","eventType":"EVENT_TYPE_TIMER_FIRED","eventTime":"never","timerFiredEventAttributes":{"startedEventId":"4"}}]}
{"events":[{"eventId":"1","eventType":7,"eventTime":1,"taskId":"t"},7,{},{"eventId":"2","eventType":"ActivityTaskCompleted","activityTaskCompletedEventAttributes":{"result":5}},{"eventId":{},"eventType":"EVENT_TYPE_","x":[{"payloads":[{"metadata":{"encoding":"anNvbi9wbGFpbg=="},"data":"ew=="}]}]}]}
{"events":[{"eventId":"1","eventType":"TimerStarted","eventTime":"2026-11-20T10:00:00Z","timerStartedEventAttributes":[]},{"eventId":"1","eventType":"TimerStarted","eventTime":"2026-11-20T10:00:00Z","timerStartedEventAttributes":{}},{"eventId":"2","eventType":"WorkflowExecutionStarted","workflowExecutionStartedEventAttributes":{"workflowType":"W","input":"p\u00e9","rootWorkflowExecution":{"runId":"ABCDEF0123456789"}}},{"eventId":"3","eventType":"WorkflowExecutionUpdateRejected","eventTime":"2026-11-20T10:00:01Z","workflowExecutionUpdateRejectedEventAttributes":{"failure":"no","rejectedRequest":{"input":{"name":5,"args":{"payloads":{}}}}}},{"eventId":"4","eventType":"WorkflowExecutionCompleted","workflowExecutionCompletedEventAttributes":{"result":"\/"}}]}
{"events":[{"eventId":"1","eventType":"TimerStarted"}]}
{"events":[]}
END
show odd
