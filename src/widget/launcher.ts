/**
 * Adds a launcher to a page without an element of its own, also after the page has swapped its body
 * (Turbo, Astro, htmx). A page that removes just the launcher means it.
 */
export function keepLauncher(tag: string): void {
  const launcher = document.createElement(tag);
  launcher.setAttribute('position', 'launcher');

  const observer = new MutationObserver((records) => {
    const removed = records.flatMap((record) => [...record.removedNodes]);
    const emptied = removed.length > 1 && removed.includes(launcher);
    if (emptied || removed.some((node) => node instanceof HTMLBodyElement)) keep();
  });
  const keep = () => {
    if (document.querySelector(tag) === null) document.body.append(launcher);
    observer.observe(document.documentElement, { childList: true });
    observer.observe(document.body, { childList: true });
  };
  keep();
}
