# --resume knows inputs by their content: whatever they are called by now, each line is decided once, in the order of one run over all lines
cp "$TESTDATA"/examples/rules.json .
awk 'BEGIN {
	srand(7)
	for (i = 1; i <= 400; i++) {
		u = int(rand() * 12)
		printf "{\"event_id\":\"e%d\",\"observed_at\":%d,\"entity_id\":\"u%d\",\"session_id\":\"u%d@\",\"fields\":{\"action\":\"login_attempt\"}}\n", \
			i, 1700000000 + i, u, u
	}
}' >all
esper-decide -q -r rules.json -o whole all
lines() {
	sed -n "$1,$2p" all
}
job() {
	esper-decide -r rules.json --state s --checkpoint 10 --resume -o out "$@"
	status=$?
	[ $status -eq 0 ] || echo "status $status"
}
# decided N: are the decisions those of the first N lines in one run?
decided() {
	head -n "$1" whole | cmp - "${2-out}" && echo "$1 decided"
}
# refused OPERAND...: exit 2, and nothing was written
refused() {
	for file in s out rejected; do
		rm -f was.$file
		[ ! -e $file ] || cp $file was.$file
	done
	job "$@"
	for file in s out rejected; do
		if [ -e was.$file ]; then
			cmp $file was.$file
		elif [ -e $file ]; then
			echo "$file was made"
		fi
	done
}
new() {
	echo "$1"
	echo "# $1" >&2
	rm -f s out log* ./*.zst a b c d rejected
}

new 'rename'
lines 1 100 >log
job log
mv log log.1
lines 101 150 >log
job log.1 log
decided 150
lines 151 160 >>log.1
mv log.1 log.2
mv log log.1
refused log.2
job log.2 log.1
decided 160

new 'compressed, and under another name'
lines 1 100 >log
job log
lines 101 120 >>log
zstd -q --rm log -o older.zst
lines 121 130 >log
job older.zst log
decided 130
zstd -q --rm log -o old
job old
decided 130

new 'copytruncate'
lines 1 100 >log
job log
cp log log.1
: >log
job log.1 log
lines 101 130 >log
job log.1 log
cp log log.1
lines 131 140 >>log
job log.1 log
: >log
job log.1 log
lines 141 150 >log
job log.1 log
decided 150

new 'dated files, as a growing glob'
lines 1 20 >log-20261120
job log-*
lines 21 40 >log-20261121
: >log-20261122
job log-*
lines 41 60 >>log-20261122
job log-*
rm log-20261120
job log-*
decided 60
rm log-20261121
lines 61 70 >log-20261123
mkdir -p away
mv log-20261122 away
refused log-*
mv away/log-20261122 .
refused log-20261123
job log-*
decided 70

new 'given twice: the file, a copy and a longer copy'
lines 1 50 >a
zstd -q a
lines 1 60 >b
job a ./a a.zst b a
decided 60
job b a.zst a
decided 60

new 'shortened, after two operands went on with it'
lines 1 50 >a
job a
lines 1 80 >a
job a a
lines 1 70 >b
refused b
refused a b
zstd -q b
refused b.zst
lines 1 50 >b
job b a
lines 1 90 >a
job a b
decided 90

new 'a copy is shorter than the log that was read before it'
lines 1 50 >a
job a
lines 1 80 >a
lines 1 70 >b
job a b
decided 80
refused a b
decided 80

new 'any order, and one put in front'
lines 1 50 >b
lines 51 60 >c
job b c
job c b
lines 61 70 >a
job c a b
lines 71 80 >>c
job a b c
decided 80

new 'a file that is not the last grows'
lines 1 50 >a
lines 51 60 >b
job a b
lines 61 70 >>a
job a b
decided 70

new 'shortened'
lines 1 100 >log
job log
lines 1 60 >log
refused log
head -c 70 all >log
refused log
: >log
refused log
lines 1 60 | zstd -q >log.zst
refused log.zst
lines 1 100 >log
job log
decided 100

new 'missing, and there the next time'
lines 1 50 >d
job missing d
decided 50
lines 51 60 >missing
job missing d
decided 60
rm -f missing

new 'a cut and a damaged zstd file that is repaired'
lines 1 200 >a
head -c 9000 a | zstd -q >first.zst
tail -c +9001 a | zstd -q >second.zst
lines 201 220 >d
{ cat first.zst && head -c 100 second.zst; } >a.zst
job a.zst
decided 77
refused d
job a.zst
cat first.zst second.zst >a.zst
job a.zst d
decided 220
{ head -c 50 first.zst && printf damage && tail -c +57 first.zst && cat second.zst; } >a.zst
refused a.zst d
cat first.zst second.zst >a.zst
echo damage >>a.zst
job a.zst d

new 'lines that end alike'
seq 12 | sed 's/.*/{"event_id":"same","observed_at":1700000001,"fields":{"padding":"0123456789"}}/' >alike.lines
for n in 1 2; do
	{
		lines $((n * 20 - 19)) $((n * 20))
		cat alike.lines
	} >log.$n
done
esper-decide -q -r rules.json log.1 log.2 >alike
job log.1
cp log.2 log.1
refused log.1
{ lines 1 20 && cat alike.lines; } >log.1
job log.1 log.2
cmp out alike && echo 'both are decided'

new 'alike in the first 4 KiB: another file, which is said'
lines 1 100 >a
{
	lines 1 60
	lines 301 340
} >b
job a
job a b
wc -l <out

new 'the output is another file, or gone'
lines 1 50 >log
job log
lines 51 60 >>log
sed 's/Observe/OBSERVE/' out >other
cat other other >out
refused log
: >out
refused log
rm out
refused log
lines 1 5 >out
rm s
refused log
rm out
job log
decided 60
lines 61 62 >>log
: >next
esper-decide -q -r rules.json --state s --resume -o next log
sed -n 61,62p whole | cmp - next
mv out kept
mv next moved
lines 63 64 >>log
esper-decide -q -r rules.json --state s --resume -o moved log
sed -n 61,64p whole | cmp - moved
lines 65 66 >>log
lines 1 3 >other
esper-decide -r rules.json --state s --resume -o other log
echo "status $?"
rm -f other kept moved

new 'compressed output, and rejects'
{
	echo bad 1
	lines 1 50
} >log
rejects() {
	esper-decide -q -r rules.json --max-rejects 9 --state s --checkpoint 7 --resume -o out.zst --rejects rejected "$@"
	status=$?
	[ $status -eq 0 ] || echo "status $status"
}
rejects log
{
	echo bad 2
	lines 51 60
} >>log
mv log log.1
rejects log.1
zstd -qdc out.zst >out
decided 60
jq -c '[.file, .line, .raw]' rejected
cp rejected was
tr 1 2 <was >rejected
rejects log.1
rm rejected
rejects log.1

new 'nothing but --state; then --resume goes on behind it'
lines 1 50 >log
esper-decide -r rules.json --state s -o out log
lines 51 60 >>log
esper-decide -r rules.json --state s -o out log
echo "status $?"
decided 50
esper-decide -r rules.json --state s --rejects rejected <log
echo "status $?"
[ ! -e rejected ] || echo 'rejected was made'
# shellcheck disable=SC2002 # a pipe is meant
cat log | esper-decide -r rules.json --state s
echo "status $?"
job log
decided 60
esper-decide -q -r rules.json --state s --again log | wc -l
esper-decide -r rules.json --state s --again --resume log
echo "status $?"
esper-decide -r rules.json --again log
echo "status $?"
lines 61 70 | esper-decide -q -r rules.json --state s | wc -l
lines 61 70 | esper-decide -q -r rules.json --state s
echo "status $?"
lines 61 70 >a
lines 71 80 >b
esper-decide -q -r rules.json --state s b a b
echo "status $?"
lines 71 90 >c
esper-decide -q -r rules.json --state s b c
echo "status $?"

new 'a last line without a newline'
lines 1 10 >log
lines 11 11 | tr -d '\n' >>log
job log
decided 11
echo >>log
lines 12 12 | head -c 40 >>log
job log
decided 11
esper-decide -q -r rules.json --state s --resume -o out log
lines 12 12 | tail -c +41 >>log
lines 13 14 >>log
mv log log.1
job log.1
decided 14

new 'a line over the limit'
{
	lines 1 30
	head -c 40000 /dev/zero | tr '\0' x
	echo
	lines 31 60
} >log
long() {
	esper-decide -q -r rules.json --max-line 1K --max-rejects 1 --state s --checkpoint 7 --resume -o out "$@"
}
long log
decided 60
{
	lines 61 70
	head -c 40000 /dev/zero | tr '\0' x
} >>log
long log
decided 70
{
	echo
	lines 71 80
} >>log
zstd -q --rm log -o log.1
lines 81 90 >log
long log.1 log
decided 90
long -j1 log.1 log

new 'empty files and marks'
: >a
printf '\357\273\277' >b
job a b
job b a
printf '\357\273\277' >a
lines 1 10 >>a
job a
lines 11 20 >>a
job a
decided 20

new 'a thousand are remembered'
mkdir many
awk '{ printf "{\"event_id\":\"x\",\"observed_at\":1,\"fields\":{\"n\":%d}}\n", NR >("many/" 10000 + NR); close("many/" 10000 + NR) } NR == 1003 { exit }' all all all
esper-decide -r rules.json --state s many/* | wc -l
esper-decide -q -r rules.json --state s many/10002 many/10003 | wc -l
esper-decide -q -r rules.json --state s many/10006 | wc -l
rm -r many
