import type { Citation } from '../domain.ts';
import { button, element } from './dom.ts';
import { fill } from './fill.ts';
import { renderMarkdown } from './render.ts';
import type { SourceCard } from './source-card.ts';
import type { Strings } from './strings.ts';
import { locationOf } from './transcript.ts';

/** Loads what is needed only once there is an answer. */
export type LoadLater = () => Promise<typeof import('./later.ts')>;

export interface SourceMarkers {
  /** Where the card goes. */
  readonly root: HTMLElement;
  /** The button `[n]`: hover or focus previews the source, a press opens it for good. */
  marker(citation: Citation): HTMLButtonElement;
  closeCard(): void;
}

export function createSourceMarkers(
  strings: Strings,
  endpoint: string,
  loadLater: LoadLater,
): SourceMarkers {
  const root = element('div');
  let card: SourceCard | undefined;
  let loading: Promise<SourceCard> | undefined;

  function load(): Promise<SourceCard> {
    loading ??= loadLater().then(({ createSourceCard }) => {
      card = createSourceCard({ strings, endpoint, render: renderMarkdown });
      root.append(card.root);
      return card;
    });
    return loading;
  }

  function withCard(act: (card: SourceCard) => void, otherwise = () => {}): void {
    if (card !== undefined) act(card);
    else {
      load().then(act, () => {
        loading = undefined;
        otherwise();
      });
    }
  }

  return {
    root,
    closeCard: () => card?.close(),
    marker(citation) {
      const { index, title, heading } = citation;
      const node = button(
        {
          class: 'marker',
          'aria-label': fill(strings.source, { index, title: locationOf(title, heading) }),
          'aria-haspopup': 'dialog',
          'aria-expanded': 'false',
        },
        () =>
          withCard(
            (card) => card.press(node, citation),
            () => showSource(node, citation),
          ),
        String(index),
      );
      node.addEventListener('pointerenter', ({ pointerType }) => {
        if (pointerType !== 'mouse') return;
        withCard((card) => node.matches(':hover') && card.preview(node, citation, true));
      });
      node.addEventListener('focus', () => {
        if (!node.matches(':focus-visible')) return;
        withCard((card) => node.matches(':focus') && card.preview(node, citation));
      });
      for (const type of ['pointerleave', 'blur']) {
        node.addEventListener(type, () => card?.leave());
      }
      return node;
    },
  };
}

/** Where the card cannot be loaded, the list below the answer has at least the link. */
function showSource(marker: HTMLElement, { index }: Citation): void {
  marker.closest('.turn')?.querySelector(`.sources [value="${index}"]`)?.scrollIntoView();
}
