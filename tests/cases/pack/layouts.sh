# Ranges are right for logs of other layouts, too: arrays of events, lines that are not JSON, JSON in strings, other times.
cat >each.json <<'X'
{"runtime":{"each":["Records"],"envelope":{"observed_at":"eventTime"}},
 "fields":[{"name":"n","selector":{"kind":"RequestField","path":"n"},"parser":"U64","required":true}]}
X
cat >line.json <<'X'
{"runtime":{"line":["%{ip} [%{time}] %{n}","%{time} %{json}"],"envelope":{"observed_at":"time"},
  "time_format":"%d/%b/%Y:%H:%M:%S %z"},
 "fields":[{"name":"n","selector":{"kind":"RequestField","path":"n"},"parser":"U64"}]}
X
cat >string.json <<'X'
{"runtime":{"json_strings":["log"],"envelope":{"observed_at":["log.at","at"]},"time_zone":"+02:00"},
 "fields":[{"name":"n","selector":{"kind":"RequestField","path":"log.n"},"parser":"U64"}]}
X
awk 'BEGIN {
	for (i = 0; i < 20000; i += 5) {
		printf("{\"Records\":[")
		for (k = 0; k < i % 4; k++)
			printf("%s{\"eventTime\":%d,\"n\":%d}", k ? "," : "", 1700000000 + i + k * 10, i + k)
		print i == 5005 ? ",7]}" : i == 15000 ? ",{\"eventTime\":1,\"n\":\"x\"}]}" : "]}"
		if (i % 1000 == 0)
			print "{\"eventTime\":" 1700000000 + i ",\"n\":1}\n"
	}
}' >each
awk 'BEGIN {
	for (i = 0; i < 20000; i++) {
		printf("10.0.0.%d [20/Nov/2026:%02d:%02d:%02d +0100] %d\n", i % 9, i / 3600, i % 3600 / 60, i % 60, i)
		if (i == 7000)
			print "no pattern fits\n\n20/Nov/2026:01:00:00 +0100 {\"n\":1}\n20/Nov/2026:01:00:00 +0100 {no}"
	}
}' >line
awk 'BEGIN {
	for (i = 0; i < 20000; i++)
		printf("{\"log\":\"{\\\"at\\\":\\\"2026-11-20T%02d:%02d:%02d\\\",\\\"n\\\":%d}\"}\n", i / 3600, i % 3600 / 60, i % 60, i)
	print "{\"log\":\"none\",\"at\":\"2026-11-20 03:00:00\"}"
}' >string
for f in each line string; do
	esper-encode --pack -p $f.json --frame-size 20K -q -o $f.zst $f
	case $f in
	each) ranges='@1700004000 @1700004100
@1700000000 @1700000001
@1700015000 @1700030000' ;;
	*) ranges='2026-11-20T01:00:00Z 2026-11-20T01:05:00Z
2026-11-19 2026-11-20T00:00:10Z
2026-11-20T04:00:00Z 2030-01-01' ;;
	esac
	echo "$ranges" | while read -r from to; do
		esper-encode -p $f.json --from "$from" --to "$to" --stats=s0 --rejects r0 --no-index $f.zst >want 2>want.err
		echo "$? $(wc -l <want) $(wc -l <r0) $f"
		esper-encode -p $f.json --from "$from" --to "$to" --stats=s1 --rejects r1 $f.zst >got 2>got.err
		cmp want got
		cmp want.err got.err
		cmp r0 r1
		jq -c 'del(.elapsed_seconds)' s0 >s
		jq -c 'del(.elapsed_seconds)' s1 | cmp - s
		esper-encode -q -p $f.json --from "$from" --to "$to" $f | cmp - want
	done
done
