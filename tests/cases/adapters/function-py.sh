# a Python function: the bug is there, the fix holds, and it asks for what the database said then
command -v python3 >/dev/null || { echo 'there is no python3'; exit 77; }
adapters=$TESTDATA/../scripts/adapters
replay() {
	esper-trace-replay -q --replay --format jsonl "$@" "$TESTDATA/examples/orders.jsonl" |
		jq -c '.success, (.spans[] | select(.verdict or .served_by == "asked") |
			[.name, .served_by, .verdict, .output, .error])'
}

cat >orders.py <<'END'
discount_count = 0


def apply_discount(amount):
    print("a message of the function is no answer")
    return amount - amount / discount_count


def load_prices(items):
    marks = ", ".join("?" * items)
    found = ask("database", "database_query", query="select sku, price from prices where sku in (%s)" % marks)
    return [100.0] * found["rows"]
END
echo '# with the bug'
replay --trace-id req_1002 --exec "apply_discount=python3 $adapters/function.py orders.py" 2>&1
echo '# fixed'
sed 's/    return amount - .*/    return amount - (amount \/ discount_count if discount_count else 0)/' \
	orders.py >fixed.py
fixed="python3 $adapters/function.py fixed.py"
replay --trace-id req_1002 --exec "apply_discount=$fixed" --exec "load_prices=$fixed" 2>/dev/null
echo '# no such function'
replay --trace-id req_1001 --exec "process_order=$fixed" 2>/dev/null
