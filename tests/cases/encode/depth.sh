# Nesting to 1024 levels is fine, the outermost object is the first; 1025 are too deep, and the next line is read as usual.
nested() { # nested LEVELS: a line of so many
	awk -v n="$1" 'BEGIN {
		printf("{\"event_id\":\"%d\",\"observed_at\":0,\"x\":", n)
		for (i = 1; i < n; i++) printf(i % 2 ? "[" : "{\"k\":")
		printf("1")
		for (i = n - 1; i > 0; i--) printf(i % 2 ? "]" : "}")
		print "}"
	}'
}
echo '{"fields":[{"name":"at","selector":{"kind":"ObservedAt"},"parser":"String"}]}' >plan.json
{
	nested 2
	nested 1024
	nested 1025
	nested 3
	nested 100000
	nested 4
} >log
esper-encode -p plan.json --rejects rejects log | cut -c 1-18
cut -c 1-60 rejects
# as a field of its own a value has two levels more around it, and an event that nobody could read is not written
echo '{"fields":[{"name":"x","selector":{"kind":"RequestField","path":"x"},"parser":"Json"}]}' >plan.json
{
	nested 1023
	nested 1024
} | esper-encode -p plan.json | sed 's/"fields":{"x":\[{"k".*/"fields":{x/; s/\(not a Json: \).*/\1/'
echo '{"fields":[{"name":"x","selector":{"kind":"RequestField","path":"x"},"parser":"String"}]}' >plan.json
nested 1024 | esper-encode -p plan.json | wc -c
