# --source: the line of an error, from a file of the folder that the trace names, whole or by the end of its path; never one outside of the folder.
mkdir -p src/app
printf 'one\n\n\treturn amount / rate\033[31m\n' >src/app/tax.py
echo secret >secret.py
# the place of an error of telemetry is FUNCTION:LINE; here the functions are called like files
at() {
	echo "-- $1:$2"
	printf '%s\n' '{"event_type":"function_entry","timestamp_ns":1,"function_name":"'"$1"'","correlation_id":"c"}' \
		'{"event_type":"error","timestamp_ns":2,"error_type":"E","message":"m","function_name":"'"$1"'","line_number":'"$2"',"correlation_id":"c"}' |
		esper-trace-replay -q --source src | sed -n '3,/recorded/p'
}
at app/tax.py 3
at /home/build/src/app/tax.py 3
at app/tax.py 1
at app/tax.py 2
at app/tax.py 4
at app/tax.py 4000000000
at app/none.py 1
at ../secret.py 1
at app/../../secret.py 1
at app 1
at tax.py 3
at '' 3
echo '-- a wrong folder is told'
exec 2>&1
for folder in none secret.py app; do
	mkdir -p app
	sed 's/"message"/"function_name":"calculate_tax.py","line_number":3,&/' "$TESTDATA/traces/incident.jsonl" >with-line
	esper-trace-replay --source $folder with-line >out
	echo "status $?, $(wc -l <out) lines"
done
sed 's/calculate_tax.py/src\/app\/tax.py/' with-line | esper-trace-replay --source src | grep -A 1 ERROR
