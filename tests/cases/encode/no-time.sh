# If an event has no observed_at, the message names the member that looks like its time; if a time is refused, it says why.
cat >plan.json <<'END'
{"fields":[]}
END
cat >log <<'END'
{"eventTime":"2026-11-20T10:00:00Z","id":"2026"}
{"ts":1763649000.123,"created":"x"}
{"status":"2026-11-20T09:00:00Z","log":{"@timestamp":"2026-11-20T10:00:00Z"},"n":1763649000}
{"time":"20/Nov/2026:10:00:00 +0000"}
{"a":1763649000,"b":{"c":{"d":{"time":"2026-11-20T10:00:00Z"}}},"at":5}
{"observed_at":null,"status":200,"Date":"2026-11-20 10:00:00+01:00"}
{"observed_at":"2026-11-20T10:00:00"}
{"observed_at":"2026-11-20T10:00:00+0100"}
{"observed_at":"Nov 20 10:00:00"}
END
esper-encode -p plan.json --rejects rejects log
jq -r .error rejects
sed 's/{/{"runtime":{"envelope":{"observed_at":"log.@timestamp"}},/' plan.json >mended
esper-encode -p mended log 2>&1 | head -n 3 | cut -c 1-120
