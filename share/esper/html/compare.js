/* SPDX-License-Identifier: MIT */
/* Puts the page of a comparison together: a trace of each side, beside each other, and the
 * differential flame graph. */
const about = JSON.parse(byId('compare').textContent);
const sides = ['a', 'b'].map(makeSide);
const differ = new Differ(about.stacks, about.traces);
let active = 0;   /* the side that keys are for */
let busy = false; /* one side follows the other */

function makeSide(letter, number) {
	const d = readData('-' + letter), side = { d, number, letter, found: [], other: [] };
	side.timeline = new Timeline(d, (call) => selected(side, call), '-' + letter);
	return side;
}

function otherOf(side) {
	return sides[1 - side.number];
}

/* Does something to the other side that must not come back. */
function follow(act) {
	if (busy)
		return;
	busy = true;
	act();
	busy = false;
}

/* ---- which call is which -------------------------------------------------------------------- */

/* A call is the same one on both sides if it and its callers have the same names and are the first,
 * second, ... calls of that name in their callers.  Calls of one side alone are passed over. */
function findPartners() {
	const known = new Map(), names = new Map(), of = [];
	for (const side of sides) {
		const d = side.d, path = new Int32Array(d.n).fill(-1), count = new Map();
		side.alone = new Uint8Array(d.n);
		for (const call of about.alone[side.number])
			side.alone.fill(1, call, d.last[call]);
		const name = d.names.map((s) => {
			if (!names.has(s))
				names.set(s, names.size);
			return names.get(s);
		});
		for (let i = 0; i < d.n; i++) {
			if (side.alone[i])
				continue;
			const up = d.parent[i] < 0 ? -1 : path[d.parent[i]];
			const key = up + ' ' + name[d.name[i]];
			const nth = (count.get(key) || 0) + 1;
			count.set(key, nth);
			const whole = key + ' ' + nth;
			if (!known.has(whole))
				known.set(whole, known.size);
			path[i] = known.get(whole);
		}
		of.push(path);
	}
	for (const side of sides) {
		const here = of[side.number], there = of[1 - side.number];
		const at = new Int32Array(known.size).fill(-1);
		there.forEach((k, i) => {
			if (k >= 0)
				at[k] = i;
		});
		side.partner = here.map((k) => k >= 0 ? at[k] : -1);
		side.timeline.marks = side.alone.map((v) => v ? 1 : 0);
		if (about.first[side.number] >= 0)
			side.timeline.marks[about.first[side.number]] = 2;
	}
}

/* ---- both sides at once --------------------------------------------------------------------- */

function selected(side, call) {
	showDetails(side.d, call, (k) => side.timeline.select(k), '-' + side.letter);
	if (side.alone[call])
		byId('says-' + side.letter).textContent += ' (only in ' + side.letter.toUpperCase() + ')';
	const partner = side.partner[call], other = otherOf(side);
	follow(() => {
		active = side.number;
		if (partner < 0)
			showAbsence(side, call);
		else if (other.timeline.selected !== partner)
			other.timeline.select(partner);
	});
}

/* Scrolls the other side to where the call is missing: behind the last one that both have. */
function showAbsence(side, call) {
	const other = otherOf(side), t = other.timeline, letter = other.letter;
	let last = call;
	while (last > 0 && side.partner[last] < 0)
		last--;
	t.selected = -1;
	if (side.partner[last] >= 0) {
		t.unfoldTo(side.partner[last]);
		t.sheet.reveal(t.rowOf(side.partner[last]));
	}
	t.sheet.request();
	byId('says-' + letter).textContent = 'not in ' + letter.toUpperCase();
	byId('detail-' + letter).replaceChildren(
		element('p', 'This call is not in ' + letter.toUpperCase() + '.', 'quiet'));
}

function linkViews(side) {
	const t = side.timeline, set = t.setView.bind(t);
	t.setView = (from, to) => {
		set(from, to);
		follow(() => otherOf(side).timeline.setView(...t.view));
	};
	/* by rows, so that what was level stays level; selecting scrolls each side by itself */
	let last = 0;
	t.sheet.box.addEventListener('scroll', () => {
		const by = t.sheet.box.scrollTop - last;
		last = t.sheet.box.scrollTop;
		if (t.sheet.box.matches(':hover'))
			otherOf(side).timeline.sheet.box.scrollTop += by;
	});
	t.sheet.box.addEventListener('focus', () => { active = side.number; });
}

function showSides() {
	const scopes = sides.map((side) => makeScope(side.d, 0));
	const length = Math.max(...scopes.map((s) => s.length));
	sides.forEach((side, i) => {
		scopes[i].length = length; /* bars of both have one scale */
		side.timeline.show(scopes[i]);
		side.timeline.drawOverview();
		byId('name-' + side.letter).textContent = side.letter.toUpperCase() + ': trace ' +
			side.d.traces[0].id;
	});
}

function goToFirst() {
	const [a, b] = about.first;
	if (a >= 0 && b >= 0)
		sides.forEach((side, i) => follow(() => side.timeline.select(about.first[i])));
	else if (a >= 0 || b >= 0)
		sides[a >= 0 ? 0 : 1].timeline.select(Math.max(a, b));
}

/* ---- search --------------------------------------------------------------------------------- */

function search(text) {
	let n = 0;
	for (const side of sides) {
		const found = text === '' ? { hit: null, found: [] } : searchCalls(side.d, text);
		side.found = found.found;
		side.timeline.hit = found.hit;
		n += found.found.length;
		side.timeline.sheet.request();
	}
	const lower = text.toLowerCase();
	differ.hit = text === '' ? null :
		about.stacks.names.map((s) => s !== null && s.toLowerCase().includes(lower));
	differ.sheet.request();
	byId('found').textContent = text === '' ? '' : n === 0 ? 'not found' :
		sides.map((side) => countText(side.found.length)).join(' and ') + (n === 1 ? ' call' : ' calls');
}

/* Goes to the next of ascending calls of the side that keys are for, or else of the other. */
function goToNext(listOf, by) {
	const side = listOf(sides[active]).length > 0 ? sides[active] : sides[1 - active];
	const list = listOf(side), t = side.timeline;
	if (list.length === 0)
		return;
	const at = by > 0 ? lastAtMost(list, t.selected) + 1 : lastAtMost(list, t.selected - 1);
	t.select(list[(at + list.length) % list.length]);
	active = side.number;
	if (document.activeElement !== byId('search'))
		t.sheet.box.focus({ preventScroll: true });
}

/* Failed calls in which nothing below failed. */
function failedCalls(side) {
	if (side.failed)
		return side.failed;
	const d = side.d, below = new Uint8Array(d.n);
	side.failed = [];
	for (let i = d.n - 1; i >= 0; i--) {
		if (d.status[i] !== STATUS_ERROR)
			continue;
		if (!below[i])
			side.failed.push(i);
		if (d.parent[i] >= 0)
			below[d.parent[i]] = 1;
	}
	return side.failed.reverse();
}

/* ---- keys and buttons ----------------------------------------------------------------------- */

function foldAll() {
	const folds = byId('fold').textContent === 'Fold all';
	byId('fold').textContent = folds ? 'Unfold all' : 'Fold all';
	for (const side of sides)
		follow(() => side.timeline.foldAll(folds));
}

const now = () => sides[active].timeline;
const found = (side) => side.found;
const actions = {
	d: goToFirst,
	'/': () => byId('search').focus(),
	n: () => goToNext(found, 1),
	N: () => goToNext(found, -1),
	e: () => goToNext(failedCalls, 1),
	E: () => goToNext(failedCalls, -1),
	'+': () => now().zoom(1 / 1.6),
	'=': () => now().zoom(1 / 1.6),
	'-': () => now().zoom(1.6),
	0: () => now().setView(0, now().scope.length),
	z: () => now().selected >= 0 && now().zoomTo(now().selected),
	a: foldAll,
	'?': () => byId('help').showModal(),
	Escape: () => {
		byId('search').value = '';
		search('');
	},
};

function listen() {
	let timer = 0;
	byId('search').addEventListener('input', () => {
		clearTimeout(timer);
		timer = setTimeout(() => search(byId('search').value), 120);
	});
	byId('search').addEventListener('keydown', (e) => {
		if (e.key === 'Enter') {
			clearTimeout(timer);
			search(byId('search').value);
			goToNext(found, e.shiftKey ? -1 : 1);
		} else if (e.key === 'Escape') {
			actions.Escape();
			now().sheet.box.focus();
		}
	});
	const buttons = { first: 'd', before: 'N', after: 'n', error: 'e', in: '+', out: '-', all: '0',
		fold: 'a', keys: '?' };
	for (const [id, key] of Object.entries(buttons))
		byId(id).addEventListener('click', () => actions[key]());
}

document.addEventListener('keydown', (e) => {
	if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, select, dialog'))
		return;
	if (e.key === 't')
		switchTheme();
	else if (Object.hasOwn(actions, e.key))
		actions[e.key]();
	else
		return;
	e.preventDefault();
});

function tellLimits() {
	const told = [];
	for (const side of sides) {
		const t = side.d.traces[0];
		if (t.calls < t.all)
			told.push('Of the trace of ' + side.letter.toUpperCase() + ' the first ' +
				countText(t.calls) + ' of ' + counted(t.all, 'call') + ' are here.');
	}
	byId('told').textContent = told.join(' ');
	byId('told').hidden = told.length === 0;
}

function begin() {
	readColors();
	byId('close').addEventListener('click', () => byId('help').close());
	if (about.stacks.name.length > 0) {
		byId('flame').hidden = false;
		byId('width').addEventListener('change', () => differ.showWidth(Number(byId('width').value)));
		byId('cut').textContent = counted(about.cut, 'call') +
			' in further frames are counted in their callers. Use --full to see all.';
		byId('cut').hidden = about.cut === 0;
		differ.showWidth(BOTH);
	}
	byId('views').hidden = false;
	findPartners();
	sides.forEach(linkViews);
	showSides();
	tellLimits();
	listen();
	byId('first').disabled = about.first.every((call) => call < 0);
	byId('error').disabled = sides.every((side) => failedCalls(side).length === 0);
	goToFirst();
}

begin();
