# Made-up login events in order of time, always the same: awk -v n=2000 -f events.awk
# Every 97th line is no event; every 40th comes twice; some have no device, some an odd age.

function draw(limit) {
	seed = (seed * 16807) % 2147483647
	return seed % limit
}

BEGIN {
	seed = 20261120
	at = 1795132800000
	for (i = 1; i <= n; i++) {
		at += draw(4) ? draw(4000) : 0
		user = draw(draw(3) ? 6 : 60)
		device = draw(9) ? sprintf(",\"device\":\"d-%d\"", draw(12)) : ""
		age = draw(20) ? draw(90) : "\"old\""
		tenant = draw(10) ? "" : sprintf("\"tenant_id\":\"t-%d\",", draw(2))
		line = sprintf("\"observed_at\":%.0f,\"path\":\"%s\",\"body\":{\"user\":\" User-%d \"%s,\"age\":%s,\"ip\":\"10.0.%d.%d\",\"ok\":%s,\"note\":\"caf\303\251 \\\"%d\\\" \\u00e9\"}}",
		    at, draw(5) ? "/login" : "/reset?x=1", user, device, age, draw(3), draw(4), draw(4) ? "true" : "false", i)
		id = draw(50) ? sprintf("\"event_id\":\"e-%d\",", i) : ""
		if (i % 97 == 0)
			line = substr(line, 1, draw(length(line) - 30))
		print "{" id tenant line
		if (i % 40 == 0 && i % 97 != 0)
			print "{" id tenant line
	}
}
