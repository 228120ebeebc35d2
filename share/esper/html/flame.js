/* SPDX-License-Identifier: MIT */
/*
 * The flame graph: calls with the same path of names are one frame, as wide as the self time of its
 * calls and of all below it.  Without a clock, every call counts as one.
 */
const FRAME = 19;

class Flame {
	constructor(d, onCall) {
		this.d = d;
		this.onCall = onCall;
		this.hit = null;
		this.selected = -1;
		this.sheet = new Sheet(byId('flame-box'), FRAME, 0, (c, w, h) => this.draw(c, w, h));
		this.listen();
	}

	show(scope) {
		this.clock = scope.clock;
		this.build(scope);
		this.place();
		this.zoomTo(-1);
		const height = Math.min(this.levels.length * FRAME + 2, 640);
		this.sheet.box.style.height = height + 'px';
		this.sheet.setRows(this.levels.length);
		this.tell(-1);
	}

	/* ---- frames ------------------------------------------------------------------------- */

	/* Frames are numbered so that a caller comes before what it calls. */
	build(scope) {
		const d = this.d, known = new Map(), of = new Int32Array(scope.end - scope.first);
		const f = this.frames = { name: [], up: [], depth: [], self: [], calls: [], errors: [],
			slowest: [], call: [] };
		this.of = of;
		this.first = scope.first;
		for (let i = scope.first; i < scope.end; i++) {
			const up = d.parent[i] < 0 ? -1 : of[d.parent[i] - scope.first];
			const key = (up + 1) * d.names.length + d.name[i];
			let frame = known.get(key);
			if (frame === undefined) {
				frame = f.name.length;
				known.set(key, frame);
				f.name.push(d.name[i]);
				f.up.push(up);
				f.depth.push(up < 0 ? 0 : f.depth[up] + 1);
				f.self.push(0);
				f.calls.push(0);
				f.errors.push(0);
				f.slowest.push(-1);
				f.call.push(i);
			}
			of[i - scope.first] = frame;
			this.count(frame, i);
		}
	}

	count(frame, call) {
		const f = this.frames, d = this.d;
		f.calls[frame]++;
		f.self[frame] += !this.clock ? 1 : d.self[call] > 0 ? d.self[call] : 0;
		f.errors[frame] += d.status[call] === STATUS_ERROR ? 1 : 0;
		if (d.duration[call] > f.slowest[frame]) {
			f.slowest[frame] = d.duration[call];
			f.call[frame] = call;
		}
	}

	place() {
		const f = this.frames, n = f.name.length;
		const total = f.total = Float64Array.from(f.self);
		for (let i = n - 1; i >= 0; i--)
			if (f.up[i] >= 0)
				total[f.up[i]] += total[i];
		/* the next free place in each frame, after its own children so far */
		const next = new Float64Array(n);
		f.from = new Float64Array(n);
		this.whole = 0;
		const order = this.depthFirst();
		this.levels = [];
		for (const i of order) {
			f.from[i] = f.up[i] < 0 ? this.whole : next[f.up[i]];
			if (f.up[i] < 0)
				this.whole += total[i];
			else
				next[f.up[i]] += total[i];
			next[i] = f.from[i];
			(this.levels[f.depth[i]] = this.levels[f.depth[i]] || []).push(i);
		}
		this.whole = this.whole || 1;
	}

	/* Frames depth first, so that those of a level come in the order of their places. */
	depthFirst() {
		const f = this.frames, n = f.name.length;
		const child = new Int32Array(n + 1).fill(-1), sibling = new Int32Array(n).fill(-1);
		for (let i = n - 1; i >= 0; i--) {
			sibling[i] = child[f.up[i] + 1];
			child[f.up[i] + 1] = i;
		}
		const order = [], stack = [child[0]];
		while (stack.length > 0) {
			const i = stack.pop();
			if (i < 0)
				continue;
			order.push(i);
			stack.push(sibling[i], child[i + 1]);
		}
		this.child = child;
		this.sibling = sibling;
		return order;
	}

	/* The frame of a level that is at this place, or -1. */
	frameAt(level, v) {
		const f = this.frames, list = this.levels[level] || [];
		let low = 0, high = list.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (f.from[list[middle]] <= v)
				low = middle + 1;
			else
				high = middle;
		}
		const frame = low > 0 ? list[low - 1] : -1;
		return frame >= 0 && v < f.from[frame] + f.total[frame] ? frame : -1;
	}

	zoomTo(frame) {
		const f = this.frames;
		this.root = frame;
		this.view = frame < 0 ? [0, this.whole] : [f.from[frame], f.from[frame] + f.total[frame]];
		if (this.view[1] <= this.view[0])
			this.view = [0, this.whole];
		byId('whole').disabled = frame < 0;
		this.sheet.request();
	}

	/* ---- drawing ------------------------------------------------------------------------ */

	draw(c, width, height) {
		c.fillStyle = color.panel;
		c.fillRect(0, 0, width, height);
		c.font = FONT;
		c.textBaseline = 'middle';
		this.wide = c.measureText('0').width;
		for (let level = this.sheet.firstRow(); level < this.sheet.lastRow(); level++)
			this.drawLevel(c, level, this.sheet.y(level), width);
	}

	/* Frames narrower than a pixel are passed over, a pixel at a time. */
	drawLevel(c, level, y, width) {
		const f = this.frames, list = this.levels[level], [from, to] = this.view;
		const scale = width / (to - from), pixel = 1 / scale;
		let k = this.firstBehind(list, from);
		while (k < list.length && f.from[list[k]] < to) {
			const frame = list[k];
			const a = Math.max((f.from[frame] - from) * scale, 0);
			const b = Math.min((f.from[frame] + f.total[frame] - from) * scale, width);
			if (b - a >= .5 || f.errors[frame] > 0)
				this.drawFrame(c, frame, a, Math.max(b - a, 1), y);
			k++;
			if (b - a < .5)
				k = Math.max(k, this.firstBehind(list, f.from[frame] + pixel / 2));
		}
	}

	/* The first of a level that ends behind this place. */
	firstBehind(list, v) {
		const f = this.frames;
		let low = 0, high = list.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (f.from[list[middle]] + f.total[list[middle]] <= v)
				low = middle + 1;
			else
				high = middle;
		}
		return low;
	}

	drawFrame(c, frame, x, width, y) {
		const f = this.frames, hit = this.hit && this.hit[f.name[frame]];
		c.fillStyle = hit ? color.mark : f.errors[frame] > 0 ? color.badfill :
			frame === this.selected ? color.fill : f.name[frame] % 2 ? color.fill : color.fill2;
		c.fillRect(x, y + 1, Math.max(width - 1, .5), FRAME - 2);
		if (frame === this.selected) {
			c.strokeStyle = color.accent;
			c.lineWidth = 2;
			c.strokeRect(x + 1, y + 2, Math.max(width - 3, 1), FRAME - 4);
			c.lineWidth = 1;
		}
		if (width < 24)
			return;
		c.fillStyle = hit ? color.ink : color.onfill;
		c.fillText(fitted(this.nameOf(frame), width - 8, this.wide), x + 4, y + FRAME / 2 + .5);
	}

	nameOf(frame) {
		const name = this.d.names[this.frames.name[frame]];
		return name !== null ? name : '(no name)';
	}

	tell(frame) {
		const f = this.frames;
		if (frame < 0) {
			byId('flame-says').textContent = this.clock ?
				'Width is self time: of a frame and all that it calls.' :
				'Width is the number of calls, because the trace has no clock.';
			return;
		}
		const share = (v) => (v / this.whole * 100).toFixed(1) + ' %';
		const value = this.clock ? durationText : countText;
		byId('flame-says').textContent = this.nameOf(frame) + ': ' + value(f.total[frame]) + ' (' +
			share(f.total[frame]) + '), self ' + value(f.self[frame]) + ' (' +
			share(f.self[frame]) + '), ' + counted(f.calls[frame], 'call') +
			(f.errors[frame] > 0 ? ', ' + counted(f.errors[frame], 'error') : '') +
			(f.slowest[frame] >= 0 ? ', slowest ' + durationText(f.slowest[frame]) : '');
	}

	/* ---- hands -------------------------------------------------------------------------- */

	listen() {
		const canvas = this.sheet.canvas;
		const at = (e) => {
			const [from, to] = this.view;
			return this.frameAt(this.sheet.rowAt(e.offsetY),
				from + e.offsetX / this.sheet.width * (to - from));
		};
		canvas.addEventListener('pointermove', (e) => this.tell(at(e)));
		canvas.addEventListener('pointerleave', () => this.tell(this.selected));
		canvas.addEventListener('click', (e) => {
			const frame = at(e);
			if (frame >= 0) {
				this.select(frame);
				this.zoomTo(frame === this.root ? -1 : frame);
			}
		});
		canvas.addEventListener('dblclick', () => {
			if (this.selected >= 0)
				this.onCall(this.frames.call[this.selected]);
		});
		this.sheet.box.addEventListener('keydown', (e) => this.key(e));
		byId('whole').addEventListener('click', () => this.zoomTo(-1));
	}

	select(frame) {
		this.selected = frame;
		this.sheet.reveal(this.frames.depth[frame]);
		this.tell(frame);
		this.sheet.request();
	}

	/* The frame beside another one on its level. */
	beside(frame, by) {
		const list = this.levels[this.frames.depth[frame]];
		const at = lastAtMost(list.map((i) => this.frames.from[i]), this.frames.from[frame]);
		return list[Math.min(list.length - 1, Math.max(0, at + by))];
	}

	key(e) {
		if (e.ctrlKey || e.metaKey || e.altKey || this.frames.name.length === 0)
			return;
		const k = this.selected;
		const keys = {
			ArrowDown: () => this.select(k < 0 ? 0 : this.child[k + 1] >= 0 ? this.child[k + 1] : k),
			ArrowUp: () => this.select(k < 0 || this.frames.up[k] < 0 ? Math.max(k, 0) : this.frames.up[k]),
			ArrowRight: () => this.select(k < 0 ? 0 : this.beside(k, 1)),
			ArrowLeft: () => this.select(k < 0 ? 0 : this.beside(k, -1)),
			Enter: () => k >= 0 && this.zoomTo(k === this.root ? -1 : k),
			Backspace: () => this.zoomTo(-1),
		};
		if (!keys[e.key])
			return;
		e.preventDefault();
		keys[e.key]();
	}
}
