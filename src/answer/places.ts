import type { Span } from '../domain.ts';
import { sentenceSpans } from '../text/sentences.ts';
import { isStopWord } from '../text/words.ts';
import { clausesOf, type Named, type Reading } from './reading.ts';

/** Content words and names on each side of a name that are its surroundings. */
const WINDOW = 4;
/**
 * By so many words of its surroundings a name fits another's place better than its own if it stands
 * there by mistake: a sentence's subject, and other names. One more where the other is a topic, which
 * may stand anywhere. Chosen on the half of evaluation/claims.jsonl marked "tune".
 */
const SUBJECT_MARGIN = 1;
const MARGIN = 2;

/** After a name: what describes it alone, as in "Heron, a work on …", "Lantern, in which …". */
const APPOSITION =
  /^(?:, (?:an?|the)|,? (?:which|that|who|whose|where|(?:in|with|by|on|for|of) (?:which|whom)))\b/;
/** Before a name: it is the subject of a clause of its own, as in "since Lantern …". */
const CLAUSE =
  /(?:^|[\s,;:])(?:since|because|while|whereas|although|though|when|where|if|whether|but|so that) (?:the )?$/i;
const CLAUSE_END = /[;:.]|, and /;

const COPULAS: ReadonlySet<string> = new Set(['is', 'are', 'was', 'were']);

/** Where a text names something: the names and the stems of the words around it. */
interface Place {
  readonly name: Named;
  readonly left: readonly string[];
  readonly right: readonly string[];
}

/**
 * Whether no thing stands in the sentence where the quote has another. "Lantern reaches six nines"
 * is not supported by "Lantern is of the family of Heron, which reaches six nines": what stands
 * around Lantern there stands around Heron here.
 *
 * @param about what the quote is about: the subject of a quoted sentence that names none
 */
export function keepPlaces(claim: Reading, witness: Reading, about: Reading): boolean {
  const spans = sentenceSpans(witness.text);
  const told = spans.flatMap((span) => placesIn(witness, span));
  const implied = spans.flatMap((span) => subjectPlaces(witness, span, about));
  return clausesOf(claim).every((clause) => {
    const places = placesIn(claim, clause);
    const others = told.filter(({ name }) => !places.some((place) => place.name.id === name.id));
    return places.every((place) => {
      const isSame = ({ name }: Place) => name.id === place.name.id;
      const named = told.filter(isSame);
      const own = [...named, ...implied.filter(isSame)];
      const best = Math.max(0, ...own.map((other) => likeness(place, other)));
      const margin = isFirst(place) ? SUBJECT_MARGIN : MARGIN;
      return (
        others
          .filter(({ name }) => isRival(place.name, name))
          .every((rival) => likeness(place, rival) < best + margin + Number(isTopic(rival.name))) &&
        !(
          isDefined(claim, place) &&
          named.length > 0 &&
          named.every((one) => isLed(one, others, spans))
        )
      );
    });
  });
}

function isFirst({ left }: Place): boolean {
  return left.length === 0;
}

/** Whether a sentence says what a topic is. */
function isDefined({ words }: Reading, place: Place): boolean {
  const { name } = place;
  const next = words.find(({ start }) => start >= name.end);
  return isTopic(name) && isFirst(place) && next !== undefined && COPULAS.has(next.form);
}

/** Whether a name is mentioned in passing, in a sentence that begins with another name. */
function isLed({ name }: Place, others: readonly Place[], spans: readonly Span[]): boolean {
  const span = spans.find((one) => isWithin(name, one));
  return others.some(
    (other) => span && other.name.type === 'thing' && isFirst(other) && isWithin(other.name, span),
  );
}

/** Whether one may be told in the place of the other by mistake. */
function isRival(one: Named, other: Named): boolean {
  if (isPerson(one) || isPerson(other)) return isPerson(one) && isPerson(other);
  return !(isTopic(one) && isTopic(other));
}

function isTopic({ type }: Named): boolean {
  return type === 'topic';
}

function isPerson({ type }: Named): boolean {
  return type === 'person' || type === 'owner';
}

function likeness(one: Place, other: Place): number {
  return shared(one.left, other.left) + shared(one.right, other.right);
}

function placesIn(reading: Reading, span: Span): Place[] {
  const items = itemsIn(reading, span);
  return thingsIn(reading, span).map((name): Place => {
    const at = items.findIndex(({ start }) => start === name.start);
    const own = items.filter(({ start }) => isOwn(reading.text, name, start));
    const next = items.slice(at + 1, at + 1 + WINDOW);
    const left = keys(items.slice(Math.max(0, at - WINDOW), at));
    return { name, left, right: keys(own.length > next.length ? own : next) };
  });
}

/**
 * The place of a sentence's subject, of which all of it tells but what tells of another: of the
 * thing that it begins with, or of what the quote is about where it begins with no name.
 */
function subjectPlaces(reading: Reading, span: Span, about: Reading): Place[] {
  const items = itemsIn(reading, span);
  const things = thingsIn(reading, span);
  const begins = ({ start }: Named) => start === items[0]?.start;
  const [first, ...others] = things;
  const isNamed = ({ id }: Named) => things.some((name) => name.id === id);
  const implied = reading.named.some(begins) ? [] : about.named.filter(hasPlace);
  const subjects = first && begins(first) ? [first] : implied.filter((name) => !isNamed(name));
  const rest = items.filter(
    ({ start }) => !others.some((name) => isOwn(reading.text, name, start)),
  );
  return subjects.map((name) => ({ name, left: [], right: keys(rest) }));
}

function thingsIn({ named }: Reading, span: Span): Named[] {
  return named.filter((name) => hasPlace(name) && isWithin(name, span));
}

function keys(items: readonly Item[]): string[] {
  return items.map(({ key }) => key);
}

/** Whether a word stands in a part of the sentence that describes a name alone. */
function isOwn(text: string, name: Named, start: number): boolean {
  if (name.type !== 'thing') return false;
  if (start <= name.end || CLAUSE_END.test(text.slice(name.end, start))) return false;
  return APPOSITION.test(text.slice(name.end)) || CLAUSE.test(text.slice(0, name.start));
}

interface Item {
  readonly key: string;
  readonly start: number;
}

/** Names, by their id, and content words besides, by their stem. */
function itemsIn({ words, named }: Reading, span: Span): Item[] {
  const names = named.filter((name) => isWithin(name, span));
  const plain = words.filter(
    (word) =>
      isWithin(word, span) && !isStopWord(word.form) && !names.some((name) => isWithin(word, name)),
  );
  return [
    ...names.map(({ id, start }) => ({ key: id, start })),
    ...plain.map(({ stem, start }) => ({ key: stem, start })),
  ].sort((a, b) => a.start - b.start);
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function hasPlace({ type }: Named): boolean {
  return type !== 'other';
}

function shared(some: readonly string[], others: readonly string[]): number {
  const left = [...others];
  return some.filter((key) => {
    const at = left.indexOf(key);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
}
