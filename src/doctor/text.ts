import { differencesIn } from '../import/sentences.ts';
import { DIAGNOSES } from '../language/en/templates/owner-doctor.ts';
import type { Diagnosis, TextFile } from './finding.ts';

/** What the lines of a file show by themselves. */
export function examineText({ name, lines }: TextFile): Diagnosis[] {
  return lines.flatMap((text, i): Diagnosis[] => {
    const at = { severity: 'warning', file: name, line: i + 1 } as const;
    const hidden = hiddenCharacters(text);
    return [
      ...(hidden.length === 0
        ? []
        : [
            {
              ...at,
              check: 'hidden-character' as const,
              message: DIAGNOSES.hiddenCharacters(hidden),
            },
          ]),
      ...differencesIn(text).map((sentence) => ({
        ...at,
        check: 'contradiction' as const,
        message: DIAGNOSES.toldByImport(sentence),
      })),
    ];
  });
}

/** Characters that are not shown: controls, formatting, and those without a meaning of their own. */
const INVISIBLE = /(?!\t)[\p{Cc}\p{Cf}\p{Co}]/gu;
/** Numbers and other signs of Arabic and Syriac count as formatting, but are seen. */
const SEEN = /[\u0600-\u0605\u06DD\u070F\u08E2]/u;
const JOINER = /[\u200C\u200D]/u;
/** Letters and pictures that are joined or kept apart. */
const JOINED = /(?!\p{Script=Latin})[\p{L}\p{M}\p{Extended_Pictographic}]/u;
const DIRECTION = /[\u061C\u200E\u200F]/u;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
/** The flag of a region is a black flag with invisible letters behind it. */
const REGION_FLAG = /\u{1F3F4}[\u{E0020}-\u{E007F}]+/gu;

/** The hidden characters of a line as "U+200B", each once, without those that its script needs. */
export function hiddenCharacters(line: string): string[] {
  const text = line.replace(REGION_FLAG, '');
  const found = [...text.matchAll(INVISIBLE)].filter(({ 0: character, index }) => {
    if (SEEN.test(character)) return false;
    if (DIRECTION.test(character)) return !RIGHT_TO_LEFT.test(text);
    if (!JOINER.test(character)) return true;
    const before = [...text.slice(0, index)].at(-1) ?? '';
    const after = [...text.slice(index + 1, index + 3)][0] ?? '';
    return !(JOINED.test(before) && JOINED.test(after));
  });
  const points = found.map(
    ([character]) =>
      `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return [...new Set(points)];
}
