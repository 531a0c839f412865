import type { Citation } from '../domain.ts';
import { button, element, ICONS, icon } from './dom.ts';
import { createEvidence, type EvidenceOptions } from './evidence.ts';
import { withLater } from './later-strings.ts';
import type { Strings } from './strings.ts';

export interface SourceCard {
  readonly root: HTMLElement;
  /** Shows the source until the pointer or the focus has left marker and card. */
  preview(marker: HTMLElement, citation: Citation, delayed?: boolean): void;
  /** The pointer or the focus has left the marker. */
  leave(): void;
  /** Shows the source until the reader closes it, and moves the focus there; closes it if it is shown. */
  press(marker: HTMLElement, citation: Citation): void;
  close(): void;
}

const OPEN_DELAY_MS = 120;
const CLOSE_DELAY_MS = 250;
const GAP = 8;
const MAX_HEIGHT = 420;
/** Rather than lower, it covers its marker. */
const MIN_HEIGHT = 180;

/**
 * One card shared by all markers. It is in the top layer and outside the log, so that screen readers
 * do not announce it. Escape closes it and restores the focus; Tab goes from the marker through the
 * card and on.
 */
export function createSourceCard(
  options: Omit<EvidenceOptions, 'strings'> & { readonly strings: Strings },
): SourceCard {
  const { strings } = options;
  const content = createEvidence({ ...options, strings: withLater(strings) });
  const root = element('div', {
    class: 'card',
    role: 'dialog',
    dir: 'auto',
    tabindex: -1,
    popover: 'manual',
  });
  let trigger: HTMLElement | undefined;
  /** Opened on purpose: neither pointer nor focus closes it by leaving. */
  let kept = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open(next: HTMLElement, citation: Citation): void {
    clearTimeout(timer);
    if (trigger === next) return;
    close();
    trigger = next;
    trigger.setAttribute('aria-expanded', 'true');
    root.setAttribute('aria-label', next.getAttribute('aria-label') ?? '');
    root.replaceChildren(
      button(
        { class: 'tool', 'aria-label': strings.close, title: strings.close },
        restoreFocus,
        icon(ICONS.close),
      ),
      ...content(citation, next, () => {
        if (trigger === next) place();
      }),
    );
    root.showPopover();
    place();
    addEventListener('scroll', place, { capture: true, passive: true });
    addEventListener('resize', place);
    addEventListener('keydown', onEscape, { capture: true });
    addEventListener('click', onClickElsewhere, { capture: true });
  }

  function close(): void {
    clearTimeout(timer);
    if (trigger === undefined) return;
    removeEventListener('scroll', place, { capture: true });
    removeEventListener('resize', place);
    removeEventListener('keydown', onEscape, { capture: true });
    removeEventListener('click', onClickElsewhere, { capture: true });
    trigger.setAttribute('aria-expanded', 'false');
    trigger = undefined;
    kept = false;
    if (root.matches(':popover-open')) root.hidePopover();
  }

  function place(): void {
    if (trigger === undefined) return;
    const { top, bottom, left } = trigger.getBoundingClientRect();
    if (!kept && (bottom < 0 || top > innerHeight)) {
      close();
      return;
    }
    const room = Math.max(top, innerHeight - bottom) - 2 * GAP;
    root.style.setProperty('max-height', `${Math.min(MAX_HEIGHT, Math.max(MIN_HEIGHT, room))}px`);
    const { width, height } = root.getBoundingClientRect();
    const x = Math.min(left - GAP, document.documentElement.clientWidth - width - GAP);
    const lowest = innerHeight - height - GAP;
    const y = bottom + GAP <= lowest ? bottom + GAP : Math.min(top - GAP - height, lowest);
    root.style.setProperty('left', `${Math.max(GAP, x)}px`);
    root.style.setProperty('top', `${Math.max(GAP, y)}px`);
  }

  function leave(): void {
    if (!kept) later(close, CLOSE_DELAY_MS);
  }

  function later(action: () => void, delay: number): void {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  }

  function restoreFocus(): void {
    const before = trigger;
    close();
    before?.focus();
    close(); // Focusing the marker has opened the card again.
  }

  // On the window: a card opened by hovering must close by Escape, wherever the focus is (WCAG 1.4.13).
  function onEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    consume(event);
    if (kept) restoreFocus();
    else close();
  }

  function onClickElsewhere(event: Event): void {
    const path = event.composedPath();
    if (!path.includes(root) && !(trigger && path.includes(trigger))) close();
  }

  function keep(): void {
    clearTimeout(timer);
    kept = true;
  }

  root.addEventListener('pointerenter', () => clearTimeout(timer));
  root.addEventListener('pointerleave', leave);
  root.addEventListener('focusin', keep);
  root.addEventListener('keydown', (event) => {
    const links = [...root.querySelectorAll<HTMLElement>('a,button:not([hidden])')];
    const focused = (root.getRootNode() as ShadowRoot).activeElement;
    if (event.key !== 'Tab') return;
    if (event.shiftKey && (focused === root || focused === links[0])) consume(event);
    // Going forward, the browser continues from the marker.
    else if (event.shiftKey || focused !== links.at(-1)) return;
    restoreFocus();
  });

  return {
    root,
    close,
    leave,
    preview(marker, citation, delayed) {
      if (kept) return;
      if (delayed) later(() => open(marker, citation), OPEN_DELAY_MS);
      else open(marker, citation);
    },
    press(marker, citation) {
      if (trigger === marker && kept) return restoreFocus();
      open(marker, citation);
      keep();
      root.focus();
    },
  };
}

/** Keeps the browser and the surrounding panel from acting on the event. */
function consume(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
