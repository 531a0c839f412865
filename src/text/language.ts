import { FUNCTION_WORDS } from './abbreviations.ts';

/** The language with the most function words in a text; English if there are none. */
export function languageOf(prose: string): keyof typeof FUNCTION_WORDS {
  const counts = { en: 0, de: 0, fr: 0, es: 0 };
  for (const word of prose
    .slice(0, 1000)
    .toLowerCase()
    .match(/[\p{L}\p{M}'’]+/gu) ?? []) {
    if (FUNCTION_WORDS.en.has(word)) counts.en++;
    if (FUNCTION_WORDS.de.has(word)) counts.de++;
    if (FUNCTION_WORDS.fr.has(word)) counts.fr++;
    if (FUNCTION_WORDS.es.has(word)) counts.es++;
  }
  const { en, de, fr, es } = counts;
  if (de > en && de >= fr && de >= es) return 'de';
  if (es > en && es > fr) return 'es';
  return fr > en ? 'fr' : 'en';
}
