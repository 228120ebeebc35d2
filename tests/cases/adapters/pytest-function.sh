# a test function of pytest is asked with the recorded arguments: a test that passes answers true
command -v python3 >/dev/null || { echo 'there is no python3'; exit 77; }
cat >test_orders.py <<'END'
def test_discount(amount):
    print("collected")
    assert amount < 100, "no discount from 100 on"


def test_amount(amount):
    assert amount == 100
END
for name in test_discount test_amount; do
	esper-trace-replay -q --format jsonl --trace-id req_1002 \
		--exec "apply_discount=python3 $TESTDATA/../scripts/adapters/pytest_function.py test_orders.py::$name" \
		"$TESTDATA/examples/orders.jsonl" 2>/dev/null |
		jq -c '.spans[] | select(.verdict) | [.name, .verdict, .output, .error]'
done
