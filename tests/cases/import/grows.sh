# twice as many records in each other, or messages of a chat, take about twice the work
. "$TESTDATA/../tests/steps/grows"
map=$TESTDATA/traces/maps/rows.map.json
nested() { # records in each other
	awk -v n="$1" 'BEGIN {
		for (i = 0; i < n; i++) {
			printf "%s{\"tid\":\"T\",\"sid\":\"%d\",\"v\":1,\"x\":[", i ? ",\"kids\":[" : "", i
			for (k = 0; k < 100; k++)
				printf "%s[%d]", k ? "," : "", k
			printf "]"
		}
		for (i = 0; i < n; i++)
			printf i < n - 1 ? "}]" : "}\n"
	}' >>in
}
grows 'records in each other' 45 nested esper-trace-replay -q --map "$map" --calls
