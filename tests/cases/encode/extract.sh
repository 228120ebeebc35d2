# Extract takes a group of a POSIX expression, Base64 decodes, Decimal keeps every digit; what fits none is absent, without a warning
cat >plan.json <<'END'
{"fields":[
 {"name":"user","selector":{"kind":"RequestField","path":"v"},"parser":"String",
  "normalizers":[{"kind":"Extract","pattern":"^([^@]+)@","group":1}]},
 {"name":"digits","selector":{"kind":"RequestField","path":"v"},"parser":"U64",
  "normalizers":[{"kind":"Extract","pattern":"[0-9]+","group":0}]},
 {"name":"claims","selector":{"kind":"RequestField","path":"jwt"},"parser":"Json",
  "normalizers":[{"kind":"Split","separator":".","index":1},{"kind":"Base64","to":"text"}]},
 {"name":"hex","selector":{"kind":"RequestField","path":"v"},"parser":"String","normalizers":[{"kind":"Base64","to":"hex"}]},
 {"name":"price","selector":{"kind":"RequestField","path":"p"},"parser":"Decimal"}]}
END
printf '{"observed_at":0,%s}\n' \
	'"v":"user7@example.com"' '"v":"\u0000\n@"' '"v":"\u00e9t\u00e9 12345@x"' '"v":"////"' '"v":"YQ=="' '"v":["a@b",7]' \
	'"jwt":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSIsImFkbWluIjp0cnVlfQ.sig"' '"jwt":"a.%%%%.b"' '"jwt":"a.bm8.b"' \
	'"p":12.30' '"p":"-0"' '"p":1e-9' '"p":"999999999999999999.999999999"' '"p":1e18' '"p":0.0000000001' '"p":"1,5"' \
	'"p":123456789012345678.123456789000' |
	esper-encode -p plan.json | sed 's/.*"fields"://'
# a text of 64 KiB may match, one that is longer does not
for n in 65535 65536; do
	awk -v n=$n 'BEGIN { printf "{\"observed_at\":0,\"v\":\""; for (i = 0; i < n; i++) printf "-"; print "@\"}" }' >long
	esper-encode -q -p plan.json long 2>/dev/null | jq -c '.fields | map_values(length)'
done
# every thread has the same answers
seq 1 20000 | sed 's/.*/{"observed_at":0,"v":"user&@example.com","p":&.10}/' >many
esper-encode -q -j 1 -p plan.json many | sha256sum >one
esper-encode -q -j 4 -p plan.json many | sha256sum | cmp - one
