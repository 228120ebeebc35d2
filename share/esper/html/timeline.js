/* SPDX-License-Identifier: MIT */
/*
 * The timeline: a row for each call that is not folded away, its name on the left, a bar on the
 * right.  Only the rows that are seen are drawn.
 */
const ROW = 20, AXIS = 24, INDENT = 12;

class Timeline {
	/* of: what the ids of its elements end in, if the page has two of them. */
	constructor(d, onSelect, of = '') {
		this.d = d;
		this.of = of;
		this.onSelect = onSelect;
		this.folded = new Uint8Array(d.n);
		this.hit = null;
		this.marks = null; /* by call: 1: only on this side, 2: the first difference */
		this.selected = -1;
		this.hover = -1;
		this.range = null;
		this.sheet = new Sheet(byId('rows' + of), ROW, AXIS, (c, w, h) => this.draw(c, w, h));
		this.overview = byId('overview' + of);
		this.wide = 7.2;
		this.listen();
	}

	show(scope) {
		this.scope = scope;
		this.view = [0, scope.length];
		this.list();
		const height = Math.max(12, this.rows.length) * ROW + AXIS + 2;
		this.sheet.box.style.setProperty('--rows', height + 'px');
		this.sheet.box.scrollTop = 0;
		this.lanes = null;
	}

	/* ---- rows --------------------------------------------------------------------------- */

	list() {
		const d = this.d, s = this.scope;
		this.rows = new Int32Array(s.end - s.first);
		let n = 0;
		for (let i = s.first; i < s.end; i = this.folded[i] ? d.last[i] : i + 1)
			this.rows[n++] = i;
		this.rows = this.rows.subarray(0, n);
		this.sheet.setRows(n);
	}

	/* The row of a call, or of the call in which it is folded. */
	rowOf(call) {
		return Math.max(0, lastAtMost(this.rows, call));
	}

	hasChildren(call) {
		return this.d.last[call] > call + 1;
	}

	fold(call, folded) {
		if (!this.hasChildren(call))
			return;
		this.folded[call] = folded ? 1 : 0;
		this.list();
	}

	foldAll(folded) {
		const d = this.d, s = this.scope;
		for (let i = s.first; i < s.end; i++)
			this.folded[i] = folded && this.hasChildren(i) ? 1 : 0;
		this.list();
		if (this.selected >= 0)
			this.select(this.rows[this.rowOf(this.selected)]);
	}

	unfoldTo(call) {
		let changed = false;
		for (let k = this.d.parent[call]; k >= 0; k = this.d.parent[k]) {
			changed = changed || this.folded[k] > 0;
			this.folded[k] = 0;
		}
		if (changed)
			this.list();
	}

	select(call) {
		this.selected = call;
		this.unfoldTo(call);
		this.sheet.reveal(this.rowOf(call));
		this.bringIntoView(call);
		this.sheet.request();
		this.drawOverview();
		this.onSelect(call);
	}

	/* ---- the scale ---------------------------------------------------------------------- */

	gutter() {
		return Math.round(Math.min(Math.max(this.sheet.width * .36, 120), 430));
	}

	x(v) {
		const left = this.gutter(), width = this.sheet.width - left - 8;
		return left + (v - this.view[0]) / (this.view[1] - this.view[0]) * width;
	}

	valueAt(x) {
		const left = this.gutter(), width = this.sheet.width - left - 8;
		return this.view[0] + (x - left) / width * (this.view[1] - this.view[0]);
	}

	setView(from, to) {
		const whole = this.scope.length;
		const least = this.scope.clock ? Math.max(whole * 1e-9, 1) : Math.min(1, whole);
		const length = Math.min(Math.max(to - from, Math.min(least, whole)), whole);
		from = Math.min(Math.max(from, 0), whole - length);
		this.view = [from, from + length];
		this.sheet.request();
		this.drawOverview();
	}

	zoom(factor, about) {
		const [from, to] = this.view;
		const at = about === undefined ? this.middle() : about;
		this.setView(at - (at - from) * factor, at + (to - at) * factor);
	}

	/* Zooming by key is about the selected call, if it is in view. */
	middle() {
		const [from, to] = this.view;
		if (this.selected >= this.scope.first && this.selected < this.scope.end) {
			const at = this.span(this.selected)[0];
			if (at >= from && at <= to)
				return at;
		}
		return (from + to) / 2;
	}

	pan(share) {
		const [from, to] = this.view, by = (to - from) * share;
		this.setView(from + by, to + by);
	}

	span(call) {
		const offset = this.scope.offset(call);
		return [this.d.from[call] + offset, this.d.to[call] + offset];
	}

	zoomTo(call) {
		const [from, to] = this.span(call), margin = (to - from) * .05;
		this.setView(from - margin, to + margin);
	}

	bringIntoView(call) {
		const [from, to] = this.span(call), [a, b] = this.view;
		if (to < a || from > b)
			this.setView(from - (b - a) / 2, from + (b - a) / 2);
	}

	/* ---- drawing ------------------------------------------------------------------------ */

	draw(c, width, height) {
		const first = this.sheet.firstRow(), last = this.sheet.lastRow();
		c.fillStyle = color.panel;
		c.fillRect(0, 0, width, height);
		const ticks = this.ticks();
		c.fillStyle = color.line;
		for (const tick of ticks)
			c.fillRect(Math.round(this.x(tick)), AXIS, 1, height);
		c.font = FONT;
		this.wide = c.measureText('0').width;
		c.textBaseline = 'middle';
		for (let row = first; row < last; row++)
			this.drawRow(c, this.rows[row], this.sheet.y(row), width);
		this.drawAxis(c, ticks, width);
		if (this.range)
			this.drawRange(c, height);
	}

	ticks() {
		const [from, to] = this.view;
		const step = this.tick = tickStep(to - from, Math.max(2, (this.sheet.width - this.gutter()) / 90),
			this.scope.clock);
		const list = [];
		for (let v = Math.ceil(from / step) * step; v <= to; v += step)
			list.push(v);
		return list;
	}

	drawAxis(c, ticks, width) {
		c.fillStyle = color.panel;
		c.fillRect(0, 0, width, AXIS - 1);
		c.fillStyle = color.line;
		c.fillRect(0, AXIS - 1, width, 1);
		c.fillRect(this.gutter() - 5, 0, 1, this.sheet.height);
		c.font = SMALL;
		c.fillStyle = color.quiet;
		for (const tick of ticks) {
			const text = this.scope.clock ? tickText(tick, this.tick, this.view[1]) :
				'call ' + Math.round(tick + 1);
			const x = this.x(tick);
			if (x + 40 < width)
				c.fillText(text, x + 3, AXIS / 2);
		}
		const n = this.rows.length;
		c.fillText(fitted(counted(n, 'row') + (this.scope.clock ? '' : ', no clock: by order'),
			this.gutter() - 14, 6), 8, AXIS / 2);
	}

	drawRange(c, height) {
		const [a, b] = this.range.map((v) => this.x(v));
		c.globalAlpha = .25;
		c.fillStyle = color.accent;
		c.fillRect(Math.min(a, b), 0, Math.abs(b - a), height);
		c.globalAlpha = 1;
	}

	drawRow(c, call, y, width) {
		const d = this.d, error = d.status[call] === STATUS_ERROR;
		if (call === this.selected || call === this.hover || (this.hit && this.hit[call])) {
			c.fillStyle = call === this.selected ? color.choice :
				this.hit && this.hit[call] ? color.mark : color.ground;
			c.fillRect(0, y, width, ROW);
		}
		if (this.marks && this.marks[call]) {
			c.fillStyle = this.marks[call] > 1 ? color.bad : color.accent;
			c.fillRect(0, y, this.marks[call] > 1 ? 5 : 3, ROW);
		}
		this.drawName(c, call, y, error);
		this.drawBar(c, call, y, width, error);
	}

	drawName(c, call, y, error) {
		const gutter = this.gutter(), most = Math.floor(gutter * .55);
		const x = 8 + Math.min(this.d.depth[call] * INDENT, most);
		c.font = FONT;
		if (this.hasChildren(call)) {
			c.fillStyle = color.quiet;
			c.beginPath();
			if (this.folded[call]) {
				c.moveTo(x, y + 6);
				c.lineTo(x + 6, y + 10);
				c.lineTo(x, y + 14);
			} else {
				c.moveTo(x - 1, y + 7);
				c.lineTo(x + 7, y + 7);
				c.lineTo(x + 3, y + 13);
			}
			c.fill();
		}
		const room = gutter - 8 - (x + 12);
		c.fillStyle = error ? color.bad : this.d.status[call] === STATUS_OPEN ? color.open : color.ink;
		const text = fitted(nameOf(this.d, call), room, this.wide);
		c.fillText(text, x + 12, y + ROW / 2 + 1);
		const left = room - (text.length + 2) * this.wide;
		const service = this.d.services[this.d.service[call]];
		const up = this.d.parent[call];
		if (left > 30 && service !== null && (up < 0 || this.d.service[up] !== this.d.service[call])) {
			c.fillStyle = color.quiet;
			c.fillText(fitted(service, left, this.wide), x + 12 + (text.length + 2) * this.wide,
				y + ROW / 2 + 1);
		}
	}

	drawBar(c, call, y, width, error) {
		const d = this.d, left = this.gutter(), [from, to] = this.span(call);
		const a = Math.max(this.x(from), left), b = Math.min(this.x(to), width);
		const away = this.x(to) < left - 1 || this.x(from) > width;
		if (away)
			return;
		const open = d.status[call] === STATUS_OPEN;
		const w = Math.max(b - a, 2);
		c.fillStyle = error ? color.badfill : open ? color.fill2 : color.fill;
		c.fillRect(a, y + 4, w, ROW - 8);
		if (call === this.selected) {
			c.strokeStyle = error ? color.bad : color.accent;
			c.strokeRect(a + .5, y + 4.5, Math.max(w - 1, 1), ROW - 9);
		}
		if (!this.scope.clock)
			return;
		const text = isNaN(d.duration[call]) ? (open ? 'open' : '') : durationText(d.duration[call]);
		const room = text.length * 6.5 + 8;
		c.font = SMALL;
		c.fillStyle = color.quiet;
		if (b + room < width) {
			c.fillText(text, a + w + 4, y + ROW / 2 + 1);
		} else if (a - room > left) {
			c.fillText(text, a - room + 2, y + ROW / 2 + 1);
		} else if (w > room) {
			c.fillStyle = color.onfill;
			c.fillText(text, b - room, y + ROW / 2 + 1);
		}
	}

	/* ---- overview ----------------------------------------------------------------------- */

	/* How many calls run in each piece of the time, and whether one of them failed there. */
	measure(pieces) {
		const d = this.d, s = this.scope, change = new Float64Array(pieces + 1);
		const bad = new Uint8Array(pieces);
		const piece = (v) => Math.min(pieces - 1, Math.max(0, Math.floor(v / s.length * pieces)));
		for (let i = s.first; i < s.end; i++) {
			const [from, to] = this.span(i);
			change[piece(from)]++;
			change[piece(to) + 1]--;
			if (d.status[i] === STATUS_ERROR && d.last[i] === i + 1)
				bad[piece(from)] = 1;
		}
		const lanes = new Float64Array(pieces);
		for (let i = 0, sum = 0; i < pieces; i++)
			lanes[i] = sum += change[i];
		return { lanes, bad, most: lanes.reduce((a, b) => Math.max(a, b), 1), pieces };
	}

	drawOverview() {
		const canvas = this.overview, scale = devicePixelRatio || 1;
		const width = canvas.clientWidth, height = canvas.clientHeight;
		if (width === 0)
			return;
		canvas.width = Math.round(width * scale);
		canvas.height = Math.round(height * scale);
		const c = canvas.getContext('2d');
		c.scale(scale, scale);
		if (!this.lanes || this.lanes.pieces !== width)
			this.lanes = this.measure(width);
		c.fillStyle = color.fill2;
		for (let x = 0; x < width; x++) {
			const h = Math.sqrt(this.lanes.lanes[x] / this.lanes.most) * (height - 4);
			c.fillRect(x, height - h, 1, h);
		}
		c.fillStyle = color.bad;
		for (let x = 0; x < width; x++)
			if (this.lanes.bad[x])
				c.fillRect(x, 0, 2, 6);
		const a = this.view[0] / this.scope.length * width;
		const b = this.view[1] / this.scope.length * width;
		c.fillStyle = color.ground;
		c.globalAlpha = .72;
		c.fillRect(0, 0, a, height);
		c.fillRect(b, 0, width - b, height);
		c.globalAlpha = 1;
		c.strokeStyle = color.quiet;
		c.strokeRect(a + .5, .5, Math.max(b - a - 1, 2), height - 1);
	}

	/* ---- hands -------------------------------------------------------------------------- */

	listen() {
		const box = this.sheet.box, canvas = this.sheet.canvas;
		canvas.addEventListener('wheel', (e) => this.wheel(e), { passive: false });
		canvas.addEventListener('pointerdown', (e) => this.down(e));
		canvas.addEventListener('pointermove', (e) => this.move(e));
		canvas.addEventListener('pointerup', (e) => this.up(e));
		canvas.addEventListener('pointercancel', () => this.cancel());
		canvas.addEventListener('pointerleave', () => this.setHover(-1));
		canvas.addEventListener('dblclick', (e) => {
			const row = this.sheet.rowAt(e.offsetY);
			if (row >= 0 && e.offsetX > this.gutter())
				this.zoomTo(this.rows[row]);
		});
		box.addEventListener('keydown', (e) => this.key(e));
		this.overview.addEventListener('pointerdown', (e) => {
			this.overview.setPointerCapture(e.pointerId);
			this.center(e.offsetX);
		});
		this.overview.addEventListener('pointermove', (e) => {
			if (e.buttons & 1)
				this.center(e.offsetX);
		});
		new ResizeObserver(() => this.scope && this.drawOverview()).observe(this.overview);
		themeListeners.push(() => this.scope && this.drawOverview());
	}

	center(x) {
		const at = x / this.overview.clientWidth * this.scope.length;
		const half = (this.view[1] - this.view[0]) / 2;
		this.setView(at - half, at + half);
	}

	wheel(e) {
		if (e.ctrlKey || e.metaKey) {
			e.preventDefault();
			this.zoom(Math.exp(Math.sign(e.deltaY) * Math.min(Math.abs(e.deltaY), 100) / 300),
				Math.max(this.view[0], this.valueAt(e.offsetX)));
		} else if (e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY)) {
			e.preventDefault();
			this.pan((e.deltaX || e.deltaY) / this.sheet.width);
		}
	}

	down(e) {
		if (e.button !== 0)
			return;
		this.sheet.canvas.setPointerCapture(e.pointerId);
		this.press = { x: e.offsetX, y: e.offsetY, view: this.view, moved: false,
			axis: e.offsetY < AXIS && e.offsetX > this.gutter() };
	}

	move(e) {
		const p = this.press;
		if (!p) {
			const row = this.sheet.rowAt(e.offsetY);
			this.setHover(row < 0 ? -1 : this.rows[row]);
			return;
		}
		p.moved = p.moved || Math.abs(e.offsetX - p.x) > 3;
		if (!p.moved)
			return;
		if (p.axis) {
			this.range = [this.valueAt(p.x), this.valueAt(e.offsetX)];
			this.sheet.request();
			return;
		}
		const width = this.sheet.width - this.gutter() - 8;
		const by = (p.x - e.offsetX) / width * (p.view[1] - p.view[0]);
		this.setView(p.view[0] + by, p.view[1] + by);
	}

	up(e) {
		const p = this.press, range = this.range;
		this.cancel();
		if (range) {
			this.setView(Math.min(...range), Math.max(...range));
		} else if (p && !p.moved) {
			const row = this.sheet.rowAt(e.offsetY);
			if (row >= 0)
				this.click(this.rows[row], e.offsetX);
		}
	}

	cancel() {
		this.press = null;
		this.range = null;
		this.sheet.request();
	}

	click(call, x) {
		const indent = 8 + Math.min(this.d.depth[call] * INDENT, Math.floor(this.gutter() * .55));
		if (this.hasChildren(call) && x >= indent - 6 && x < indent + 11)
			this.fold(call, !this.folded[call]);
		this.select(call);
	}

	setHover(call) {
		if (call === this.hover)
			return;
		this.hover = call;
		this.sheet.request();
	}

	step(by) {
		const row = this.selected < 0 ? (by > 0 ? 0 : this.rows.length - 1) :
			Math.min(this.rows.length - 1, Math.max(0, this.rowOf(this.selected) + by));
		if (this.rows.length > 0)
			this.select(this.rows[row]);
	}

	aside(right) {
		const call = this.selected;
		if (call < 0)
			this.step(1);
		else if (right && this.folded[call])
			this.fold(call, false);
		else if (right && this.hasChildren(call))
			this.select(call + 1);
		else if (!right && this.hasChildren(call) && !this.folded[call])
			this.fold(call, true);
		else if (!right && this.d.parent[call] >= 0)
			this.select(this.d.parent[call]);
	}

	key(e) {
		if (e.ctrlKey || e.metaKey || e.altKey)
			return;
		const page = Math.max(1, this.sheet.lastRow() - this.sheet.firstRow() - 2);
		const keys = {
			ArrowDown: () => this.step(1), ArrowUp: () => this.step(-1),
			PageDown: () => this.step(page), PageUp: () => this.step(-page),
			Home: () => this.step(-this.rows.length), End: () => this.step(this.rows.length),
			ArrowRight: () => e.shiftKey ? this.pan(.2) : this.aside(true),
			ArrowLeft: () => e.shiftKey ? this.pan(-.2) : this.aside(false),
			Enter: () => byId('detail' + this.of).focus(),
		};
		if (!keys[e.key])
			return;
		e.preventDefault();
		keys[e.key]();
	}
}
