/* SPDX-License-Identifier: MIT */
document.addEventListener('keydown', (e) => {
	if (e.key === 't' && !e.ctrlKey && !e.metaKey && !e.altKey)
		switchTheme();
});
