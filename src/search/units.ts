import type { Passage, Source } from '../domain.ts';

/** A text that is embedded: a passage, one of its sentences, or a way of asking for a source. */
export interface Unit {
  readonly type: 'passage' | 'sentence' | 'ask';
  /**
   * Position in the list of passages. A way of asking belongs to the first passage of its source, a
   * question in the text to the passage that answers it.
   */
  readonly passage: number;
  /** Position in the passage's sentences; for `sentence` only. */
  readonly sentence?: number | undefined;
  /** What the embedder reads. */
  readonly text: string;
}

/**
 * The units of all passages, in the order of the passages. Equal input gives equal units, so they are
 * not stored. A passage is preceded by its title and headings, a sentence by the title unless it
 * contains it ("contextual retrieval", Anthropic 2024).
 */
export function unitsOf(sources: readonly Source[], passages: readonly Passage[]): Unit[] {
  return [...unitGroups(sources, passages)].flat();
}

/** The same, passage by passage: of many passages, all texts at once would fill the memory. */
export function* unitGroups(
  sources: readonly Source[],
  passages: readonly Passage[],
): Generator<Unit[]> {
  const sourceById = new Map(sources.map((source) => [source.id, source]));
  const seen = new Set<string>();
  for (const [index, passage] of passages.entries()) {
    const source = sourceById.get(passage.sourceId);
    const title = source && source.kind !== 'text' ? source.title : '';
    const path = [title, ...passage.headings].filter((part) => part !== '').join(' › ');
    const units: Unit[] = [
      { type: 'passage', passage: index, text: forEmbedding(`${path}\n${passage.text}`) },
    ];
    const questions = new Set<string>();
    passage.sentences.forEach(({ start, end, asked = '' }, sentence) => {
      if (asked !== '') questions.add(asked);
      const text = `${asked} ${passage.text.slice(start, end)}`.trim();
      const named = title === '' || text.toLowerCase().includes(title.toLowerCase());
      units.push({
        type: 'sentence',
        passage: index,
        sentence,
        text: forEmbedding(named ? text : `${title}: ${text}`),
      });
    });
    for (const question of questions) {
      units.push({ type: 'ask', passage: index, text: forEmbedding(question) });
    }
    if (source && !seen.has(source.id)) {
      seen.add(source.id);
      for (const ask of source.asks) units.push({ type: 'ask', passage: index, text: ask });
    }
    yield units;
  }
}

/** The text by which keyword search finds a passage: with title, aliases, headings and ways of asking. */
export function keywordText(source: Source, passage: Passage, isFirst: boolean): string {
  return [
    source.kind === 'text' ? '' : source.title,
    isFirst ? [source.fullTitle, ...source.aliases, ...source.asks].join('\n') : '',
    ...passage.headings,
    passage.text,
  ].join('\n');
}

/** Beyond its host, a web address says little. */
function forEmbedding(text: string): string {
  return text.replace(/https?:\/\/([^/\s]+)\S*/g, '$1').trim();
}
