# The demo's orders are the same bytes on every machine, and one line of the incident leads to all of it.
"$BUILD/demo/gen_orders" 2000 >day
sha256sum <day
grep ZeroDivisionError day >found
wc -l <found
esper-trace-replay -q --extract --traces-of found day | cmp - "$TESTDATA/examples/incident.jsonl"
esper-trace-replay -q --calls day | wc -l
esper-trace-replay -q --calls --error day | grep -c '"error":{"type":"PaymentDeclined"'
