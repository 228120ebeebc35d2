/* SPDX-License-Identifier: MIT */
/*
 * Opens pages in Chromium and works with them as a person does.
 *
 *	node tests/browser/check.js FOLDER
 *
 * FOLDER has the pages that tests/browser/run made: hostile.html, large.html, sessions.html,
 * report.html, load.html.  Prints a line for each check that fails, and `N passed, N failed` at the end.
 */
'use strict';
const path = require('path');
const { Browser } = require('./browser.js');

const folder = process.argv[2];
let passed = 0, failed = 0;

function check(what, holds, seen) {
	if (holds) {
		passed++;
		return;
	}
	failed++;
	console.log(what + ': failed' + (seen === undefined ? '' : ': ' + JSON.stringify(seen)));
}

function equal(what, seen, wanted) {
	check(what, JSON.stringify(seen) === JSON.stringify(wanted), seen);
}

const text = (id) => `document.getElementById('${id}').textContent`;
const heading = `(document.querySelector('#detail h3') || {}).textContent`;

/* What the canvas in an element shows. */
const picture = (id) => `document.querySelector('#${id} canvas').toDataURL()`;

/* Counts the time in frames' callbacks, which is what the page itself needs for a frame. */
const stopwatch = `window.drawn = [];
	const request = requestAnimationFrame.bind(window);
	window.requestAnimationFrame = (f) => request((t) => {
		const begun = performance.now();
		f(t);
		window.drawn.push(performance.now() - begun);
	});`;

async function open(browser, name, options) {
	const page = await browser.open(path.join(folder, name), { width: 1280, height: 900, ...options });
	await page.frame();
	return page;
}

async function close(page, name) {
	equal(name + ': no error, nothing refused', page.complaints, []);
	equal(name + ': one request', page.requests.length, 1);
	await page.close();
}

async function searchFor(page, needle) {
	await page.key('/');
	await page.value(`document.getElementById('search').value = ''`);
	await page.type(needle);
	await page.key('Enter');
	return page.value(text('found'));
}

/* Names that look like markup stay text. */
async function hostile(browser) {
	const page = await open(browser, 'hostile.html');
	equal('no script of the data ran', await page.value('typeof window.owned'), 'undefined');
	equal('elements', await page.value(`document.querySelectorAll('script').length`), 3);
	equal('no image', await page.value(`document.images.length`), 0);
	check('the heading is text', (await page.value(`document.querySelector('h1').textContent`))
		.includes('</title><script>'));
	equal('found by a name like markup', await searchFor(page, '<script>'), '3 calls');
	equal('found by what JSON escapes', await searchFor(page, '"key":"a\\\\b"'), '1 call');
	equal('its details', await page.value(heading), '<img src=x onerror=owned=1>');
	check('the value is text', (await page.value(text('detail'))).includes('</script>'));
	equal('not found', await searchFor(page, 'nowhere'), 'not found');
	await page.key('Escape');
	equal('no search', await page.value(text('found')), '');
	await page.value(`document.head.append(Object.assign(document.createElement('script'),
		{ textContent: 'window.owned = 1' }))`);
	equal('the policy refuses other scripts', await page.value('typeof window.owned'), 'undefined');
	equal('the policy told so', page.complaints.length, 1);
	page.complaints = [];
	await close(page, 'hostile');
}

async function keys(browser) {
	const page = await open(browser, 'sessions.html');
	const whole = await page.value(picture('rows'));
	await page.value(`document.getElementById('rows').focus()`);
	await page.key('Home');
	const first = await page.value(heading);
	await page.key('ArrowDown');
	check('down selects another call', await page.value(heading) !== first);
	await page.key('ArrowUp');
	equal('up goes back', await page.value(heading), first);
	await page.key('+');
	const zoomed = await page.value(picture('rows'));
	check('zoom changes the timeline', zoomed !== whole);
	await page.key('ArrowRight', 8);
	check('pan changes it', await page.value(picture('rows')) !== zoomed);
	await page.key('0');
	await page.key('ArrowLeft');
	const folded = await page.value(picture('rows'));
	await page.key('ArrowRight');
	check('fold and unfold', await page.value(picture('rows')) !== folded);
	await page.key('a');
	equal('all are folded', await page.value(text('fold')), 'Unfold all');
	await page.key('e');
	check('the next error is shown, unfolded', await page.value(
		`document.querySelector('#detail .bad') !== null`));
	await page.key('?');
	equal('help', await page.value(`document.getElementById('help').open`), true);
	await page.key('Escape');
	equal('help is closed', await page.value(`document.getElementById('help').open`), false);
	await page.key('t');
	equal('dark', await page.value(`document.documentElement.dataset.theme`), 'dark');
	await page.key('t');
	equal('light', await page.value(`document.documentElement.dataset.theme`), 'light');
	await page.value(`document.getElementById('rows').focus()`);
	await page.key('Enter');
	equal('enter goes to the details', await page.value(`document.activeElement.id`), 'detail');
	await close(page, 'sessions');
}

async function hands(browser) {
	const page = await open(browser, 'sessions.html');
	const at = async (id) => JSON.parse(await page.value(`(() => {
		const e = document.getElementById('${id}');
		e.scrollIntoView();
		const r = e.getBoundingClientRect();
		return JSON.stringify([r.left, r.top, r.width, r.height]);
	})()`));
	const [x, y, width] = await at('rows');
	await page.click(x + 100, y + 35);
	check('a click selects the first row', (await page.value(text('detail'))).includes('status'));
	const before = await page.value(picture('rows'));
	await page.mouse('mousePressed', x + width * .5, y + 10);
	await page.mouse('mouseMoved', x + width * .7, y + 10, { buttons: 1 });
	await page.mouse('mouseReleased', x + width * .7, y + 10);
	await page.frame();
	check('a range of the axis is zoomed to', await page.value(picture('rows')) !== before);
	await page.click(x + width * .9, y + 35);
	const [fx, fy] = await at('flame-box');
	const flame = await page.value(picture('flame-box'));
	await page.click(fx + 20, fy + 10 + 19);
	check('a frame is zoomed to', await page.value(picture('flame-box')) !== flame);
	equal('and back', await page.value(`document.getElementById('whole').disabled`), false);
	await page.value(`document.querySelector('#traces tbody a').click()`);
	await page.frame();
	equal('a link selects a trace', await page.value(`document.getElementById('scope').value`), '0');
	await page.value(`document.querySelector('#errors tbody a').click()`);
	await page.frame();
	check('a link selects a call', (await page.value(text('detail'))).includes('error'));
	await close(page, 'hands');
}

/* A trace of 100,000 calls: what is drawn does not depend on how many there are. */
async function large(browser) {
	const page = await open(browser, 'large.html', { before: stopwatch });
	const paint = await page.value(
		`performance.getEntriesByName('first-contentful-paint')[0].startTime`);
	equal('rows', await page.value(`document.querySelector('#rows .space').offsetHeight`),
		100000 * 20 + 24);
	const draw = async (keys) => {
		await page.value('window.drawn.length = 0');
		for (const key of keys)
			await page.key(key);
		/* the largest are those of drawings; this test waits for frames, too */
		const times = (await page.value('window.drawn')).sort((a, b) => b - a);
		return times[keys.length >> 1];
	};
	await page.value(`document.getElementById('rows').focus()`);
	const zoom = await draw('++++++++++++++++----------------');
	const down = await draw(Array(30).fill('ArrowDown'));
	console.log(`100,000 calls: first paint after ${paint.toFixed(0)} ms; ` +
		`median time to draw a zoom ${zoom.toFixed(2)} ms, a step ${down.toFixed(2)} ms`);
	/* a frame of 60 a second has 16.7 ms */
	check('a zoom is drawn within a frame', zoom < 16.7, zoom);
	check('a step is drawn within a frame', down < 16.7, down);
	equal('found', await searchFor(page, 'customer_77"'), '100 calls');
	await close(page, 'large');
}

/* A comparison: which call is the same on the other side, both zoom together, the flame graph. */
async function sides(browser) {
	const page = await open(browser, 'sides.html');
	check('the verdict', (await page.value(`document.querySelector('h1').textContent`)).includes('better'));
	check('metrics', await page.value(`document.querySelectorAll('#metrics tbody tr').length`) >= 5);
	equal('the first difference is selected on both sides',
		await page.value(`[...document.querySelectorAll('.pair .detail h3')].map((h) => h.textContent)`),
		['pay', 'pay']);
	const both = async () => [await page.value(picture('rows-a')), await page.value(picture('rows-b'))];
	await page.value(`document.getElementById('rows-a').focus()`);
	await page.key('ArrowUp');
	equal('the other side follows',
		await page.value(`document.querySelector('#detail-b h3').textContent`), 'load_prices');
	const before = await both();
	await page.key('+');
	const zoomed = await both();
	check('both are zoomed', zoomed[0] !== before[0] && zoomed[1] !== before[1]);
	await page.key('0');
	await page.value(`document.getElementById('rows-b').focus()`);
	await page.key('ArrowDown');
	equal('and the other way round',
		await page.value(`document.querySelector('#detail-a h3').textContent`), 'pay');
	await page.key('ArrowUp');
	await page.key('d');
	equal('back to the difference',
		await page.value(`document.querySelector('#detail-a h3').textContent`), 'pay');
	equal('found on both sides', await searchFor(page, 'load_prices'), '1 and 1 calls');
	await page.key('Escape');
	await page.key('e');
	equal('an error', await page.value(`document.querySelector('#detail-a .bad') !== null`), true);
	await page.key('?');
	await page.key('Escape');
	await page.value(`document.getElementById('flame-box').focus()`);
	const flame = await page.value(picture('flame-box'));
	for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'Enter'])
		await page.key(key);
	check('a frame is zoomed to', await page.value(picture('flame-box')) !== flame);
	check('its change is told', /self .* \u2192 .* %/.test(await page.value(text('flame-says'))));
	await page.key('Backspace');
	await page.value(`(() => { const w = document.getElementById('width'); w.value = 0;
		w.dispatchEvent(new Event('change')); })()`);
	await page.frame();
	check('the width is that of A', await page.value(picture('flame-box')) !== flame);
	const light = await page.value(picture('flame-box'));
	await page.key('t');
	check('dark', await page.value(picture('flame-box')) !== light);
	await close(page, 'sides');
}

async function hostileSides(browser) {
	const page = await open(browser, 'hostile-sides.html');
	equal('no script of the data ran', await page.value('typeof window.owned'), 'undefined');
	equal('scripts', await page.value(`document.querySelectorAll('script').length`), 6);
	equal('no image', await page.value('document.images.length'), 0);
	check('the name of a side is text', (await page.value(text('summary'))).includes('<img src=x'));
	equal('found by a name like markup', await searchFor(page, '<script>'), '3 and 3 calls');
	await close(page, 'hostile sides');
}

async function largeSides(browser) {
	const page = await open(browser, 'large-sides.html', { before: stopwatch });
	const draw = async (keys) => {
		await page.value('window.drawn.length = 0');
		for (const key of keys)
			await page.key(key);
		const times = (await page.value('window.drawn')).sort((a, b) => b - a);
		return times[keys.length >> 1];
	};
	check('the removed call is told', (await page.value(text('difference'))).includes('removed'));
	equal('it is selected', await page.value(`document.querySelector('#detail-a h3').textContent`), 'fetch');
	equal('and missing on the other side', await page.value(text('says-b')), 'not in B');
	check('which is scrolled to its place',
		await page.value(`document.getElementById('rows-b').scrollTop`) > 100000);
	await page.value(`document.getElementById('rows-a').focus()`);
	const zoom = await draw('++++++++++++++++----------------');
	const down = await draw(Array(30).fill('ArrowDown'));
	await page.value(`document.getElementById('flame-box').focus()`);
	const frame = await draw(Array(30).fill('ArrowDown'));
	console.log(`two times 100,000 calls: median time to draw a zoom ${zoom.toFixed(2)} ms, ` +
		`a step ${down.toFixed(2)} ms, a frame ${frame.toFixed(2)} ms`);
	for (const time of [zoom, down, frame])
		check('both sides are drawn within a frame', time < 16.7, time);
	await close(page, 'large sides');
}

async function report(browser) {
	const page = await open(browser, 'report.html', { dark: true });
	check('decisions by hour', await page.value(`document.querySelectorAll('.chart g').length`) > 10);
	check('the matrix', await page.value(`document.querySelectorAll('.matrix .bad').length`) > 0);
	equal('dark', await page.value(`getComputedStyle(document.body).backgroundColor`),
		'rgb(21, 23, 26)');
	await page.key('t');
	equal('light', await page.value(`getComputedStyle(document.body).backgroundColor`),
		'rgb(251, 251, 249)');
	await close(page, 'report');
}

async function load(browser) {
	for (const dark of [false, true]) {
		const page = await open(browser, 'load.html', { dark });
		const words = await page.value('document.body.innerText');
		for (const wanted of ['500 requests', '</script><b>', '72 new_error', '"<script>"', 'p99'])
			check('a load: ' + wanted, words.includes(wanted));
		check('bars', await page.value(`document.querySelectorAll('.chart g').length`) > 10);
		equal('lines', await page.value(`document.querySelectorAll('.chart path').length`), 3);
		check('failures in the chart',
			await page.value(`document.querySelectorAll('.chart .changed').length`) > 0);
		const [bars, line, ground] = await page.value(`[
			getComputedStyle(document.querySelector('.chart .observe')).fill,
			getComputedStyle(document.querySelector('.chart .p95')).stroke,
			getComputedStyle(document.body).backgroundColor]`);
		check('colours', bars !== ground && line !== ground && line !== 'none', [bars, line]);
		equal('dark or light', ground, dark ? 'rgb(21, 23, 26)' : 'rgb(251, 251, 249)');
		await close(page, 'load');
	}
}

/* Without scripts, and on a telephone: nothing is wider than the window. */
async function others(browser) {
	for (const name of ['hostile.html', 'report.html', 'load.html', 'sessions.html', 'sides.html', 'hostile-sides.html']) {
		const page = await open(browser, name, { width: 390, height: 800 });
		const wide = await page.value('document.documentElement.scrollWidth');
		check(name + ' fits a narrow window', wide <= 390, wide);
		await close(page, name + ', narrow');
	}
	const page = await browser.open(path.join(folder, 'sessions.html'),
		{ width: 1280, height: 900, script: false });
	const words = await page.value('document.body.innerText');
	for (const wanted of ['Root cause', 'Errors', 'scripts are switched off', 'Names'])
		check('without a script: ' + wanted, words.includes(wanted));
	await close(page, 'without a script');
}

(async () => {
	const browser = await Browser.start();
	for (const part of [hostile, keys, hands, large, sides, hostileSides, largeSides, report, load, others]) {
		try {
			await part(browser);
		} catch (e) {
			check(part.name, false, String(e));
		}
	}
	await browser.end();
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed > 0 ? 1 : 0);
})();
