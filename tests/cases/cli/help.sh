# --help is wrapped to the terminal's width, or to $COLUMNS; its options stand in groups, their texts in one column.
for program in esper-encode esper-decide esper-replay esper-audit esper-trace-replay; do
	for columns in 40 60 80 200; do
		COLUMNS=$columns "$program" --help >help || echo "$program: exit $?"
		# neither an option in the list nor the first word of a form is ever cut
		awk -v most=$columns -v program="$program" 'length($0) > most && NF > 1 && !/^ *(-.,)? *--/ && !/^(usage:| *) *esper-[a-z-]* --[a-z-]*$/ {
			print program ", " most " columns: " $0
		}' help
	done
	COLUMNS=nonsense "$program" --help | cmp - help >/dev/null && echo "$program: COLUMNS=nonsense is 200 columns"
	"$program" --help >help
	COLUMNS=80 "$program" --help | cmp - help
done
COLUMNS=66 esper-audit --help
