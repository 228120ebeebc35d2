# a Node module asks for its dependencies and gets what they answered then
command -v node >/dev/null || { echo 'there is no node'; exit 77; }
service="node $TESTDATA/../scripts/adapters/service.js orders.js"
cat >orders.js <<'END'
exports.load_prices = async ({ items }, ask) => {
	console.log("asking");
	const marks = Array(items).fill("?").join(", ");
	const found = await ask("database", "database_query", {
		query: `select sku, price from prices where sku in (${marks})`,
	});
	return [100.0].slice(0, found.rows);
};
exports.apply_discount = ({ amount }) => {
	throw new RangeError(`no discount on ${amount}`);
};
END
replay() {
	esper-trace-replay -q --format jsonl --trace-id req_1002 --exec "load_prices=$service" \
		--exec "apply_discount=$service" \
		"$@" "$TESTDATA/examples/orders.jsonl" 2>/dev/null |
		jq -c '.spans[] | [.name, .served_by, .verdict, .output, .error]'
}
replay
echo '# the database is down'
replay --fault 'database_query=error:ConnectionError'
