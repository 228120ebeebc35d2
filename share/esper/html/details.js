/* SPDX-License-Identifier: MIT */
/* What is known of the selected call.  All of it is text: nothing here is read as markup. */

function element(name, text, className) {
	const e = document.createElement(name);
	if (text !== undefined && text !== null)
		e.textContent = text;
	if (className)
		e.className = className;
	return e;
}

/* JSON on several lines.  It is not parsed, because it may be cut. */
function indented(json) {
	let out = '', depth = 0, quoted = false;
	const line = () => '\n' + '  '.repeat(Math.min(depth, 40));
	for (let i = 0; i < json.length; i++) {
		const c = json[i];
		if (quoted) {
			if (c === '\\') {
				const next = json[++i] || '';
				out += next === 'n' ? line() : next === 't' ? '\t' : next === '"' ? '"' : c + next;
			} else {
				out += c;
				quoted = c !== '"';
			}
		} else if (c === '"') {
			quoted = true;
			out += c;
		} else if ((c === '{' || c === '[') && json[i + 1] !== '}' && json[i + 1] !== ']') {
			depth++;
			out += c + line();
		} else if ((c === '}' || c === ']') && json[i - 1] !== '{' && json[i - 1] !== '[') {
			depth = Math.max(0, depth - 1);
			out += line() + c;
		} else if (c === ',') {
			out += c + line();
		} else {
			out += c === ':' ? ': ' : c;
		}
	}
	return out;
}

function addValue(into, heading, json) {
	if (json === null)
		return;
	into.append(element('h4', heading), element('pre', indented(json)));
}

function addFact(list, what, value, className) {
	if (value !== null && value !== undefined && value !== '')
		list.append(element('dt', what), element('dd', value, className));
}

function addEvents(into, d, call, about) {
	if (about.events.length === 0)
		return;
	const list = element('ol', null, 'mono');
	for (const [at, bad, text] of about.events) {
		const item = element('li');
		item.append(element('span', at === null ? '' : '+' + durationText(at)),
			element('span', text, bad ? 'bad' : ''));
		list.append(item);
	}
	into.append(element('h4', about.events.length < about.count ?
		'First ' + about.events.length + ' of ' + counted(about.count, 'event') : 'Events'), list);
}

/* The callers from the root, as buttons; of many, the first and the last. */
function callersOf(d, call, onCall) {
	const callers = [];
	for (let k = d.parent[call]; k >= 0; k = d.parent[k])
		callers.unshift(k);
	const path = element('p', null, 'path');
	callers.forEach((k, i) => {
		if (callers.length > 10 && i > 2 && i < callers.length - 6) {
			if (i === 3)
				path.append('\u2026 \u203a ');
			return;
		}
		const button = element('button', nameOf(d, k));
		button.type = 'button';
		button.addEventListener('click', () => onCall(k));
		path.append(button, ' \u203a ');
	});
	return path;
}

function statusOf(d, call) {
	return ['open', 'ok', 'error'][d.status[call]];
}

/* of: what the ids of the elements end in, if the page has two sides. */
function showDetails(d, call, onCall, of = '') {
	const about = detailsOf(d, call), trace = d.traces[d.trace[call]];
	const into = byId('detail' + of), facts = element('dl');
	const status = statusOf(d, call);
	into.replaceChildren(callersOf(d, call, onCall), element('h3', nameOf(d, call)));
	if (about.error)
		into.append(element('p', about.error, 'bad'));
	addFact(facts, 'status', status, status === 'error' ? 'bad' : status === 'open' ? 'open' : '');
	if (!isNaN(d.start[call]) && trace.clock) {
		addFact(facts, 'start', timeText(BigInt(trace.start_ns) + BigInt(d.start[call])));
		addFact(facts, 'offset', '+' + durationText(d.start[call]));
	}
	addFact(facts, 'duration', isNaN(d.duration[call]) ? null : durationText(d.duration[call]));
	addFact(facts, 'self', isNaN(d.self[call]) ? null : durationText(d.self[call]));
	addFact(facts, 'kind', d.kinds[d.kind[call]]);
	addFact(facts, 'service', d.services[d.service[call]]);
	addFact(facts, 'model', about.llm === null ? null : about.llm.replace(/^; /, ''));
	addFact(facts, 'notes', about.notes);
	addFact(facts, 'position', '#' + d.position[call]);
	addFact(facts, 'call', about.id);
	addFact(facts, 'trace', trace.id);
	into.append(facts);
	addValue(into, 'Arguments', about.input);
	addValue(into, 'Output', about.output);
	addEvents(into, d, call, about);
	addValue(into, 'Attributes', about.attributes);
	addValue(into, 'Resource', about.resource);
	into.scrollTop = 0;
	byId('says' + of).textContent = nameOf(d, call) + ': ' + status +
		(isNaN(d.duration[call]) ? '' : ' after ' + durationText(d.duration[call])) +
		(about.error ? ', ' + about.error : '');
}
