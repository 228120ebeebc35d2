# --sessions of hostile values: sums do not overflow, costs too large are not known, nothing controls the terminal, wide characters take two columns
export LC_ALL=C.UTF-8
# call TRACE ID START DURATION USAGE COST MODEL [INPUT [SERVICE [ATTRIBUTES]]]
call() {
	printf '{"trace_id":"%s","call_id":"%s","parent_id":null,"name":"n","kind":"llm","service":%s,"start":%s,"duration_ns":%s,"status":"error","input":%s,"llm":{"model":%s,"vendor":null,"usage":%s,"cost_usd":%s},"attributes":%s}\n' \
		"$1" "$2" "${9-null}" "$3" "$4" "${8-null}" "$7" "$5" "$6" "${10-{\}}"
}
most=9223372036854775807
{
	call big a '"2262-04-11T23:47:16.854775807Z"' $most '{"input_tokens":'$most',"output_tokens":'$most'}' 1e300 '""'
	call big b '"2262-04-11T23:47:16.854775807Z"' $most '{"input_tokens":'$most',"output_tokens":'$most'}' -0.5 '"m"'
	call big c '"1677-09-21T00:12:43.145224193Z"' -$most '{"input_tokens":1}' 999999999 '"m"'
	call early d '"1677-09-21T00:12:43.145224193Z"' $most '{"input_tokens":'$most'}' 1e-30 '"m"'
	call none e null null null null null
	call '\u001b[31m' f '"2026-11-20T10:00:00Z"' 1 null null '"\u001b]0;x\u0007\n"' '"\u001b[2J gone"' '"\u202eevil"' '{"cwd":"/a\u0000b/\u001b[0m"}'
	call wide g '"2026-11-20T11:00:00Z"' 1 null null '"模型"' '"日本語の質問です。とても長いので切られます。日本語の質問です。とても長いので切られます。"' '"服务"' '{"cwd":"/家/項目"}'
} >log
esper-trace-replay -q --sessions --format jsonl log
for columns in 80 200; do
	COLUMNS=$columns esper-trace-replay -q --sessions log
done
LC_ALL=C COLUMNS=200 esper-trace-replay -q --sessions log
for by in day model service project; do
	esper-trace-replay -q --by $by log
	esper-trace-replay -q --by $by --format jsonl log
done
echo '-- colour: headings, failed tools and the sum'
printf '%s\n' '{"trace_id":"t","call_id":"c","parent_id":null,"name":"n","kind":"tool","service":null,"start":null,"duration_ns":1,"status":"error"}' |
	esper-trace-replay --color=always --sessions | sed 's/\x1b/ESC/g'
