# a page of very many calls has those of failing traces first, and short values; it says what it left out, and --full leaves out nothing
awk 'BEGIN {
	call = "{\"trace_id\":\"%s\",\"call_id\":\"%s%d\",\"parent_id\":%s,\"name\":\"f\",\"kind\":\"function\",\"service\":null," \
		"\"start\":\"2026-01-01T00:00:0%dZ\",\"duration_ns\":5,\"status\":\"%s\",\"input\":\"%s\"}\n"
	value = "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
	value = value value value
	for (t = 0; t < 3; t++)
		for (i = 0; i < 100000; i++)
			printf(call, "t" t, "t" t "-", i, i ? "\"t" t "-0\"" : "null", t, t == 2 && i == 99999 ? "error" : "ok", value)
}' >log
esper-trace-replay -q --html page.html log
data() {
	awk '/id="data">/ { on = 1 } on { print } on && /<\/script>/ { exit }' "$1" | sed 's/^<script[^>]*>//; s/<\/script>$//' |
		jq -c '.calls, .width, (.traces[] | [.id, .first, .calls, .all])'
}
data page.html
grep -A 1 'id="details"' page.html | tail -n 1
wc -c <page.html | awk '{ print ($1 < 60000000 ? "less than 60 MB" : $1) }'
esper-trace-replay -q --html full.html --full --limit 1 log
grep -c '^\["t0-' full.html
data full.html
