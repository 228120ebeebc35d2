# The same decisions however little memory there is: sorted or not, overlapping files, plain and zstd, pipes, any -j.
awk -v n=12000 -f "$TESTDATA/replay/events.awk" >day
# a line in three goes elsewhere, and rotation cuts late
awk 'NR % 3 == 0' day >a
awk 'NR % 3 && NR < 5100' day >b.1
awk 'NR % 3 && NR >= 5100 || NR > 4900 && NR % 3 == 1' day >b
awk '{ print NR * 7919 % 12007 "\t" $0 }' day | sort -n | cut -f 2- >shuffled
# each minute a little out of order
awk '{ print int(NR / 50) * 50 + (NR * 7) % 50 "\t" $0 }' day | sort -n | cut -f 2- >jittered
zstd -q b.1 jittered
cmp -s day shuffled && echo not shuffled
sed 's/^/ /' a >c
set -- --type DecisionOnly -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" -q
inputs='a b.1.zst b
day
shuffled
jittered.zst
a shuffled
c shuffled b.1.zst a jittered'
echo "$inputs" | while read -r files; do
	# shellcheck disable=SC2086
	esper-replay "$@" --report want.report $files >want 2>want.err
	echo "$? $(wc -l <want) of $files"
	jq -c 'del(.job.created_at, .job.completed_at)' want.report >want.json
	for how in '3 --buffer-size 64k' '1 --buffer-size=512K'; do
		# shellcheck disable=SC2086
		esper-replay "$@" -j $how --report got.report $files >got 2>got.err
		cmp want got
		cmp want.err got.err
		jq -c 'del(.job.created_at, .job.completed_at)' got.report | cmp - want.json
		# shellcheck disable=SC2086
		esper-replay "$@" --type DryRun -j $how $files 2>got.err |
			jq -c '.job.job_type = "DecisionOnly" | del(.job.created_at, .job.completed_at)' | cmp - want.json
	done
done
esper-replay "$@" day >want
esper-replay "$@" --buffer-size 64K <day | cmp - want
esper-replay "$@" --buffer-size 1M a - b <b.1 | wc -l
# in order, or nearly, needs no temporary file; what is not does
TMPDIR=$PWD/nowhere
export TMPDIR
for files in 'a b.1.zst b' day jittered; do
	# shellcheck disable=SC2086
	esper-replay "$@" --buffer-size 2M $files >got
	echo "$? $files"
done
for files in shuffled 'a shuffled'; do
	# shellcheck disable=SC2086
	esper-replay "$@" --buffer-size 2M $files 2>&1 >got | sed "s|$PWD/||"
done
cat day | esper-replay "$@" --buffer-size 2M 2>&1 >got | sed "s|$PWD/||"
TMPDIR='' esper-replay "$@" --buffer-size 2M shuffled | wc -l
