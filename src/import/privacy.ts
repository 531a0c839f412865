/** What of a text is nobody's business: recognized by form and label, in any language that is read. */

const EMAIL =
  /(?<![\w.+-])(?:mailto:)?[\w.+-]+\s*(?:@|\(at\)|\[at\]|\s+at\s+(?=[\w-]+\s*(?:\(dot\)|\[dot\])))\s*[\w-]+(?:\s*(?:\.|\(dot\)|\[dot\])\s*[\w-]+)+/giu;
const PHONE =
  /(?:\b(?:tel|telephone|telefon|phone|mobile|mobil|handy|cell|fax|office|home|whatsapp)\b[.:]?\s*)*(?:(?<![\w./-])(?:\+\s?\d{1,3}|\(\+\d{1,4}\)|\(0\d{1,4}\)|0\d{1,4}(?=[\s/-]))[\s()./-]*\d[\d\s()./-]{4,}\d|(?:\(\d{3}\)\s?|(?<![\w./-])\d{3}[-.])\d{3}[-.]\d{4}(?!\d))(?:\s*\((?:office|home|mobile|cell|fax|privat|work)\))?/giu;
/** "phone: 555 0177", "Tel. 555-0142" */
const LABELED_PHONE =
  /\b(?:tel|telephone|telefon|phone|mobile|mobil|handy|cell|fax)\b[^\d\n.;]{0,30}[.:]?\s*\+?\d[\d\s()./–-]{4,}\d/giu;
const BIRTH =
  /\b(?:born|date of birth|birth ?date|birthday|geboren(?: am)?|geb\.|geburtsdatum|né\(?e?\)? le|fecha de nacimiento|nationality|citizenship|marital status|familienstand|staatsangehörigkeit)\b[^|·•\n;]*/giu;
const HOME =
  /\b(?:home|home address|private address|privat(?:adresse)?|residence|postal address|address|anschrift|adresse|dirección)\s*:[^|·•\n]*/giu;
/** A street with its number, and what follows it on the line: "12 Quay Road, Harrow Bay". */
const STREET =
  /,?\s*(?:(?!(?:19|20)\d\d)\d{1,4}[a-z]?\s+(?:\p{Lu}[\p{L}'’.-]+\s+){1,3}(?:Street|St\.|Road|Rd\.?|Avenue|Ave\.?|Lane|Drive|Dr\.|Square|Way|Boulevard|Blvd\.?|Place|Court)(?!\p{L})|\p{Lu}[\p{L}.-]{0,40}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|gate|gata|vej|vägen|straat|laan)\s+\d{1,4}[a-z]?(?=\s*(?:[,|·•\n]|$))|\d{1,4}(?:\s?bis)?,?\s+(?:rue|avenue|boulevard|place|chemin|allée|quai)\s+[\p{L}'’ -]+|(?:calle|via|viale|plaza)\s+[\p{L}' -]+,?\s+\d{1,4})[^|·•\n.]*/gu;
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
