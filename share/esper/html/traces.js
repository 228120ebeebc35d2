/* SPDX-License-Identifier: MIT */
/* Puts the page of traces together. */
const data = readData();
let scopeNumber = -2;
let matches = { hit: null, found: [] };

const timeline = new Timeline(data, (call) => showDetails(data, call, goTo));
const flame = new Flame(data, goTo);

/* ---- what is shown -------------------------------------------------------------------------- */

const ALL_MOST = 5000; /* traces that a list can hold */

function fillScopes() {
	const select = byId('scope');
	const add = (value, text) => {
		const option = element('option', text);
		option.value = value;
		select.append(option);
	};
	if (data.traces.length > 1)
		add(-1, 'all ' + counted(data.traces.length, 'trace'));
	data.traces.slice(0, ALL_MOST).forEach((t, i) => add(i, t.id + (t.status === 'error' ? ' (failed)' :
		t.status === 'open' ? ' (open)' : '')));
}

function setScope(number) {
	if (number === scopeNumber)
		return;
	scopeNumber = number;
	byId('scope').value = number;
	const scope = makeScope(data, number);
	timeline.selected = -1;
	timeline.show(scope);
	timeline.drawOverview();
	flame.selected = -1;
	flame.show(scope);
}

/* Selects a call, whatever trace is shown. */
function goTo(call) {
	if (scopeNumber !== -1)
		setScope(data.trace[call]);
	timeline.select(call);
}

function tellLimits() {
	const told = [];
	if (data.n < data.recorded)
		told.push('This page has ' + countText(data.n) + ' of ' + counted(data.recorded, 'call') +
			', those of traces that failed first. Select fewer traces, or use --full, to see all.');
	if (data.width > 0)
		told.push('Values longer than ' + countText(data.width) +
			' characters are cut; their length follows.');
	byId('told').textContent = told.join(' ');
	byId('told').hidden = data.n === data.recorded && data.width >= 2048;
}

/* ---- search --------------------------------------------------------------------------------- */

function search(text) {
	matches = text === '' ? { hit: null, found: [] } : searchCalls(data, text);
	timeline.hit = matches.hit;
	flame.hit = text === '' ? null :
		data.names.map((s) => s !== null && s.toLowerCase().includes(text.toLowerCase()));
	byId('found').textContent = text === '' ? '' : matches.found.length === 0 ? 'not found' :
		counted(matches.found.length, 'call');
	timeline.sheet.request();
	flame.sheet.request();
}

function inScope(call) {
	return call >= timeline.scope.first && call < timeline.scope.end;
}

/* Goes to the next of ascending calls, after the last to the first.  Those of what is shown come
 * before others. */
function goToNext(calls, by) {
	const here = calls.filter(inScope), list = here.length > 0 ? here : calls;
	if (list.length === 0)
		return;
	const at = by > 0 ? lastAtMost(list, timeline.selected) + 1 :
		lastAtMost(list, timeline.selected - 1);
	goTo(list[(at + list.length) % list.length]);
	if (timeline.sheet.box !== document.activeElement && document.activeElement !== byId('search'))
		timeline.sheet.box.focus({ preventScroll: true });
}

/* Failed calls in which nothing below failed. */
let failed = null;

function failedCalls() {
	if (failed)
		return failed;
	const below = new Uint8Array(data.n);
	failed = [];
	for (let i = data.n - 1; i >= 0; i--) {
		if (data.status[i] !== STATUS_ERROR)
			continue;
		if (!below[i])
			failed.push(i);
		if (data.parent[i] >= 0)
			below[data.parent[i]] = 1;
	}
	return failed.reverse();
}

/* ---- keys and buttons ----------------------------------------------------------------------- */

function foldAll() {
	const folds = byId('fold').textContent === 'Fold all';
	byId('fold').textContent = folds ? 'Unfold all' : 'Fold all';
	timeline.foldAll(folds);
}

const actions = {
	'/': () => byId('search').focus(),
	n: () => goToNext(matches.found, 1),
	N: () => goToNext(matches.found, -1),
	e: () => goToNext(failedCalls(), 1),
	E: () => goToNext(failedCalls(), -1),
	'+': () => timeline.zoom(1 / 1.6),
	'=': () => timeline.zoom(1 / 1.6),
	'-': () => timeline.zoom(1.6),
	0: () => timeline.setView(0, timeline.scope.length),
	z: () => timeline.selected >= 0 && timeline.zoomTo(timeline.selected),
	a: foldAll,
	t: switchTheme,
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
			goToNext(matches.found, e.shiftKey ? -1 : 1);
		} else if (e.key === 'Escape') {
			actions.Escape();
			timeline.sheet.box.focus();
		}
	});
	document.addEventListener('keydown', (e) => {
		if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, select, dialog') ||
			!Object.hasOwn(actions, e.key))
			return;
		e.preventDefault();
		actions[e.key]();
	});
	const buttons = { before: 'N', after: 'n', error: 'e', in: '+', out: '-', all: '0', fold: 'a',
		keys: '?' };
	for (const [id, key] of Object.entries(buttons))
		byId(id).addEventListener('click', () => actions[key]());
	byId('close').addEventListener('click', () => byId('help').close());
	byId('scope').addEventListener('change', () => setScope(Number(byId('scope').value)));
	addEventListener('hashchange', follow);
}

/* Follows a link of the page to a call or a trace. */
function follow() {
	const [, what, number] = /^#(call|trace)-(\d+)$/.exec(location.hash) || [];
	if (what === 'call' && number < data.n)
		goTo(Number(number));
	else if (what === 'trace')
		setScope(data.traces.findIndex((t) => t.number === Number(number)));
	else
		return;
	byId('timeline').scrollIntoView();
	timeline.sheet.box.focus({ preventScroll: true });
}

function begin() {
	if (data.n === 0)
		return;
	byId('views').hidden = byId('flame').hidden = false;
	readColors();
	fillScopes();
	tellLimits();
	listen();
	byId('error').disabled = failedCalls().length === 0;
	const bad = data.traces.findIndex((t) => t.origin !== undefined);
	setScope(bad >= 0 ? bad : 0);
	if (bad >= 0)
		timeline.select(data.traces[bad].origin);
	follow();
}

begin();
