#!/usr/bin/env node
// SPDX-License-Identifier: MIT
//
// Runs recorded calls with the functions of a module: service.js FILE
//
// FILE exports functions by the names of the recorded calls.  Each takes the recorded input and
// ask(kind, name, input), a promise of what a database or another service answered then.
const path = require("path");
const service = require(path.resolve(process.argv[2]));
const send = (message) => process.stdout.write(JSON.stringify(message) + "\n");
console.log = console.error; // what the functions print is no answer

let waiting = null; // for the answer to a question
const run = ({ id, name, input }) => {
	const ask = (kind, asked, given) =>
		new Promise((resolve, reject) => {
			waiting = { resolve, reject };
			send({ id, call: { kind, name: asked, input: given } });
		});
	Promise.resolve()
		.then(() => service[name](input, ask))
		.then((output) => send({ id, output: output === undefined ? null : output }))
		.catch((e) => send({ id, error: { type: e.name, message: e.message } }));
};
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
	const message = JSON.parse(line);
	if (!("result" in message) && !("error" in message)) return run(message);
	if ("result" in message) return waiting.resolve(message.result);
	const { type, message: text } = message.error;
	waiting.reject(Object.assign(new Error(text), { name: type }));
});
