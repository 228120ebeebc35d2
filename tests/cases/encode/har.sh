# Real browser requests: method, host, path, user agent, cookies and query out of lists of {name,value}.
esper-encode -p "$TESTDATA/har.plan.json" "$TESTDATA/har.jsonl"
