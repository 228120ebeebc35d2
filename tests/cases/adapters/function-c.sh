# a C function that is linked with the adapter answers recorded calls
printf '#include <jansson.h>\n' | cc -E - >/dev/null 2>&1 || { echo 'there is no libjansson-dev'; exit 77; }
cat >tax.c <<'END'
double calculate_tax(double amount, double rate);
double
calculate_tax(double amount, double rate)
{
	return amount * rate;
}
END
cc -D_GNU_SOURCE -Wall -Werror -o adapter "$TESTDATA/../scripts/adapters/function.c" tax.c -ljansson || exit 1
esper-trace-replay -q --exec calculate_tax=./adapter --format jsonl "$TESTDATA/examples/incident.jsonl" |
	jq -c '.success, (.spans[1] | [.name, .served_by, .verdict, .output, .error])'
printf '{"id":7,"input":{"amount":"all"}}\n' | ./adapter
