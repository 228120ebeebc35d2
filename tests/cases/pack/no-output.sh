# An output that cannot be opened is said, with status 2 and nothing more.
printf '{"observed_at":1}\n' >log
echo '{"fields":[]}' >plan.json
mkdir folder
for output in none/x.zst folder plan.json; do
	for how in '-p plan.json' '-p plan.json -j 1' --encoded; do
		[ "$how$output" != --encodedplan.json ] || continue
		# shellcheck disable=SC2086
		esper-encode --pack $how -o $output log
		echo "$output $how: $?"
	done
done 2>&1
ls folder
cat plan.json log
