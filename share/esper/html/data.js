/* SPDX-License-Identifier: MIT */
/* The calls of the page, as columns.  A call is its number in the page, depth first. */
const STATUS_OPEN = 0, STATUS_ERROR = 2;

/* of: what the ids of the data end in, if the page has that of two sides. */
function readData(of = '') {
	const raw = JSON.parse(byId('data' + of).textContent);
	const n = raw.name.length;
	const d = {
		n, names: raw.names, services: raw.services, kinds: raw.kinds, width: raw.width,
		recorded: raw.calls, traces: raw.traces,
		name: Uint32Array.from(raw.name), service: Uint32Array.from(raw.service),
		parent: new Int32Array(n), depth: new Int32Array(n), last: new Int32Array(n),
		trace: new Uint32Array(n), status: new Uint8Array(n), kind: new Uint8Array(n),
		start: Float64Array.from(raw.start, (v) => v === null ? NaN : v),
		duration: Float64Array.from(raw.duration, (v) => v === null ? NaN : v),
		self: Float64Array.from(raw.self, (v) => v === null ? NaN : v),
		position: raw.position, from: new Float64Array(n), to: new Float64Array(n),
		details: { id: 'details' + of, text: null, starts: null, lower: null, lowerStarts: null },
	};
	for (let i = 0; i < n; i++) {
		d.parent[i] = raw.parent[i] > 0 ? i - raw.parent[i] : -1;
		d.depth[i] = d.parent[i] < 0 ? 0 : d.depth[d.parent[i]] + 1;
		d.status[i] = raw.flags[i] & 3;
		d.kind[i] = raw.flags[i] >> 2;
		d.last[i] = i + 1;
	}
	for (let i = n - 1; i >= 0; i--)
		if (d.parent[i] >= 0 && d.last[d.parent[i]] < d.last[i])
			d.last[d.parent[i]] = d.last[i];
	d.traces.forEach((t, number) => {
		d.trace.fill(number, t.first, t.first + t.calls);
		placeTrace(d, t);
	});
	return d;
}

/* Where the calls of a trace are drawn: in nanoseconds since its start, or by their order if it has
 * no clock. */
function placeTrace(d, t) {
	const end = t.first + t.calls;
	t.clock = t.start_ns !== null;
	t.length = 0;
	for (let i = t.first; i < end; i++) {
		if (!t.clock) {
			d.from[i] = i - t.first;
			d.to[i] = d.last[i] - t.first;
		} else {
			const up = d.parent[i] >= 0 ? d.from[d.parent[i]] : 0;
			d.from[i] = isNaN(d.start[i]) ? up : d.start[i];
			d.to[i] = d.from[i] + (d.duration[i] > 0 ? d.duration[i] : 0);
		}
		if (d.to[i] > t.length)
			t.length = d.to[i];
	}
	for (let i = t.first; t.clock && i < end; i++)
		if (d.status[i] === STATUS_OPEN && isNaN(d.duration[i]))
			d.to[i] = t.length;
	t.length = t.length || 1;
}

/* What is shown: one trace, or all of them beside each other in time. */
function makeScope(d, number) {
	if (number >= 0) {
		const t = d.traces[number];
		return { first: t.first, end: t.first + t.calls, clock: t.clock, length: t.length,
			offset: () => 0 };
	}
	const starts = d.traces.map((t) => t.clock ? BigInt(t.start_ns) : null);
	const least = starts.reduce((a, b) => a === null || (b !== null && b < a) ? b : a, null);
	const offsets = starts.map((s) => s === null ? 0 : Number(s - least));
	const length = d.traces.reduce((a, t, i) => Math.max(a, offsets[i] + t.length), 1);
	return { first: 0, end: d.n, clock: least !== null, length,
		offset: (call) => offsets[d.trace[call]] };
}

/* ---- details -------------------------------------------------------------------------------- */

function lineStarts(text) {
	const starts = [0];
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
		starts.push(at + 1);
	return starts;
}

function detailsOf(d, call) {
	const details = d.details;
	if (details.text === null) {
		details.text = byId(details.id).textContent;
		details.starts = lineStarts(details.text);
	}
	const [id, error, input, output, attributes, resource, llm, notes, events, count] =
		JSON.parse(details.text.slice(details.starts[call], details.starts[call + 1]));
	return { id, error, input, output, attributes, resource, llm, notes, events, count };
}

function nameOf(d, call) {
	const name = d.names[d.name[call]];
	return name !== null ? name : detailsOf(d, call).id;
}

/* ---- search --------------------------------------------------------------------------------- */

/* Could the text also be found in what is around the texts of a line? */
function isAmbiguous(needle) {
	return /^[-0-9,.[\]nul]*$/.test(needle) || needle.includes('"');
}

function hasText(d, call, needle) {
	const has = (v) => typeof v === 'string' ? v.toLowerCase().includes(needle) :
		Array.isArray(v) && v.some(has);
	return Object.values(detailsOf(d, call)).some(has);
}

/* Marks the calls whose texts contain the needle.  Returns them in order. */
function searchCalls(d, text) {
	const needle = text.toLowerCase(), details = d.details;
	const names = d.names.map((s) => s !== null && s.toLowerCase().includes(needle));
	const services = d.services.map((s) => s !== null && s.toLowerCase().includes(needle));
	const hit = new Uint8Array(d.n);
	for (let i = 0; i < d.n; i++)
		hit[i] = names[d.name[i]] || services[d.service[i]] ? 1 : 0;
	if (details.lower === null) {
		details.lower = byId(details.id).textContent.toLowerCase();
		details.lowerStarts = lineStarts(details.lower);
	}
	const spelled = JSON.stringify(needle).slice(1, -1).replaceAll('<', '\\u003c');
	const ambiguous = isAmbiguous(needle);
	let call = 0;
	for (let at = details.lower.indexOf(spelled); at >= 0;
		at = details.lower.indexOf(spelled, details.lowerStarts[call + 1])) {
		call = lastAtMost(details.lowerStarts, at);
		if (call >= d.n)
			break;
		if (!hit[call] && (!ambiguous || hasText(d, call, needle)))
			hit[call] = 1;
	}
	const found = [];
	for (let i = 0; i < d.n; i++)
		if (hit[i])
			found.push(i);
	return { hit, found };
}

/* The last place in an ascending list whose value is at most v; -1: none. */
function lastAtMost(list, v) {
	let low = 0, high = list.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (list[middle] <= v)
			low = middle + 1;
		else
			high = middle;
	}
	return low - 1;
}
