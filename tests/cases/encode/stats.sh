# --stats is one JSON object, on stderr or in a file; the books balance; warnings by field and rejects by code are in it.
cat >plan.json <<'END'
{"fields":[
  {"name":"b","selector":{"kind":"RequestField","path":"b"},"parser":"U64"},
  {"name":"a","selector":{"kind":"RequestField","path":"a"},"parser":"Bool"},
  {"name":"c","selector":{"kind":"RequestField","path":"c"},"parser":"Bool","required":true}
]}
END
cat >log <<'END'
{"observed_at":0,"a":1,"b":1,"c":1}
{"observed_at":0,"a":"x","b":"x","c":1}
{"observed_at":0,"a":"x","b":1,"c":1}
{"observed_at":0,"a":"x","b":1}
{"observed_at":0,"c":"x"}

{"observed_at":900,"c":1}
[]
{"c":1}
{"observed_at":"x"}
{
END
mask='s/"elapsed_seconds":[0-9.]*/"elapsed_seconds":_/'
esper-encode -q -p plan.json --to @500 --max-line 100 --stats log 2>err >out
echo "exit $?"
sed "$mask" err
wc -l <out
zstd -q log
esper-encode -q -p plan.json --stats=stats log.zst >/dev/null
sed "$mask; s/\"bytes_in\":$(wc -c <log.zst),/\"bytes_in\":compressed,/" stats
