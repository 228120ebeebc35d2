# Hashes that are right do not make an order, a time or a tenant right: these are judged apart.
chain() { # reads TENANT SEQ TIME
	prev=$(printf %064d 0)
	while read -r tenant seq time; do
		line='{"audit_entry_id":"'$tenant-$seq'","tenant_id":"'$tenant'","seq":'$seq',"actor":"a","action":"b","target":null,"detail":{},"recorded_at":"'$time'","prev_hash":"'$prev'"'
		prev=$(printf %s "$line" | sha256sum | cut -c 1-64)
		echo "$line,\"entry_hash\":\"$prev\"}"
	done
}
try() {
	echo "--- $*"
	esper-audit --verify "$@" >out
	echo "exit $?"
	jq -c '[.chain, .sequence, .time, .tenant, .last_line, .faults]' out
}
printf 't 1 2026-01-01T00:00:00.000Z\nt 2 2026-01-01T00:00:01.000Z\nt 3 2026-01-01T00:00:01.000Z\n' | chain >good
try good
printf 't 1 2026-01-01T00:00:00.000Z\nt 3 2026-01-01T00:00:01.000Z\n' | chain >gap
try gap
printf 't 1 2026-01-01T00:00:02.000Z\nt 2 2026-01-01T00:00:01.000Z\n' | chain >clock
try clock
printf 't 1 2026-01-01T00:00:00.000Z\nu 2 2026-01-01T00:00:01.000Z\n' | chain >foreign
try foreign
try -t u good
printf 't 7 2026-01-01T00:00:00.000Z\n' | chain >middle
try middle
# of a line that is no entry nothing is known: here, two were put in place of it
printf 't 1 2026-01-01T00:00:00.000Z\nt 2 2026-01-01T00:00:01.000Z\nt 5 2026-01-01T00:00:02.000Z\n' |
	chain | sed '2s/.*/gone/' >hole
try hole
# an input that cannot be read to its end is not called good
zstd -qc good | head -c 60 >cut.zst
try cut.zst
try good nowhere
