/* SPDX-License-Identifier: MIT */
/*
 * A debug adapter as its clients see it: the test client of Visual Studio Code starts it, asks and
 * waits for events.
 *
 *	node check.js PROGRAM		in a folder with the traces
 */
'use strict';
const assert = require('assert');
const path = require('path');
const { DebugClient } = require('@vscode/debugadapter-testsupport');

const incident = path.resolve('incident.jsonl');
const tests = [];
const test = (name, run) => tests.push({ name, run });

/* Launches without waiting for anything but the configuration. */
async function begin(dc, args, configure = async () => {}) {
	const configured = dc.waitForEvent('initialized')
		.then(configure).then(() => dc.configurationDoneRequest());
	await Promise.all([configured, dc.launch(args)]);
}

const stops = (dc) => dc.waitForEvent('stopped', 20000).then((e) => e.body);

async function after(dc, request) {
	const [stopped] = await Promise.all([stops(dc), request]);
	return stopped;
}

test('it runs to the end', async (dc) => {
	await Promise.all([dc.configurationSequence(), dc.launch({ program: incident }),
		dc.waitForEvent('terminated')]);
});

test('it stops on entry', async (dc) => {
	await Promise.all([dc.configurationSequence(),
		dc.launch({ program: incident, stopOnEntry: true }),
		dc.assertStoppedLocation('entry', { line: 1 })]);
});

test('it stops at a line of a file', async (dc) => {
	const file = path.resolve('code/function_args_return.py');
	await dc.hitBreakpoint({ program: path.resolve('viz.json'), args: ['--source', 'code'] },
		{ path: file, line: 6 });
});

test('it stops at a line that the trace itself has', async (dc) => {
	const [stopped] = await Promise.all([stops(dc),
		begin(dc, { program: path.resolve('viz.json') }, () =>
			dc.setFunctionBreakpointsRequest({ breakpoints: [{ name: 'fib' }] }))]);
	const frames = await dc.stackTraceRequest({ threadId: stopped.threadId });
	const source = frames.body.stackFrames[0].source;
	assert.ok(source.sourceReference > 0);
	const text = await dc.sourceRequest({ source, sourceReference: source.sourceReference });
	assert.match(text.body.content.split('\n')[frames.body.stackFrames[0].line - 1], /^def fib/);
});

test('it finds an error, its variables, and the way back', async (dc) => {
	const [stopped] = await Promise.all([stops(dc), begin(dc, { program: incident }, () =>
		dc.setExceptionBreakpointsRequest({ filters: ['errors'] }))]);
	assert.strictEqual(stopped.reason, 'exception');
	assert.match(stopped.description, /^#4 ERROR ZeroDivisionError/);
	const { threadId } = stopped;
	const threads = (await dc.threadsRequest()).body.threads;
	assert.strictEqual(threads.length, 1);
	assert.match(threads[0].name, /^req_abc123/);
	const frames = (await dc.stackTraceRequest({ threadId })).body.stackFrames;
	assert.deepStrictEqual(frames.map((f) => f.name), ['calculate_tax', 'process_order']);
	const scopes = (await dc.scopesRequest({ frameId: frames[1].id })).body.scopes;
	const locals = scopes.find((s) => s.name === 'Variables');
	const variables = (await dc.variablesRequest({
		variablesReference: locals.variablesReference })).body.variables;
	assert.deepStrictEqual(variables.map((v) => [v.name, v.value]), [['tax_rate', '0.08']]);
	const value = await dc.evaluateRequest({ expression: 'rate', frameId: frames[0].id,
		context: 'hover' });
	assert.strictEqual(value.body.result, '0.08');
	const who = await dc.evaluateRequest({ expression: 'who tax_rate', frameId: frames[0].id,
		context: 'repl' });
	assert.match(who.body.result, /#2 SET tax_rate/);
	const info = await dc.exceptionInfoRequest({ threadId });
	assert.strictEqual(info.body.exceptionId, 'ZeroDivisionError');
	let at = await after(dc, dc.stepBackRequest({ threadId }));
	assert.match(at.description, /^#3 ENTER/);
	at = await after(dc, dc.reverseContinueRequest({ threadId }));
	assert.match(at.description, /^#1 ENTER/);
	at = await after(dc, dc.nextRequest({ threadId }));
	assert.match(at.description, /^#2 SET/);
	at = await after(dc, dc.nextRequest({ threadId }));
	assert.match(at.description, /^#5 EXIT/);
	const targets = await dc.gotoTargetsRequest({ source: frames[0].source, line: 3 });
	at = await after(dc, dc.gotoRequest({ threadId, targetId: targets.body.targets[0].id }));
	assert.match(at.description, /^#3 ENTER/);
	at = await after(dc, dc.stepInRequest({ threadId }));
	assert.match(at.description, /^#4 ERROR/);
	at = await after(dc, dc.stepOutRequest({ threadId }));
	assert.match(at.description, /^#5 EXIT/);
});

test('it stops where a variable is set', async (dc) => {
	const [stopped] = await Promise.all([stops(dc), begin(dc, { program: incident }, () =>
		dc.setDataBreakpointsRequest({ breakpoints: [{ dataId: 'tax_rate' }] }))]);
	assert.strictEqual(stopped.reason, 'data breakpoint');
	assert.match(stopped.description, /^#2 SET/);
});

test('a log point prints', async (dc) => {
	await Promise.all([stops(dc), begin(dc, { program: incident, stopOnEntry: true })]);
	const source = (await dc.stackTraceRequest({ threadId: 1 })).body.stackFrames[0].source;
	await dc.setBreakpointsRequest({ source,
		breakpoints: [{ line: 3, logMessage: 'tax of {amount}' }] });
	await Promise.all([dc.assertOutput('console', 'tax of 100.0\n'),
		dc.continueRequest({ threadId: 1 })]);
});

test('a long run can be paused', async (dc) => {
	let printed = 0;
	await Promise.all([stops(dc),
		begin(dc, { program: path.resolve('long.jsonl'), stopOnEntry: true })]);
	dc.on('output', () => printed++);
	const set = await dc.setBreakpointsRequest({ source: { path: '/src/work.c' },
		breakpoints: [{ line: 5, logMessage: '{i}' }] });
	assert.ok(set.body.breakpoints[0].verified);
	const at = await after(dc, dc.continueRequest({ threadId: 1 })
		.then(() => dc.pauseRequest({ threadId: 1 })));
	assert.strictEqual(at.reason, 'pause');
	assert.ok(printed > 0 && printed < 200000, `${printed} lines`);
});

test('a launch that fails says why', async (dc) => {
	await dc.initializeRequest();
	await assert.rejects(dc.launchRequest({ program: 'missing.jsonl' }),
		/No such file or directory/);
	await assert.rejects(dc.launchRequest({ program: incident, args: ['--trace-id', 'zzz'] }),
		/no trace matches the selection/);
});

test('what it does not support is refused', async (dc) => {
	await dc.initializeRequest();
	await assert.rejects(dc.customRequest('attach'), /not supported/);
	await assert.rejects(dc.customRequest('nonsense'), /not supported/);
});

async function main() {
	let passed = 0, failed = 0;
	for (const { name, run } of tests) {
		const dc = new DebugClient(process.argv[2], '--dap', 'esper');
		try {
			await dc.start();
			await run(dc);
			passed++;
		} catch (e) {
			failed++;
			console.log(`FAILED: ${name}\n${e.stack}`);
		}
		await dc.stop();
	}
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed > 0 ? 1 : 0);
}

main();
