/* SPDX-License-Identifier: MIT */
/*
 * The differential flame graph: frames of both sides, as wide as the mean self time per trace of
 * one of them or both, and coloured by how much the self time of the frame itself changed.
 */
const SIDE_A = 0, SIDE_B = 1, BOTH = 2;

class Differ extends Flame {
	/* stacks: {names, parent, name, self: [a, b], calls: [a, b]}; traces: [a, b] */
	constructor(stacks, traces) {
		super({ names: stacks.names }, () => {});
		const n = stacks.name.length, mean = (side) => Float64Array.from(stacks.self[side],
			(v) => v / traces[side]);
		this.means = [mean(SIDE_A), mean(SIDE_B)];
		this.calls = stacks.calls;
		this.stacks = { name: stacks.name, up: new Int32Array(n), depth: new Int32Array(n) };
		for (let i = 0; i < n; i++) {
			const up = this.stacks.up[i] = stacks.parent[i] > 0 ? i - stacks.parent[i] : -1;
			this.stacks.depth[i] = up < 0 ? 0 : this.stacks.depth[up] + 1;
		}
		this.totals = this.means.map((self) => {
			const total = self.slice();
			for (let i = n - 1; i >= 0; i--)
				if (this.stacks.up[i] >= 0)
					total[this.stacks.up[i]] += total[i];
			return total;
		});
		this.most = 0;
		for (let i = 0; i < n; i++)
			this.most = Math.max(this.most, Math.abs(this.changeOf(i)));
	}

	changeOf(frame) {
		return this.means[SIDE_B][frame] - this.means[SIDE_A][frame];
	}

	showWidth(side) {
		this.side = side;
		this.selected = -1;
		this.show({ clock: true, first: 0, end: 0 });
	}

	build() {
		const s = this.stacks, [a, b] = this.means;
		const self = this.side === BOTH ? a.map((v, i) => v + b[i]) : this.means[this.side];
		this.frames = { name: s.name, up: s.up, depth: s.depth, self, errors: new Uint8Array(s.name.length),
			call: s.name };
	}

	drawFrame(c, frame, x, width, y) {
		const f = this.frames, hit = this.hit && this.hit[f.name[frame]];
		const change = this.changeOf(frame), wide = Math.max(width - 1, .5);
		c.fillStyle = hit ? color.mark : color.even;
		c.fillRect(x, y + 1, wide, FRAME - 2);
		if (!hit && change !== 0) {
			c.globalAlpha = .15 + .85 * Math.sqrt(Math.abs(change) / this.most);
			c.fillStyle = change > 0 ? color.more : color.less;
			c.fillRect(x, y + 1, wide, FRAME - 2);
			c.globalAlpha = 1;
		}
		if (frame === this.selected) {
			c.strokeStyle = color.accent;
			c.lineWidth = 2;
			c.strokeRect(x + 1, y + 2, Math.max(width - 3, 1), FRAME - 4);
			c.lineWidth = 1;
		}
		if (width < 24)
			return;
		c.fillStyle = color.ink;
		c.fillText(fitted(this.nameOf(frame), width - 8, this.wide), x + 4, y + FRAME / 2 + .5);
	}

	tell(frame) {
		if (frame < 0) {
			byId('flame-says').textContent =
				'Width is the mean self time per trace: of a frame and all that it calls.';
			return;
		}
		const [a, b] = this.calls.map((list) => list[frame]);
		const where = a === 0 ? ' (only in B)' : b === 0 ? ' (only in A)' : '';
		byId('flame-says').textContent = this.nameOf(frame) + where + ': self ' +
			changeText(this.means[SIDE_A][frame], this.means[SIDE_B][frame]) + '; with all it calls ' +
			changeText(this.totals[SIDE_A][frame], this.totals[SIDE_B][frame]) + '; ' +
			counted(a, 'call') + ' and ' + countText(b);
	}
}

function changeText(a, b) {
	const text = durationText(Math.round(a)) + ' \u2192 ' + durationText(Math.round(b));
	if (a === b || a === 0)
		return text;
	const percent = (b - a) / a * 100;
	return text + ' (' + (percent > 0 ? '+' : '') + percent.toFixed(Math.abs(percent) < 10 ? 1 : 0) + ' %)';
}
