import { isRole } from '../entries/entry.ts';
import { type Finding, filled, NOTHING, RANK, type Reading } from '../finding.ts';
import { nameIn, nicknamesIn } from '../head.ts';
import { wordsOfHtml } from '../tree.ts';
import { type Json, object, text } from './json.ts';

/** The address that a theme brings along. */
const PLACEHOLDER = /^https?:\/\/(?:www\.)?(?:example|your[\w-]*)\.(?:com|org)\b/i;
/** A name in a script that sets no spaces. */
const EAST_ASIAN =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\s·・]{2,12}$/u;

/** The owner, as the settings of a site name him or her; nothing else of them is for the public. */
export function readSettings(fields: Json, file: string): Reading {
  const author = object(fields['author']);
  const params = object(fields['params']);
  const website = object(fields['website']);
  const parts = [fields['first_name'], fields['middle_name'], fields['last_name']].flatMap(
    (part) => text(part) ?? [],
  );
  const written = [
    text(author['name']),
    parts.length > 1 ? parts.join(' ') : undefined,
    text(object(params['author'])['name']),
    text(fields['author']),
    text(fields['author_plain']),
    // A site may be called by its owner's name.
    text(fields['title']),
    text(website['title']),
  ].flatMap((name) => (name === undefined ? [] : [wordsOfHtml(name)]));
  const name = written.find((words) => nameOf(words) !== undefined);
  const owner = name === undefined ? undefined : nameOf(name);
  if (name === undefined || owner === undefined) return NOTHING;
  const url = [fields['url'], fields['baseURL'], fields['baseurl'], website['site-url']]
    .map(text)
    .find((address) => address !== undefined && /^https?:\/\/[^/]/.test(address));
  const bio = text(author['bio']);
  const person: Finding = {
    kind: 'person',
    title: owner,
    fields: filled({
      role: bio !== undefined && isRole(bio) && bio.length <= 60 ? bio : undefined,
      organization: text(author['employer']),
      place: text(author['location']),
      url: url === undefined || PLACEHOLDER.test(url) ? undefined : url,
      aliases: nicknamesIn(name),
    }),
    body: '',
    remarks: [],
    origin: { file, line: 1 },
    guessed: [],
    rank: RANK.record,
  };
  return { findings: [person], notes: [] };
}

function nameOf(words: string): string | undefined {
  return nameIn(words) ?? EAST_ASIAN.exec(words)?.[0];
}
