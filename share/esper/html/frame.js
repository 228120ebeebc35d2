/* SPDX-License-Identifier: MIT */
/* What every page has: the switch between light and dark. */
const byId = (id) => document.getElementById(id);
const root = document.documentElement;
const darkQuery = matchMedia('(prefers-color-scheme: dark)');
const themeListeners = [];

function isDark() {
	return root.dataset.theme ? root.dataset.theme === 'dark' : darkQuery.matches;
}

function tellTheme() {
	const dark = isDark();
	byId('theme').textContent = dark ? 'Light' : 'Dark';
	byId('theme').setAttribute('aria-label', dark ? 'Switch to light' : 'Switch to dark');
	for (const listener of themeListeners)
		listener();
}

function switchTheme() {
	root.dataset.theme = isDark() ? 'light' : 'dark';
	tellTheme();
}

byId('theme').hidden = false;
byId('theme').addEventListener('click', switchTheme);
darkQuery.addEventListener('change', tellTheme);
tellTheme();
