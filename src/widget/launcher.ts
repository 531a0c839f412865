import { AskTheResearcher } from './element.ts';

/**
 * Adds a launcher to a page that has no element of its own, and again after the page has swapped its
 * body (Turbo, Astro, htmx). If the page removes only the launcher, that is deliberate: it stays away.
 */
export function keepLauncher(tag: string): void {
  const launcher = document.createElement(tag);
  launcher.setAttribute('position', 'launcher');
  AskTheResearcher.addedLauncher = launcher;

  const observer = new MutationObserver((records) => {
    const removed = records.flatMap((record) => [...record.removedNodes]);
    const isEmptied = removed.length > 1 && removed.includes(launcher);
    if (isEmptied || removed.some((node) => node instanceof HTMLBodyElement)) addIfMissing();
  });
  const addIfMissing = () => {
    if (document.querySelector(tag) === null) document.body.append(launcher);
    observer.observe(document.documentElement, { childList: true });
    observer.observe(document.body, { childList: true });
  };
  addIfMissing();
}
