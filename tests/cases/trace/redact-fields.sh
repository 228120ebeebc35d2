# --redact-field and --keep-field name members, variables, headers, tags and parameters, without case
cat >log <<'LOG'
{"event_type":"function_entry","timestamp_ns":1,"function_name":"f","correlation_id":"r","args":{"Customer_Name":"Ann","customer":{"name":"Ann","age":42,"ok":true,"tags":["x"]},"token":"t1","max_tokens":9,"n_tokens":"9","token_count":3,"headers":[{"name":"X-Customer","value":"Ann"},{"value":"c=1","name":"Set-Cookie"},{"name":"Accept","value":"text"}],"client_ip":"10.0.0.1","url":"/q?customer=Ann&x=1"}}
{"event_type":"variable_change","timestamp_ns":2,"function_name":"f","correlation_id":"r","variable_name":"CUSTOMER","value":{"a":[1,"b"]}}
{"event_type":"log","timestamp_ns":3,"function_name":"f","correlation_id":"r","message":"from 10.0.0.1 and 10.0.0.2"}
LOG
printf k >key
run() {
	echo "$*:"
	esper-trace-replay -q --calls --redact --redact-key key "$@" log | jq -c '.input, .events[]'
}
run
run --redact-field 'customer*' --redact-field x-CUSTOMER
run --redact-field '*' --keep-field '*customer*' --keep-field url
run --keep-field '*ip' --keep-field '*token*'
run --redact-field message
