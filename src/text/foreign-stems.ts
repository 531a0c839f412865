import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { FUNCTION_WORDS } from './abbreviations.ts';
import { languageOf } from './language.ts';
import { fold, wordsOf } from './words.ts';

const STEMMERS = { de: german, fr: french, es: spanish } as const;

/**
 * Stems by the rules of the language that a text is in (Snowball), where they are others than the English
 * ones; none for an English text. "Lampe" and "Lampen", "lampe" and "lampes", "lámpara" and "lámparas"
 * have one stem each.
 */
export function foreignStems(text: string): string[] {
  const language = languageOf(text);
  if (language === 'en') return [];
  return wordsOf(text).flatMap(({ stem, start, end }) => {
    const word = text.slice(start, end).toLowerCase().normalize('NFC');
    const own = fold(STEMMERS[language](word));
    return own === '' || own === stem || FUNCTION_WORDS[language].has(word) ? [] : [own];
  });
}
