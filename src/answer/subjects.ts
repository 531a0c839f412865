import { hasAny } from '../text/characters.ts';
import { sentenceSpans } from '../text/sentences.ts';
import { isStopWord, type Word } from '../text/words.ts';
import type { NameIndex } from './names.ts';
import { keepPlaces } from './places.ts';
import { type Named, type Reading, read } from './reading.ts';

const PRONOUNS: ReadonlySet<string> = new Set(['he', 'him', 'his', 'she', 'her']);
/** They join names to a row. */
const JOINING: ReadonlySet<string> = new Set(['and', 'or', 'as', 'well', 'both']);

/** What the quote says of one thing or person is said of that one. */
export function subjectsAgree(
  claim: Reading,
  witness: Reading,
  about: Reading,
  names: NameIndex,
): boolean {
  const people = claim.named.filter(({ type }) => type === 'person' || type === 'owner');
  const told = witness.named.filter(({ type }) => type === 'person' || type === 'owner');
  // In an answer about the researcher, "he" is the researcher.
  const isOfAnother = told.length > 0 && !told.some(({ type }) => type === 'owner');
  if (people.length === 0 && isOfAnother && claim.words.some(({ form }) => PRONOUNS.has(form))) {
    return false;
  }
  return (
    keepOrder(claim, witness, ['thing']) &&
    keepOrder(claim, witness, ['person', 'owner']) &&
    keepDirection(claim, witness) &&
    eachIsAbout(claim, witness, names) &&
    isOfSubject(claim, witness, about) &&
    keepPlaces(claim, witness, about)
  );
}

/** "A builds on B" is not "B builds on A"; it is "B is built upon by A", and "A and B" is "B and A". */
function keepOrder(claim: Reading, witness: Reading, types: readonly Named['type'][]): boolean {
  const of = ({ named }: Reading) => named.filter(({ type }) => types.includes(type));
  const told = of(witness);
  const said = of(claim);
  return said.every((first, i) => {
    const second = said[i + 1];
    if (!second || first.id === second.id) return true;
    const firsts = told.filter(({ id }) => id === first.id);
    const seconds = told.filter(({ id }) => id === second.id);
    if (firsts.length === 0 || seconds.length === 0) return true;
    if (isEnumerated(claim, first, second)) return true;
    return firsts.some((one) =>
      seconds.some((other) => {
        const isTurned = one.start > other.start;
        const [before, after] = isTurned ? [other, one] : [one, other];
        if (isEnumerated(witness, before, after)) return true;
        return isTurned === (isAgent(claim, second) !== isAgent(witness, after));
      }),
    );
  });
}

function isAgent({ words }: Reading, { start }: Named): boolean {
  const [second, last] = words.filter(({ end }) => end <= start).slice(-2);
  return (last ?? second)?.form === 'by' || (last?.form === 'the' && second?.form === 'by');
}

/** Nothing but names, numbers and small words between. */
function isEnumerated({ text, words, named }: Reading, first: Named, second: Named): boolean {
  if (hasAny(text.slice(first.end, second.start), ':.')) return false;
  return words
    .filter(({ start, end }) => start >= first.end && end <= second.start)
    .every(
      (word) =>
        JOINING.has(word.form) ||
        Number.isInteger(Number(word.form)) ||
        named.some(({ start, end }) => word.start >= start && word.end <= end),
    );
}

/** Words that turn what they join into something else when it is exchanged. */
const DIRECTED: ReadonlySet<string> = new Set(['from', 'into', 'than']);

/** "Benchmarks from traces" are not "traces from benchmarks". */
function keepDirection(claim: Reading, witness: Reading): boolean {
  const [said, told] = [objectsOf(claim), objectsOf(witness)];
  return said.every(({ form, stems }) => {
    const same = told.filter((other) => other.form === form);
    if (same.length === 0 || same.some((other) => overlaps(other.stems, stems))) return true;
    const isTurned = same.some((other) => other.stems.every((stem) => claim.stems.has(stem)));
    return !(isTurned && stems.every((stem) => witness.stems.has(stem)));
  });
}

/** For each directed word, the stems of the two content words behind it. */
function objectsOf({ words }: Reading): { form: string; stems: string[] }[] {
  return words.flatMap(({ form }, i) => {
    if (!DIRECTED.has(form) || words[i + 1]?.form === 'by') return [];
    const stems = words
      .slice(i + 1)
      .filter((word) => !isStopWord(word.form))
      .slice(0, 2)
      .map(({ stem }) => stem);
    return stems.length > 0 ? [{ form, stems }] : [];
  });
}

function overlaps(some: readonly string[], others: readonly string[]): boolean {
  return some.some((stem) => others.includes(stem));
}

/** Of several quoted sentences, each that names things names one of the sentence's. */
function eachIsAbout(claim: Reading, witness: Reading, names: NameIndex): boolean {
  const said = distinct(claim);
  const spans = sentenceSpans(witness.text);
  if (spans.length < 2 || said.size === 0) return true;
  return spans.every(({ start, end }) => {
    const told = distinct(read(witness.text.slice(start, end), names));
    return told.size === 0 || [...told].some((id) => said.has(id));
  });
}

function distinct({ named }: Reading): Set<string> {
  return new Set(
    named.filter(({ type }) => type === 'thing' || type === 'person').map(({ id }) => id),
  );
}

/** A sentence about one thing has no more words of what the quote says of others than of its own. */
function isOfSubject(claim: Reading, witness: Reading, about: Reading): boolean {
  const said = claim.named.filter(({ type }) => type === 'thing');
  const [subject] = said;
  if (!subject || said.some(({ id }) => id !== subject.id)) return true;
  const told = witness.named.filter(({ type }) => type === 'thing');
  const isTitle = about.named.some(({ id }) => id === subject.id);
  const differs = DIFFERS.test(witness.text);
  if (isTitle && !differs && (told.length === 0 || told[0]?.id === subject.id)) return true;
  const isOfName = ({ start, end }: Word, { named }: Reading) =>
    named.some((name) => start >= name.start && end <= name.end);
  const own = new Set(
    claim.words
      .filter((word) => word.start >= subject.end)
      .filter((word) => !isStopWord(word.form) && !isOfName(word, claim))
      .map((word) => word.stem),
  );
  let balance = 0;
  for (const sentence of sentenceSpans(witness.text)) {
    const things = told.filter(({ start, end }) => start >= sentence.start && end <= sentence.end);
    const isHere = isTitle || things.some(({ id }) => id === subject.id);
    for (const word of witness.words) {
      if (word.start < sentence.start || word.end > sentence.end) continue;
      if (!own.has(word.stem) || isOfName(word, witness)) continue;
      const last = things.findLastIndex(({ end }) => end <= word.start);
      const isFirst = things[0]?.id === subject.id;
      const clause = lastClause(witness.text.slice(sentence.start, word.start));
      const isOwn =
        !DIFFERS.test(clause) &&
        (isFirst || (last < 0 ? isHere : groupOf(witness, things, last).has(subject.id)));
      balance += isOwn ? 1 : -1;
    }
  }
  return balance >= 0;
}

function lastClause(text: string): string {
  return text.slice(Math.max(text.lastIndexOf(';'), text.lastIndexOf(':')) + 1);
}

/** Behind it stands what the subject is not. */
const DIFFERS = /\b(?:differ(?:s|ed)? from|unlike|contrary to|in contrast to)\b/i;

/** A thing with those enumerated before it. */
function groupOf(witness: Reading, told: readonly Named[], last: number): Set<string> {
  const group = new Set<string>();
  for (let i = last; i >= 0; i--) {
    const [thing, next] = [told[i], told[i + 1]];
    if (!thing || (i < last && next && !isEnumerated(witness, thing, next))) break;
    group.add(thing.id);
  }
  return group;
}
