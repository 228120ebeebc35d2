# A line over the limit (64 MiB, or --max-line) is rejected, its neighbours are not, and memory holds no more than it must.
p=$TESTDATA/examples/plan.json
head -n 1 "$TESTDATA/examples/events.jsonl" >one
{
	cat one
	printf '{"observed_at":0,"x":"'
	head -c 68157440 /dev/zero | tr '\0' x
	printf '"}\n'
	cat one
} >log
esper-encode -p "$p" --rejects rejects log | cut -c 1-17
cat rejects
# exactly at the limit is fine, one byte more is not; the newline and the last line without one do not count
n=$(($(wc -c <one) - 1))
{
	cat one
	sed 's/$/ /' one
	tr -d '\n' <one
} >log
esper-encode -p "$p" --max-line $n --rejects rejects log 2>/dev/null | cut -c 1-17
cat rejects
