/* SPDX-License-Identifier: MIT */
/* Documents whose records are elements of arrays in objects, or these objects themselves. */
#include "io/blocks.h"

#include "json/arrays.h"
#include "tests/unit/blocks.h"
#include "tests/unit/unit.h"

static void
check_whole(void)
{
	static const struct text names[] = { TEXT("records"), TEXT("a.*.b"), TEXT("d.e"),
		TEXT("records.*.b") };
	static const struct {
		const char *name, *text, *want;
		size_t max;
	} with[] = {
		{ "around elements", "{\"Records\":[{\"a\":1},\n{\"a\":2}, 3 ]}\n{}",
		    "D\n1 object: {\"a\":1}\n2 object: {\"a\":2}\n2 number: 3\n3 object: {}\n", 0 },
		{ "an empty array", "{\"Records\":[\n]}{\"Records\":{}}",
		    "D\n2 object: {\"Records\":{}}\n", 0 },
		{ "pretty records",
		    "{\n\"x\":{\"Records\":[1]},\n\"y\":[{}]\n}\n{\n\"records\" : [ {} ]\n}",
		    "D\n1 object: {\n\"x\":{\"Records\":[1]},\n\"y\":[{}]\n}\n6 object: {}\n", 0 },
		{ "in an array at the top",
		    "[{\"x\":1,\"Records\":[{\"y\":2}],\"z\":[3]},{\"x\":[{}]},\n4,[5],{\"Records\":7}]",
		    "D\n1 object: {\"y\":2}\n1 object: {\"x\":[{}]}\n2 number: 4\n2 array: [5]\n"
		    "2 object: {\"Records\":7}\n",
		    0 },
		{ "arrays on the way",
		    "{\"a\":[{\"x\":1,\"b\":[1,[2]]},{\"y\":{}},3,\n{\"b\":[{\"a\":[{\"b\":[]}]}]}],\"c\":{}}{\"a\":[{\"c\":1}]}",
		    "D\n1 number: 1\n1 array: [2]\n2 object: {\"a\":[{\"b\":[]}]}\n"
		    "2 object: {\"a\":[{\"c\":1}]}\n",
		    0 },
		{ "a path ends where another goes on", "[{\"Records\":[{\"b\":[1]}]}]",
		    "D\n1 object: {\"b\":[1]}\n", 0 },
		{ "keys with dots", "[{\"d.e\":[1]},{\"D\":{\"E\":[2]}},{\"d.e.f\":[3]}]",
		    "D\n1 number: 1\n1 number: 2\n1 object: {\"d.e.f\":[3]}\n", 0 },
		{ "torn in its third line", "{\"Records\":[\n{\"a\":1},\n{\"a\":2},\n{\"a\":3},\n{",
		    "D\n2 object: {\"a\":1}\n3 object: {\"a\":2}\n4 object: {\"a\":3}\n"
		    "5 the input ends inside an object or array at 2: {\n",
		    0 },
		{ "one line with a comma is no document",
		    "{\"Records\":[1,\n{\"a\":1},\n{\"Records\":[2]}\n",
		    "L\n1 the line ends inside an object or array at 15: {\"Records\":[1,\n"
		    "2 there is more text after the value at 8: {\"a\":1},\n3 object: {\"Records\":[2]}\n",
		    0 },
		{ "several arrays", "[{\"records\":[1],\"d.e\":[2],\"Records\":[3]}]",
		    "D\n1 number: 1\n1 number: 2\n1 number: 3\n", 0 },
		{ "a fault before the array", "[{},{\"x\":tru,\"Records\":[1]}]",
		    "D\n1 object: {}\n1 neither a value nor punctuation at 6: {\"x\":tru,\"Records\":[1]}\n",
		    0 },
		{ "a fault behind the array", "[{},{\"Records\":[1],\"x\":[tru]}]",
		    "D\n1 object: {}\n1 number: 1\n1 neither a value nor punctuation at 1: t\n",
		    0 },
		{ "a key that is none", "[{},{\"Records\":[1],\"x\\q\":2}]",
		    "D\n1 object: {}\n1 number: 1\n1 an unknown escape in a string at 1: \\\n", 0 },
		{ "no UTF-8 before the array", "[{\"x\":\"\xff\",\"Records\":[1]},{}]",
		    "D\n1 invalid UTF-8 at 7: {\"x\":\"\xff\",\"Records\":[1]}\n1 object: {}\n",
		    0 },
		{ "no UTF-8 behind the array", "[{\"Records\":[1],\"x\":\"\xff\"},{}]",
		    "D\n1 number: 1\n1 invalid UTF-8 at 1: \xff\n1 object: {}\n", 0 },
		{ "torn before the array", "[{\"x\":1,\"Rec",
		    "D\n1 a string without its closing quote at 8: {\"x\":1,\"Rec\n", 0 },
		{ "torn in the array", "[{\"x\":1,\"Records\":[{},{\"a\"",
		    "D\n1 object: {}\n1 a colon was expected after the key at 5: {\"a\"\n", 0 },
		{ "torn behind the array", "[{\"x\":1,\"Records\":[{}],",
		    "D\n1 object: {}\n! the input ends inside the array that begins on line 1\n",
		    0 },
		{ "a wrong bracket", "[{\"x\":1]",
		    "D\n1 a comma or the closing bracket was expected at 7: {\"x\":1]\n", 0 },
		{ "elements over the limit",
		    "[{\"Records\":[{\"a\":1},{\"abcdefghijkl\":123456},{\"a\":2}]},{\"x\":3}]",
		    "D\n1 object: {\"a\":1}\n1 too long: 23\n1 object: {\"a\":2}\n1 object: {\"x\":3}\n",
		    20 },
		{ "records over the limit, whatever is in them",
		    "[{\"x\":1},{\"abcdefghijkl\":123456},{\"abcdefghij\":12,\"Records\":[1]},{}]",
		    "D\n1 object: {\"x\":1}\n1 too long: 23\n1 too long: 31\n1 object: {}\n", 20 },
		{ "much beside the array", "[{\"Records\":[1],\"x\":\"abcdefghijklmnopqrst\"}]",
		    "D\n1 number: 1\n"
		    "! the text around the elements exceeds the limit for one element, 20 bytes\n",
		    20 },
		{ "more elements than the limit",
		    "{\"Records\":[{\"a\":1},\n{\"a\":2},{\"a\":3},{\"a\":4}]}",
		    "D\n1 object: {\"a\":1}\n2 object: {\"a\":2}\n2 object: {\"a\":3}\n2 object: {\"a\":4}\n",
		    20 },
	};
	struct json_arrays *arrays = json_arrays_new_whole(names, 4, true, true);

	for (size_t i = 0; i < sizeof(with) / sizeof(with[0]); i++) {
		const struct blocks_options o = {
			.expect = BLOCKS_EXPECT_EITHER, .arrays = arrays, .max_record = with[i].max
		};
		unit_row(with[i].name);
		for (size_t block = 1; block < 90; block++)
			check_block(text_of(with[i].text), &o, block, text_of(with[i].want));
		check_drip(text_of(with[i].text), &o, text_of(with[i].want));
	}
	json_arrays_free(arrays);
}

int
main(void)
{
	paths = json_paths_new(false, false);
	check_whole();
	json_paths_free(paths);
	return unit_end();
}
