# A JSON error names the column of the token that is wrong: in lines with each builder and any -j, in plans and rule sets.
cat >bad <<'END'
data: {"a":1}
{"a":[foo:1]}
{"a":1,b:2}
{"a":1,}
[1 2]
{"a":tru}
{"a" 1}
{"observed_at":1}
{"a":"x" "b":2}
END
echo '{"fields":[]}' >plan
echo '{"rules":[]}' >rules
esper-encode -p plan bad >out 2>want; echo $?
cat want
for simd in portable avx2 avx512; do
	ESPER_SIMD=$simd esper-encode --init >init 2>/dev/null || continue
	for jobs in 1 3; do
		ESPER_SIMD=$simd esper-encode -j $jobs -p plan bad 2>&1 >out | cmp - want
	done
done
head -n 8 want >first
esper-replay --type DryRun -p plan -r rules bad 2>&1 >out | sed 's/esper-replay/esper-encode/' | head -n 8 | cmp - first
esper-decide -r rules bad 2>&1 >out | sed 's/esper-decide/esper-encode/' | grep -v ':8: ' | head -n 8 | cmp - first
sed 8d bad | while read -r line; do
	printf '%s\n' "$line" >document
	esper-encode --check document
	esper-decide --check document
done 2>&1 | grep -v 'missing\|unknown'
printf '{"rules":\n [ {"rule_id": foo:1} ]}\n' >document
esper-decide --check document
