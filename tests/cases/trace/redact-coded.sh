# --redact decodes what is coded: Base64 of payloads and bodies, JSON in URLs, numbers and lists of OTLP
umask 077
printf 'a key of this test' >key
x() {
	esper-trace-replay -q --redact --redact-key key "$@"
}
both() {
	x --extract "$1" >out
	x --calls "$1" >calls
	esper-trace-replay -q --calls out | cmp - calls
	grep -ciE 'ann@|hunter22|4111111' out
}
payload() {
	printf '{"metadata":{"encoding":"anNvbi9wbGFpbg=="},"data":"%s"}' "$(printf %s "$1" | base64 -w 0)"
}
echo 'Temporal:'
cat >history <<END
{"events":[{"eventId":"1","eventTime":"2026-01-01T00:00:00Z","eventType":"EVENT_TYPE_WORKFLOW_EXECUTION_STARTED","workflowExecutionStartedEventAttributes":{"workflowType":{"name":"W"},"firstExecutionRunId":"r","input":{"payloads":[$(payload '{"email":"ann@example.com","password":"hunter22"}'),$(payload 4111111111111111),$(payload '"ann@example.com"'),$(payload '{"n":1}')]}}}]}
END
both history
jq -c '.input' calls
grep -c "$(printf '{"n":1}' | base64)" out
echo 'Base64 of other alphabets and paddings, and what is none:'
cat >log <<END
{"event_type":"function_entry","timestamp_ns":1,"function_name":"f","correlation_id":"r","args":{"a":"$(printf '"??ann@example.com>"' | base64 | tr '/+' '_-')","b":"$(printf 'to ann@example.com' | base64 | tr -d =)","c":"$(printf 'no secret' | base64)","d":"abcdefgh","e":"550e8400e29b41d4a716446655440000"}}
END
both log
jq -r '.input.a | gsub("_"; "/") | gsub("-"; "+") | @base64d' calls
jq -r '.input.b | length % 4, (. + "==="[0:(4 - length % 4) % 4] | @base64d)' calls
jq -c '.input | del(.a, .b)' calls
echo 'URLs:'
cat >log <<'END'
{"event_type":"function_entry","timestamp_ns":1,"function_name":"f","correlation_id":"r","args":{"a":"https://h/p?x=1&d=%7B%22email%22%3A%22ann%40example.com%22%2C%22password%22%3A%22hunter22%22%7D&y=2","b":"%5B%224111111111111111%22,+%22a%2Bb%22%5D","c":"/p?d=%257B%2522a%2522%253A%2522ann%2540example.com%2522%257D","d":"/p?q=%C3%A94111111111111111&e=ann%40m%C3%BCnchen.de","e":"/p?email=ann%40example.com&note=%7B%22token_x%22%3A1%7D"}}
END
both log
jq -r '.input[]' calls
x --calls --keep-field note --keep-field email log | jq -r .input.e
echo 'brackets around what is no JSON:'
cat >log <<'END'
{"event_type":"function_entry","timestamp_ns":1,"function_name":"f","correlation_id":"r","args":{"a":"[10.0.0.1]","b":"{10.0.0.1}","c":"{::1}","d":"ip:fe80::1","e":"[10.0.0.1, 2] GET"}}
END
both log
jq -c .input calls
echo 'OTLP:'
cat >otlp <<'END'
{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","name":"n","startTimeUnixNano":"1","endTimeUnixNano":"2","attributes":[{"key":"a","value":{"intValue":4111111111111111}},{"key":"b","value":{"doubleValue":4111111111111111}},{"key":"db.password","value":{"kvlistValue":{"values":[{"key":"inner","value":{"stringValue":"hunter22"}}]}}},{"key":"user_id","value":{"stringValue":"412345678901234567"}}]}]}]}]}
END
both otlp
jq -c .attributes calls
