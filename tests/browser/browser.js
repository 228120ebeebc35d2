/* SPDX-License-Identifier: MIT */
/*
 * A browser for tests: Chromium without a window, driven by the DevTools protocol over a pipe, so
 * that nothing needs a socket or a package.
 *
 *	const browser = await Browser.start();
 *	const page = await browser.open('page.html', { width: 1280, height: 900, dark: false });
 *	await page.value('document.title');
 *	await browser.end();
 */
'use strict';
const { spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const KEYS = { Enter: 13, Escape: 27, ArrowUp: 38, ArrowDown: 40, ArrowLeft: 37, ArrowRight: 39,
	End: 35, Home: 36, Backspace: 8 };

class Browser {
	static async start() {
		const b = new Browser();
		b.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'esper-browser.'));
		b.child = spawn('chromium', ['--headless=new', '--no-sandbox', '--disable-gpu',
			'--hide-scrollbars', '--no-first-run', '--disable-background-networking',
			'--remote-debugging-pipe', '--user-data-dir=' + b.folder, 'about:blank'],
		{ stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
		b.child.on('error', (e) => { throw e; });
		b.next = 1;
		b.waiting = new Map();
		b.pages = new Map();
		b.rest = '';
		b.child.stdio[4].setEncoding('utf8');
		b.child.stdio[4].on('data', (text) => b.take(text));
		return b;
	}

	take(text) {
		const parts = (this.rest + text).split('\0');
		this.rest = parts.pop();
		for (const part of parts) {
			const m = JSON.parse(part);
			if (m.id) {
				const { resolve, reject } = this.waiting.get(m.id);
				this.waiting.delete(m.id);
				if (m.error)
					reject(new Error(m.error.message));
				else
					resolve(m.result);
			} else if (this.pages.has(m.sessionId)) {
				this.pages.get(m.sessionId).hear(m.method, m.params);
			}
		}
	}

	send(method, params, sessionId) {
		const id = this.next++;
		this.child.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + '\0');
		return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
	}

	async open(file, { width, height, dark = false, script = true, before = '', hash = '' }) {
		const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
		const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
		const page = new Page(this, sessionId, targetId);
		this.pages.set(sessionId, page);
		for (const domain of ['Page', 'Runtime', 'Log', 'Network'])
			await page.send(domain + '.enable');
		await page.send('Emulation.setDeviceMetricsOverride',
			{ width, height, deviceScaleFactor: 1, mobile: width < 600 });
		await page.send('Emulation.setEmulatedMedia',
			{ features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }] });
		if (!script)
			await page.send('Emulation.setScriptExecutionDisabled', { value: true });
		if (before)
			await page.send('Page.addScriptToEvaluateOnNewDocument', { source: before });
		await page.load('file://' + path.resolve(file) + hash);
		return page;
	}

	async end() {
		await this.send('Browser.close');
		await new Promise((resolve) => this.child.on('exit', resolve));
		fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

class Page {
	constructor(browser, sessionId, targetId) {
		this.browser = browser;
		this.sessionId = sessionId;
		this.targetId = targetId;
		this.complaints = []; /* errors of the script, and what the policy refused */
		this.requests = [];
	}

	hear(method, params) {
		if (method === 'Page.loadEventFired')
			this.loaded();
		else if (method === 'Runtime.exceptionThrown')
			this.complaints.push(params.exceptionDetails.exception.description);
		else if (method === 'Runtime.consoleAPICalled')
			this.complaints.push(params.type + ': ' + params.args.map((a) => a.value).join(' '));
		else if (method === 'Log.entryAdded')
			this.complaints.push(params.entry.text);
		else if (method === 'Network.requestWillBeSent')
			this.requests.push(params.request.url);
	}

	send(method, params) {
		return this.browser.send(method, params, this.sessionId);
	}

	async load(url) {
		const loaded = new Promise((resolve) => { this.loaded = resolve; });
		await this.send('Page.navigate', { url });
		await loaded;
	}

	/* The value of an expression; of a promise, what it becomes. */
	async value(expression) {
		const { result, exceptionDetails } = await this.send('Runtime.evaluate',
			{ expression, returnByValue: true, awaitPromise: true });
		if (exceptionDetails)
			throw new Error(exceptionDetails.exception.description);
		return result.value;
	}

	/* Until all that was asked for is drawn. */
	frame() {
		return this.value('new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))');
	}

	async key(key, modifiers = 0) {
		const text = key.length === 1 ? key : key === 'Enter' ? '\r' : undefined;
		const code = KEYS[key] || key.toUpperCase().charCodeAt(0);
		await this.send('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', key, text,
			windowsVirtualKeyCode: code, modifiers });
		await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key, windowsVirtualKeyCode: code,
			modifiers });
		await this.frame();
	}

	type(text) {
		return this.send('Input.insertText', { text });
	}

	async mouse(type, x, y, more = {}) {
		await this.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1, ...more });
	}

	async click(x, y) {
		await this.mouse('mousePressed', x, y);
		await this.mouse('mouseReleased', x, y);
		await this.frame();
	}

	async screenshot(file, whole = false) {
		const { data } = await this.send('Page.captureScreenshot',
			{ format: 'png', captureBeyondViewport: whole });
		fs.writeFileSync(file, Buffer.from(data, 'base64'));
	}

	close() {
		return this.browser.send('Target.closeTarget', { targetId: this.targetId });
	}
}

module.exports = { Browser };
