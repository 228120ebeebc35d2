/* SPDX-License-Identifier: MIT */
/* What both drawings share: colours, a canvas in a box that scrolls, numbers for people. */
const FONT = '12px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace';
const SMALL = '11px system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif';
const color = {};

function readColors() {
	const style = getComputedStyle(root);
	for (const name of ['ground', 'panel', 'ink', 'quiet', 'line', 'accent', 'fill', 'fill2',
		'mark', 'choice', 'bad', 'badfill', 'badground', 'open', 'onfill', 'more', 'less', 'even'])
		color[name] = style.getPropertyValue('--' + name).trim();
}

const UNITS = [[3.6e12, 'h'], [6e10, 'min'], [1e9, 's'], [1e6, 'ms'], [1e3, '\u00b5s'], [1, 'ns']];

function unitOf(ns) {
	return UNITS.find(([unit]) => ns >= unit) || UNITS[UNITS.length - 1];
}

/* Three significant digits, cut, in the largest unit that gives 1 or more: as in the timeline of the
 * terminal. */
function durationText(ns) {
	if (ns === 0)
		return '0';
	const v = Math.abs(ns), [unit, name] = unitOf(v);
	const whole = Math.floor(v / unit);
	const cents = String(Math.floor(v % unit * 100 / unit)).padStart(2, '0');
	const rest = unit === 1 || whole >= 100 ? '' : '.' + cents.slice(0, whole >= 10 ? 1 : 2);
	return (ns < 0 ? '-' : '') + whole + rest + name;
}

/* A place on the scale, with as many digits as the steps between ticks need. */
function tickText(ns, step, most) {
	const [unit, name] = step >= MINUTE || most < MINUTE ? unitOf(step >= MINUTE ? step : most) :
		[1e9, 's'];
	const digits = Math.max(0, Math.ceil(Math.log10(unit / step) - 1e-9));
	return ns === 0 ? '0' : '+' + (ns / unit).toFixed(step >= MINUTE ? 0 : digits) + name;
}

function countText(n) {
	return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

function counted(n, noun) {
	return countText(n) + ' ' + noun + (n === 1 ? '' : 's');
}

/* A time in UTC with as few of 0, 3, 6 and 9 digits as it needs. */
function timeText(ns) {
	const second = 1000000000n;
	const part = ((ns % second) + second) % second;
	const date = new Date(Number((ns - part) / 1000000n));
	const digits = String(part).padStart(9, '0').replace(/(000)+$/, '');
	return date.toISOString().slice(0, 19) + (digits ? '.' + digits : '') + 'Z';
}

/* The distance between ticks, so that there are at most `most`: 1, 2 or 5 times a power of ten; of
 * long times, whole minutes and hours. */
const MINUTE = 6e10;
const LONG_STEPS = [3e10, ...[1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((m) => m * MINUTE)];

function tickStep(length, most, clock) {
	const least = length / most, power = 10 ** Math.floor(Math.log10(least));
	const step = power * ([1, 2, 5].find((f) => f * power >= least) || 10);
	if (!clock || step <= 2e10)
		return step;
	return LONG_STEPS.find((s) => s >= least) || Math.ceil(least / (1440 * MINUTE)) * 1440 * MINUTE;
}

/* Text that fits a width, in a font whose characters are all `wide` pixels wide. */
function fitted(text, width, wide) {
	const room = Math.floor(width / wide);
	if (text.length <= room)
		return text;
	return room < 2 ? '' : text.slice(0, room - 1) + '\u2026';
}

/*
 * A canvas that stays in place while a box with `rows` rows of a height scrolls.  The box cannot be
 * higher than browsers allow, so with very many rows a step of its scroll bar is several rows.
 */
const HEIGHT_MOST = 8e6;

class Sheet {
	constructor(box, rowHeight, head, draw) {
		this.box = box;
		this.canvas = box.querySelector('canvas');
		this.space = box.querySelector('.space');
		this.context = this.canvas.getContext('2d');
		this.rowHeight = rowHeight;
		this.head = head; /* pixels above the first row that do not scroll */
		this.draw = draw;
		this.rows = 0;
		this.due = false;
		box.addEventListener('scroll', () => this.request());
		new ResizeObserver(() => this.resize()).observe(box);
		themeListeners.push(() => {
			readColors();
			this.request();
		});
	}

	setRows(rows) {
		this.rows = rows;
		const full = rows * this.rowHeight + this.head;
		this.ratio = full > HEIGHT_MOST ? full / HEIGHT_MOST : 1;
		this.space.style.height = Math.min(full, HEIGHT_MOST) + 'px';
		this.resize();
	}

	resize() {
		const scale = devicePixelRatio || 1;
		this.width = this.box.clientWidth;
		this.height = this.box.clientHeight;
		this.canvas.width = Math.round(this.width * scale);
		this.canvas.height = Math.round(this.height * scale);
		this.canvas.style.width = this.width + 'px';
		this.canvas.style.height = this.height + 'px';
		this.request();
	}

	request() {
		if (this.due)
			return;
		this.due = true;
		requestAnimationFrame(() => {
			const scale = devicePixelRatio || 1;
			this.due = false;
			this.context.setTransform(scale, 0, 0, scale, 0, 0);
			if (this.width > 0)
				this.draw(this.context, this.width, this.height);
		});
	}

	top() {
		return this.box.scrollTop * this.ratio;
	}

	firstRow() {
		return Math.floor(this.top() / this.rowHeight);
	}

	lastRow() {
		const rows = Math.ceil((this.top() + this.height - this.head) / this.rowHeight);
		return Math.min(this.rows, rows);
	}

	y(row) {
		return this.head + row * this.rowHeight - this.top();
	}

	rowAt(y) {
		const row = Math.floor((y - this.head + this.top()) / this.rowHeight);
		return y < this.head || row < 0 || row >= this.rows ? -1 : row;
	}

	reveal(row) {
		const y = this.y(row), low = this.height - this.rowHeight;
		if (y >= this.head && y <= low)
			return;
		const middle = (this.height - this.head) / 2;
		this.box.scrollTop = (row * this.rowHeight - (y < this.head - 200 || y > low + 200 ?
			middle : y < this.head ? 0 : this.height - this.head - this.rowHeight)) / this.ratio;
		this.request();
	}
}
