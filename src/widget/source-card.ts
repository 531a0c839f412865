import type { Citation } from '../domain.ts';
import { button, element } from './dom.ts';
import { cardContent } from './sources-view.ts';
import { fill, type Strings } from './strings.ts';
import { locationOf } from './transcript.ts';

export interface SourceCard {
  readonly root: HTMLElement;
  /** The button `[n]`: hover or focus previews the source, a click moves the focus into the card. */
  marker(citation: Citation): HTMLButtonElement;
  close(): void;
}

const OPEN_DELAY_MS = 120;
const CLOSE_DELAY_MS = 250;
const GAP = 8;

/**
 * One card shared by all markers. It is in the top layer and outside the log, so that screen readers
 * do not announce it. Escape closes it and restores the focus; Tab goes from the marker through the
 * card and on.
 */
export function createSourceCard(strings: Strings, endpoint: string): SourceCard {
  const root = element('div', {
    class: 'card',
    role: 'dialog',
    dir: 'auto',
    tabindex: -1,
    popover: 'manual',
  });
  let trigger: HTMLButtonElement | undefined;
  let entered = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open(next: HTMLButtonElement, citation: Citation): void {
    clearTimeout(timer);
    if (trigger === next) return;
    close();
    trigger = next;
    trigger.setAttribute('aria-expanded', 'true');
    root.setAttribute('aria-label', next.getAttribute('aria-label') ?? '');
    root.replaceChildren(...cardContent(citation, strings), citeButton(citation));
    root.showPopover();
    place();
    addEventListener('scroll', place, { capture: true, passive: true });
    addEventListener('resize', place);
    addEventListener('keydown', onEscape, { capture: true });
  }

  /** Copies the BibTeX entry. Loaded beforehand, as some browsers allow copying only during a click. */
  function citeButton({ sourceId }: Citation): HTMLElement {
    let entry = '';
    const cite = button(
      { class: 'chip', hidden: true },
      () => {
        navigator.clipboard.writeText(entry).then(
          () => say(strings.copied),
          () => say(strings.copyFailed),
        );
      },
      strings.cite,
    );
    const status = element('span', { role: 'status' });
    const say = (words: string) => {
      status.textContent = words;
    };
    fetch(`${endpoint}/api/sources/${sourceId}/citation?format=bibtex`)
      .then(async (reply) => {
        if (!reply.ok) return;
        entry = await reply.text();
        cite.hidden = false;
        place();
      })
      .catch(() => {});
    return element('p', {}, cite, ' ', status);
  }

  function close(): void {
    clearTimeout(timer);
    if (trigger === undefined) return;
    removeEventListener('scroll', place, { capture: true });
    removeEventListener('resize', place);
    removeEventListener('keydown', onEscape, { capture: true });
    trigger.setAttribute('aria-expanded', 'false');
    trigger = undefined;
    entered = false;
    if (root.matches(':popover-open')) root.hidePopover();
  }

  function place(): void {
    if (trigger === undefined) return;
    const { top, bottom, left } = trigger.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) {
      close();
      return;
    }
    const { width, height } = root.getBoundingClientRect();
    const x = Math.max(
      GAP,
      Math.min(left - GAP, document.documentElement.clientWidth - width - GAP),
    );
    const below = bottom + GAP + height < innerHeight;
    const y = below ? bottom + GAP : Math.max(GAP, top - GAP - height);
    root.style.setProperty('left', `${x}px`);
    root.style.setProperty('top', `${y}px`);
  }

  function later(action: () => void, delay: number): void {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  }

  function closeLater(): void {
    if (!entered) later(close, CLOSE_DELAY_MS);
  }

  function leave(): void {
    const before = trigger;
    close();
    before?.focus();
    close(); // Focusing the marker has opened the card again.
  }

  // On the window: a card opened by hovering must close by Escape, wherever the focus is (WCAG 1.4.13).
  function onEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    consume(event);
    if (entered) leave();
    else close();
  }

  root.addEventListener('pointerenter', () => clearTimeout(timer));
  root.addEventListener('pointerleave', closeLater);
  root.addEventListener('focusin', () => {
    // The marker has just lost the focus, which started the timer.
    clearTimeout(timer);
    entered = true;
  });
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && root.contains(relatedTarget))) {
      entered = false;
      closeLater();
    }
  });
  root.addEventListener('keydown', (event) => {
    const links = [...root.querySelectorAll<HTMLElement>('a,button:not([hidden])')];
    const focused = (root.getRootNode() as ShadowRoot).activeElement;
    if (event.key !== 'Tab') return;
    if (event.shiftKey && (focused === root || focused === links[0])) consume(event);
    // Going forward, the browser continues from the marker.
    else if (event.shiftKey || (focused !== links.at(-1) && links.length > 0)) return;
    leave();
  });

  return {
    root,
    close,
    marker(citation) {
      const { index, title, heading } = citation;
      const name = fill(strings.source, { index, title: locationOf(title, heading) });
      const node = element(
        'button',
        {
          class: 'marker',
          type: 'button',
          'aria-label': name,
          'aria-haspopup': 'dialog',
          'aria-expanded': 'false',
        },
        String(index),
      );
      node.addEventListener('pointerenter', ({ pointerType }) => {
        if (pointerType === 'mouse') later(() => open(node, citation), OPEN_DELAY_MS);
      });
      node.addEventListener('pointerleave', closeLater);
      node.addEventListener('focus', () => {
        if (node.matches(':focus-visible')) open(node, citation);
      });
      node.addEventListener('blur', closeLater);
      node.addEventListener('click', () => {
        if (trigger === node && entered) return leave();
        open(node, citation);
        root.focus();
      });
      return node;
    },
  };
}

/** Keeps the browser and the surrounding panel from acting on the event. */
function consume(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
