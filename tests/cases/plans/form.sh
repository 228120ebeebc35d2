# --init prints the files of share/esper/plans as they are; each says what log it is for, and what each field means; each has a sample, and a line in esper-plan(5).
plans=$TESTDATA/../share/esper/plans
esper-encode --init list >list
LC_ALL=C sort -c list
sed 's/ .*//' list >names
ls "$plans" | sed 's/[.]json$//' | diff - names
ls "$TESTDATA/logs" | sed 's/[.][a-z]*$//' | diff - names
while read -r name; do
	esper-encode --init "$name" >plan.json
	cmp plan.json "$plans/$name.json"
	esper-encode --init="$name" | cmp plan.json -
	jq -r --arg name "$name" '
		$name as $n |
		(if (.summary // "") == "" then "\($n): no summary" else empty end),
		((.fields + (.derived_fields // []) + (.actions // []))[] |
			select((.description // "") == "") | "\($n): \(.name // .field_name): no description"),
		(if .runtime.entity_identity_fields == [] then "\($n): no entity" else empty end)' plan.json
	grep -qF "$(jq -r .summary plan.json)" list || echo "$name: its summary is not listed"
	grep -q "^[.]It Cm $name\$" "$TESTDATA/../man/esper-plan.5" || echo "$name: not in esper-plan(5)"
done <names
grep '^[.]It Cm' "$TESTDATA/../man/esper-plan.5" | sed -n 's/^.It Cm \([a-z0-9-]*\)$/\1/p' | sort >described
comm -23 names described
