# each option selects whole traces; one that is repeated adds, different ones restrict, on one and the same call
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
cat >log <<'LOG'
{"event_type":"function_entry","timestamp_ns":1000000000,"function_name":"pay","correlation_id":"r1","parent_correlation_id":null,"args":{"user_id":"u1","order":{"id":7,"a.b":1}},"service":{"name":"shop","version":"1.0"}}
{"event_type":"function_entry","timestamp_ns":1000001000,"function_name":"load","correlation_id":"r1a","parent_correlation_id":"r1","args":{"user_id":"u2"},"service":"db"}
{"event_type":"error","timestamp_ns":1000002000,"function_name":"load","correlation_id":"r1a","error_type":"TimeoutError","message":"slow"}
{"event_type":"function_exit","timestamp_ns":1000003000,"function_name":"load","correlation_id":"r1a","parent_correlation_id":"r1"}
{"event_type":"function_exit","timestamp_ns":1000900000,"function_name":"pay","correlation_id":"r1","parent_correlation_id":null,"return_value":1}
{"event_type":"function_entry","timestamp_ns":2000000000,"function_name":"pay","correlation_id":"r2","parent_correlation_id":null,"args":{"user_id":"u2"},"service":{"name":"shop","version":"1.1"}}
{"event_type":"variable_change","timestamp_ns":2000001000,"function_name":"pay","correlation_id":"r2","variable_name":"total","value":"12 €"}
{"event_type":"http_request","timestamp_ns":2000002000,"function_name":"pay","correlation_id":"r2","method":"GET","url":"/rates"}
{"event_type":"http_response","timestamp_ns":2000004000,"function_name":"pay","correlation_id":"r2","status_code":200}
{"event_type":"function_exit","timestamp_ns":2002000000,"function_name":"pay","correlation_id":"r2","parent_correlation_id":null,"return_value":2}
{"event_type":"function_entry","timestamp_ns":3000000000,"function_name":"scan","correlation_id":"r3","parent_correlation_id":null,"args":{"user_id":"u3"}}
{"event_type":"context","timestamp_ns":3000001000,"function_name":"scan","correlation_id":"r3","context":{"variant":"blue","correlation_id":"outer"}}
{"event_type":"function_entry","timestamp_ns":4000000000,"function_name":"load","trace_id":"ABCDEF0123456789abcdef0123456789","span_id":"00000000000000AA","parent_span_id":null,"args":{"user_id":"u1"}}
{"event_type":"function_exit","timestamp_ns":4000000500,"function_name":"load","trace_id":"ABCDEF0123456789abcdef0123456789","span_id":"00000000000000AA","error":{"type":"KeyError","message":"k"}}
{"event_type":"function_entry","timestamp_ns":5000000000,"function_name":"load","trace_id":"abcd000000000000abcdef0123450000","span_id":"00000000000000ab","parent_span_id":null}
{"event_type":"function_exit","timestamp_ns":5000000500,"function_name":"load","trace_id":"abcd000000000000abcdef0123450000","span_id":"00000000000000ab","return_value":null}
LOG
traces() {
	esper-trace-replay -q --calls "$@" log >calls
	status=$?
	echo "$* ($status): $(jq -r '.trace_id' calls | uniq | paste -s -d ' ')"
}
traces --name pay
traces --name pay --name scan
traces --name 'lo*'
traces --name LOAD
traces --kind http
traces --kind function --name 'GET*'
traces --kind database --kind http
traces --service shop
traces --service db --name load
traces --service shop --name load
traces --error
traces --error=TimeoutError
traces --error='*Error' --name pay
traces --error='Key*' --error='Time*'
traces --status success
traces --status error
traces --status open
traces --status open --status success
traces --success
traces --failure
traces --where user_id=u2
traces --where user_id=u2 --name pay
traces --where order.id=7
traces --where 'order.a.b=1'
traces --where 'total=12*'
traces --where 'variant=*'
traces --where 'service.version=1.?'
traces --user-id u1
traces --variant blue
traces --correlation-id r1a
traces --correlation-id outer
traces --correlation-id r2/http/1
traces --correlation-id 0X00000000000000aA
traces --pattern '"TimeoutError"'
traces --pattern 'r1a","parent_correlation_id":"r1","args'
traces --pattern 'load' --where user_id=u1
traces --trace-id r1
traces --trace-id ABCDEF
traces --trace-id 0xabcdef
traces --trace-id abcdef0123456789
traces --trace-id r3 --trace-id r2
traces --trace-id r1 --name scan
traces --code-version 1.0 --name load --service db
