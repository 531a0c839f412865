import { EMAIL, LABELED_PHONE, PHONE, STREET } from '../text/personal-data.ts';

/** "https://example.org/a?token=…": what follows may identify the reader. */
const ADDRESS_QUERY = /(\bhttps?:\/\/[^\s?#]+)[?#]\S*/gi;
const CREDENTIALS = /\b(https?:\/\/)[^\s/@]+@/gi;
const SECRET = /\b(?:sk|pk|rk|ghp|gho|atr|xox[abp])[-_][\w-]{16,}/g;
const IP_ADDRESS =
  /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|(?<![\w:])(?:[\da-f]{1,4}:){5,7}[\da-f]{1,4}\b/gi;
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[\dA-Z]{4}){3,7}(?: ?[\dA-Z]{1,3})?\b/g;
/** Identifiers of publications and addresses, which stay; else a number of nine digits or more. */
const LONG_NUMBER =
  /(?<kept>10\.\d{4,9}\/\S+|https?:\/\/\S+|\b\d{4}\.\d{4,5}\b|\b97[89][- ]?\d[\d -]{8,12}[\dx]\b)|(?<![\w.])\+?\d(?:[ ()./–-]{0,2}\d){8,}(?!\w)/gi;
const OWN_NAME =
  /\b([Mm]y name(?: is|['’]s)|[Mm]ein Name ist|[Ii]ch heiße|[Jj]e m['’]appelle)\s+[\p{L}'’-]+(?:\s+(?!I\b)\p{Lu}(?:\.|[\p{L}'’-]*)){0,3}/gu;
const YEARS = /^(?:(?:19|20)\d\d\D*)+$/;

/**
 * A question without what tells who asks it: e-mail and web addresses' queries, telephone numbers,
 * streets, own names, IP addresses, account numbers and keys, each replaced by what it was.
 */
export function redact(text: string): string {
  return text
    .replace(ADDRESS_QUERY, '$1')
    .replace(CREDENTIALS, '$1')
    .replace(SECRET, '[key]')
    .replace(EMAIL, '[e-mail address]')
    .replace(OWN_NAME, '$1 [name]')
    .replace(IP_ADDRESS, '[IP address]')
    .replace(IBAN, '[account number]')
    .replace(LABELED_PHONE, '[telephone number]')
    .replace(PHONE, '[telephone number]')
    .replace(LONG_NUMBER, (match, kept?: string) =>
      kept !== undefined || YEARS.test(match) ? match : '[number]',
    )
    .replace(STREET, (match) =>
      // "via" is a street in Italian only; what follows a street may be the question.
      /^\W*via\b/i.test(match) ? match : match.replace(/^(,?\s*)[^,;?!]*/, '$1[address]'),
    );
}
