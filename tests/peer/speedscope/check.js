/* SPDX-License-Identifier: MIT */
/*
 * Has exports read by speedscope's own importers, and by schemas.
 *
 *	NODE_PATH=MODULES node tests/peer/speedscope/check.js EXPORTS SPEEDSCOPE
 *
 * Speedscope has no interface for programs.  Its page loads a file that a script gives it, and
 * saves what it understood in its own format; that is compared with what was exported.
 */
'use strict';
const fs = require('fs');
const path = require('path');
const { Browser } = require('../../browser/browser.js');
const Ajv = require('ajv');

const [exportsFolder, release] = process.argv.slice(2);
let passed = 0, failed = 0;

function check(what, holds, seen) {
	if (holds) {
		passed++;
		return;
	}
	failed++;
	console.log('FAILED ' + what + (seen === undefined ? '' : ': ' + JSON.stringify(seen)));
}

/* Catches what the page saves and what it says. */
const hooks = `window.said = [];
	for (const kind of ['log', 'error', 'warn'])
		console[kind] = (...args) => window.said.push(args.map(String).join(' '));
	window.alert = (text) => window.said.push('alert: ' + text);
	URL.createObjectURL = (blob) => { window.saved = blob; return '#'; };`;

/* Returns what speedscope makes of a file, in its own format; null: nothing.  The page still has the
 * file before while it loads this one; what is of this one has its name. */
async function imported(page, name, text) {
	const base64 = Buffer.from(text).toString('base64');
	const saved = await page.value(`(async () => {
		const name = ${JSON.stringify(name)};
		window.said = [];
		window.speedscope.loadFileFromBase64(name, '${base64}');
		for (let i = 0; i < 1000; i++) {
			window.saved = null;
			window.dispatchEvent(new KeyboardEvent('keydown', { key: 's', ctrlKey: true }));
			const text = window.saved && await window.saved.text();
			if (text && JSON.parse(text).name === name)
				return text;
			if (window.said.some((s) => /fail|error:|unrecogni[sz]ed/i.test(s)))
				return null;
			await new Promise((r) => setTimeout(r, 5));
		}
		return null;
	})()`);
	if (!saved)
		console.log(name + ': ' + await page.value('window.said.slice(-3).join("; ")'));
	return saved ? JSON.parse(saved) : null;
}

/* ---- sums ----------------------------------------------------------------------------------- */

/* Frames that take time, and the time in them with all that they call or, for folded stacks, without
 * it, by name.  Speedscope leaves out frames of no time, and what has no end in a file ends with its
 * thread there. */
function newSum() {
	return { profiles: 0, calls: 0, nested: true, of: {}, open: new Set(), vague: false };
}

function add(sum, name, time) {
	if (time <= 0)
		return;
	sum.of[name] = (sum.of[name] || 0) + time;
	sum.calls++;
}

/* To the name of a trace event, speedscope adds its args. */
function nameOf(frame, args) {
	const at = args ? frame.name.indexOf(' {"') : -1;
	return at > 0 ? frame.name.slice(0, at) : frame.name;
}

function sumEvents(sum, frames, events, { self, args }) {
	const open = [];
	for (const e of events) {
		if (e.type === 'O') {
			open.push({ at: e.at, below: 0 });
			continue;
		}
		const begin = open.pop(), time = e.at - begin.at;
		add(sum, nameOf(frames[e.frame], args), self ? time - begin.below : time);
		if (open.length > 0)
			open[open.length - 1].below += time;
	}
	sum.nested = sum.nested && open.length === 0;
}

function sumsOf(file, how) {
	const sum = newSum();
	sum.profiles = file.profiles.length;
	for (const p of file.profiles)
		sumEvents(sum, file.shared.frames, p.events, how);
	return sum;
}

/* What a Chrome document says, in the same terms: pairs of B and E, and X.  Speedscope leaves out
 * threads without calls. */
function sumsOfChrome(file) {
	const sum = newSum(), open = new Map(), threads = new Set(), last = new Map();
	for (const e of file.traceEvents) {
		const thread = e.pid + ' ' + e.tid, stack = open.get(thread) || [];
		open.set(thread, stack);
		if (e.ph === 'X' || e.ph === 'B') {
			/* of a call without width and another one that begin together, speedscope may take
			 * either for the caller */
			const ends = last.get(thread);
			sum.vague = sum.vague || (ends && ends.ts === e.ts);
			last.set(thread, e);
			threads.add(thread);
		}
		if (e.ph === 'X')
			add(sum, e.name, e.dur);
		else if (e.ph === 'B')
			stack.push(e);
		else if (e.ph === 'E')
			add(sum, e.name, e.ts - stack.pop().ts);
	}
	for (const stack of open.values())
		stack.forEach((e) => sum.open.add(e.name)); /* they have no end: not in the file either */
	sum.profiles = threads.size;
	return sum;
}

/* Samples of one stack may be one frame, so frames are not counted. */
function sumsOfFolded(text) {
	const sum = newSum();
	sum.profiles = 1;
	for (const line of text.split('\n').slice(0, -1)) {
		const at = line.lastIndexOf(' ');
		add(sum, line.slice(0, at).split(';').pop(), Number(line.slice(at + 1)));
	}
	sum.calls = NaN;
	return sum;
}

/* Times are doubles on both sides, of sums that are made in another order. */
function isNear(a, b) {
	return Math.abs(a - b) <= 1e-3 + 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function compare(what, sent, got) {
	const names = new Set([...Object.keys(sent.of), ...Object.keys(got.of)]);
	sent.open.forEach((name) => names.delete(name));
	const total = (sum) => [...names].reduce((a, name) => a + (sum.of[name] || 0), 0);
	const wrong = [...names].filter((k) => !isNear(sent.of[k] || 0, got.of[k] || 0));
	if (sent.profiles > 0)
		check(what + ': profiles', sent.profiles === got.profiles, [sent.profiles, got.profiles]);
	if (sent.open.size === 0 && !sent.vague && !isNaN(sent.calls))
		check(what + ': frames', sent.calls === got.calls, [sent.calls, got.calls]);
	check(what + ': every frame has an end', got.nested);
	if (sent.vague)
		return;
	check(what + ': weight', isNear(total(sent), total(got)), [total(sent), total(got)]);
	check(what + ': weight by name', wrong.length === 0,
		wrong.slice(0, 5).map((k) => [k, sent.of[k], got.of[k]]));
}

/* ---- files ---------------------------------------------------------------------------------- */

const schemas = {
	speedscope: new Ajv({ strict: false }).compile(
		JSON.parse(fs.readFileSync(path.join(release, 'file-format-schema.json')))),
	chrome: new Ajv({ strict: false }).compile(
		JSON.parse(fs.readFileSync(path.join(__dirname, 'trace-events.schema.json')))),
};

async function checkFile(page, number, about) {
	for (const format of ['speedscope', 'chrome', 'folded']) {
		const name = number + '.' + format, what = about + ' as ' + format;
		const text = fs.readFileSync(path.join(exportsFolder, name), 'utf8');
		if (text === '')
			continue; /* no call has a duration, so there is no stack */
		const json = format === 'folded' ? null : JSON.parse(text);
		if (json)
			check(what + ': the schema', schemas[format](json), schemas[format].errors);
		const sent = format === 'folded' ? sumsOfFolded(text) : format === 'chrome' ?
			sumsOfChrome(json) : sumsOf(json, {});
		const got = await imported(page, name,
			format === 'speedscope' ? JSON.stringify({ ...json, name }) : text);
		check(what + ' is read', got !== null);
		if (got)
			compare(what, sent, sumsOf(got, { self: format === 'folded', args: format === 'chrome' }));
	}
}

(async () => {
	const browser = await Browser.start();
	const page = await browser.open(path.join(release, 'index.html'),
		{ width: 900, height: 700, before: hooks, hash: '#localProfilePath=/dev/null' });
	const list = fs.readFileSync(path.join(exportsFolder, 'list'), 'utf8').split('\n').slice(0, -1);
	check('there are files', list.length > 50, list.length);
	for (const line of list) {
		const [number, , ...file] = line.split(' ');
		try {
			await checkFile(page, number, file.join(' '));
		} catch (e) {
			check(file.join(' '), false, String(e));
		}
	}
	await browser.end();
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed > 0 ? 1 : 0);
})();
