import type { Answer, Source } from '../../src/domain.ts';
import { sentenceSpans } from '../../src/text/sentences.ts';
import type { Case } from './cases.ts';

/** `wrong`: answers what is to be refused, or says what it must not. `poor`: lacks something. */
export type Verdict = 'right' | 'poor' | 'wrong' | 'refused';

export interface Judgment {
  readonly verdict: Verdict;
  /** What is amiss, in words; none for `right`. */
  readonly missed: readonly string[];
  /** Facts expected, and those of them that the answer tells. */
  readonly facts: number;
  readonly factsTold: number;
}

/** Holds an answer against what its case expects. */
export function judge({ expect }: Case, answer: Answer): Judgment {
  const { status, citations } = answer;
  const cited = new Set(citations.map((citation) => citation.sourceId));
  const urls = citations.flatMap(({ url, links }) => [url ?? '', ...links.map((l) => l.url)]);
  const has = (pattern: string, text: string) => new RegExp(pattern, 'iu').test(text);
  const { facts = [], sources = [], minSources = 0, links = [], forbid = [] } = expect;
  const { maxSentences = Number.POSITIVE_INFINITY } = expect;
  const sentences = sentenceSpans(answer.answer).length;
  const isFree = expect.status === 'any';
  const wanted = isFree && status === 'not_covered' ? [] : facts;
  const untold = wanted.filter((any) => !any.some((pattern) => has(pattern, answer.answer)));
  const forbidden = forbid.filter((pattern) => new RegExp(pattern, 'u').test(answer.answer));
  const isRefusal = expect.status === 'not_covered';
  const missed = [
    ...(isFree || status === expect.status ? [] : [`${status} instead of ${expect.status}`]),
    ...untold.map((any) => `fact ${any.join(' or ')}`),
    ...(sources.length > 0 && !sources.some((id) => cited.has(id))
      ? [`source ${sources.join(' or ')}`]
      : []),
    ...(cited.size < minSources ? [`${cited.size} of ${minSources} sources`] : []),
    ...links
      .filter((pattern) => !has(pattern, [...urls, answer.answer].join('\n')))
      .map((pattern) => `link ${pattern}`),
    ...(sentences > maxSentences ? [`${sentences} sentences`] : []),
    ...forbidden.map((pattern) => `says ${pattern}`),
    ...(isRefusal && cited.size > 0 ? ['cites in a refusal'] : []),
    ...(expect.reason && status === 'not_covered' && answer.reason !== expect.reason
      ? [`reason ${answer.reason} instead of ${expect.reason}`]
      : []),
  ];
  return {
    verdict: verdictOf(),
    missed,
    facts: wanted.length,
    factsTold: wanted.length - untold.length,
  };

  function verdictOf(): Verdict {
    if (forbidden.length > 0 || (isRefusal && status === 'answered')) return 'wrong';
    if (expect.status === 'answered' && status === 'not_covered') return 'refused';
    return missed.length > 0 ? 'poor' : 'right';
  }
}

/** What is wrong with the citations of an answer: markers ⇔ citations, quotes at their offsets. */
export function citationFaults(
  { answer, citations }: Answer,
  sourceById: ReadonlyMap<string, Source>,
): string[] {
  const markers = [...answer.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1]));
  const inOrder = [...new Set(markers)];
  return [
    ...citations
      .filter((citation, i) => citation.index !== i + 1 || inOrder[i] !== citation.index)
      .map(({ index }) => `citation ${index} is out of order or has no marker`),
    ...inOrder
      .filter((marker) => !citations.some((citation) => citation.index === marker))
      .map((marker) => `marker [${marker}] names no citation`),
    ...citations
      .filter(({ sourceId, quote, start, end }) => {
        const body = sourceById.get(sourceId)?.body;
        return quote === '' || body?.slice(start, end) !== quote;
      })
      .map(({ index }) => `quote ${index} is not verbatim`),
  ];
}

/** A sentence or line of an answer as it is shown, without its markers. */
export interface Shown {
  readonly text: string;
  readonly markers: readonly number[];
}

/**
 * The sentences of an answer, cut behind their markers. Lines without a marker that end in a colon
 * head a list and are left out.
 */
export function shownSentences(answer: string): Shown[] {
  return answer.split('\n').flatMap((line) => {
    const rest = line.replace(/^\s*- /, '');
    const shown: Shown[] = [];
    let from = 0;
    for (const match of rest.matchAll(/\s*((?:\[\d+\])+)([.!?:]?)/g)) {
      const markers = [...(match[1] ?? '').matchAll(/\d+/g)].map(Number);
      shown.push({ text: (rest.slice(from, match.index) + (match[2] ?? '')).trim(), markers });
      from = match.index + match[0].length;
    }
    const left = rest.slice(from).trim();
    const isHeading = shown.length === 0 && left.endsWith(':');
    if (left !== '' && !isHeading) shown.push({ text: left, markers: [] });
    return shown;
  });
}

/**
 * Whether a sentence stands in the quotes it cites but for white space, bullets, the semicolons that
 * join lines, its end, and a lead.
 */
export function isQuoted(
  { text, markers }: Shown,
  { citations }: Pick<Answer, 'citations'>,
): boolean {
  const quotes = markers.flatMap((n) => citations.find((c) => c.index === n)?.quote ?? []);
  return [text, text.replace(/^[^:]*: /, '')].some((sentence) =>
    quotes.some((quote) => bare(joined(quote)).includes(bare(joined(sentence)))),
  );
}

/** Lines as one, without bullets and the semicolons that stand for the ends of lines. */
function joined(text: string): string {
  return text.replace(/\n\s*(?:[-*+•]|\d{1,2}[.)])\s+/g, '\n').replaceAll(';', '');
}

/** White space made equal, and no full stop or colon at the end. */
export function bare(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[.:]+\s*$/, '')
    .trim();
}
