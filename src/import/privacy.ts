import { EMAIL, LABELED_PHONE, PHONE, STREET } from '../text/personal-data.ts';

/** What of a text is nobody's business: recognized by form and label, in any language that is read. */

const BIRTH =
  /\b(?:born|date of birth|birth ?date|birthday|geboren(?: am)?|geb\.|geburtsdatum|né\(?e?\)? le|fecha de nacimiento|nationality|citizenship|marital status|familienstand|staatsangehörigkeit)\b[^|·•\n;]*/giu;
const HOME =
  /\b(?:home|home address|private address|privat(?:adresse)?|residence|postal address|address|anschrift|adresse|dirección)\s*:[^|·•\n]*/giu;
const PRIVATE_SECTION =
  /^(?:contact|contact (?:information|details|me|info)|personal (?:data|details|information)|kontakt(?:daten)?|persönliche (?:daten|angaben)|personalien|coordonnées|données personnelles|datos personales|contacto|(?:list of )?referees|address|private|privat|notes? to self)$/iu;
const CONFIDENTIAL =
  /\b(?:never to be published|not to be published|do not publish|don't publish|not for publication|not part of the profile|notes? to (?:my)?self|nicht veröffentlichen|ne pas publier)\b/iu;
const SEPARATORS = /\s*[|·•]\s*(?=[|·•]|$)|^\s*[|·•]\s*/gu;

export interface Cleaned {
  readonly text: string;
  /** What was left out, by what it is; never the matter itself. */
  readonly left: readonly ('e-mail address' | 'telephone number' | 'personal data' | 'address')[];
}

/** A text without addresses, telephone numbers, e-mail addresses and birthdays. */
export function withoutPrivateMatter(text: string): Cleaned {
  const left = new Set<Cleaned['left'][number]>();
  const drop = (rest: string, pattern: RegExp, what: Cleaned['left'][number]) =>
    rest.replace(pattern, () => {
      left.add(what);
      return '';
    });
  let rest = drop(text, HOME, 'address');
  rest = drop(rest, BIRTH, 'personal data');
  rest = drop(rest, EMAIL, 'e-mail address');
  rest = drop(rest, LABELED_PHONE, 'telephone number');
  rest = drop(rest, PHONE, 'telephone number');
  rest = drop(rest, STREET, 'address');
  if (left.size === 0) return { text, left: [] };
  return { text: rest.replace(SEPARATORS, '').replace(/[ \t]{2,}/g, ' '), left: [...left] };
}

/** Code without e-mail addresses; numbers in it are no telephone numbers. */
export function withoutEmail(code: string): Cleaned {
  const text = code.replace(EMAIL, '');
  return { text, left: text === code ? [] : ['e-mail address'] };
}

/** "Contact", "Personal data": sections with nothing for the public. */
export function isPrivateHeading(heading: string): boolean {
  return PRIVATE_SECTION.test(heading.trim());
}

/** Whether a text says of itself that it is not for the public. */
export function isConfidential(text: string): boolean {
  return CONFIDENTIAL.test(text);
}
