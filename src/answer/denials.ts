import { beginsWithAny } from '../text/characters.ts';
import { contentStems, isStopWord } from '../text/words.ts';
import type { NameIndex } from './names.ts';
import { type Reading, read } from './reading.ts';

/** Whether one of two sentences that tell of the same denies what the other affirms. */
export function contradicts(sentence: string, other: string, names: NameIndex): boolean {
  const readings = [read(sentence, names), read(other, names)] as const;
  const affirms = (one: Reading, two: Reading) => {
    const denied = new Set(denialsOf(two).flat());
    const said = new Set(contentStems(two.text));
    // What is denied stands next to the negation.
    return denialsOf(one).some(([head]) => head && said.has(head) && !denied.has(head));
  };
  return affirms(...readings) || affirms(readings[1], readings[0]);
}

const NEGATIONS: ReadonlySet<string> = new Set([
  ...'not no never none neither nor without cannot nobody nothing nowhere'.split(' '),
  ...'hardly seldom rarely instead rather unlike except unable impossible'.split(' '),
  ...['fail', 'lack', 'avoid', 'prevent', 'reject'].flatMap((verb) => [
    ...[verb, `${verb}s`, `${verb}ed`, `${verb}ing`],
  ]),
  ...'refuse refuses refused exclude excludes excluded'.split(' '),
]);
/** Content words behind a negation that it is taken to deny. */
const NEGATION_SCOPE = 3;

/** What one of the two denies, the other does not affirm. */
export function denialsAgree(claim: Reading, witness: Reading): boolean {
  const [denials, told] = [denialsOf(claim), denialsOf(witness)];
  return (
    isKept(denials, told, witness.stems) &&
    isKept(told, denials, new Set(contentStems(claim.text))) &&
    (denials.length === 0 || told.length > 0) &&
    denials.every((stems) => stems.length === 0 || stems.some((stem) => told.flat().includes(stem)))
  );
}

/** Whether what is denied there is denied here too, or not spoken of. */
function isKept(
  there: readonly string[][],
  here: readonly string[][],
  spoken: ReadonlySet<string>,
): boolean {
  const denied = new Set(here.flat());
  return there.every(
    ([head, ...rest]) =>
      head === undefined ||
      denied.has(head) ||
      [head, ...rest].every((stem) => denied.has(stem) || !spoken.has(stem)),
  );
}

/** For each negation, outside of names, the stems of the content words that stand close behind it. */
function denialsOf({ text, words, named }: Reading): string[][] {
  const denials: string[][] = [];
  let scope: string[] | null = null;
  for (const word of words) {
    const { form, stem, start, end } = word;
    const isNegation = NEGATIONS.has(form) || isContracted(text.slice(start, end));
    if (isNegation && !named.some((name) => start >= name.start && end <= name.end)) {
      scope = [];
      denials.push(scope);
    } else if (form === 'but') {
      scope = null;
    } else if (scope && !isStopWord(form)) {
      scope.push(stem);
    }
    const isAtEnd =
      beginsWithAny(text.slice(end), '.;:!?') || (text[end] === ',' && scope?.length !== 0);
    if (isAtEnd || scope?.length === NEGATION_SCOPE) scope = null;
  }
  return denials;
}

/** "Isn't", "don’t" */
function isContracted(word: string): boolean {
  return word.replace('’', "'").toLowerCase().endsWith("n't");
}
