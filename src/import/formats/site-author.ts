import type { Link } from '../../domain.ts';
import { type Finding, filled, RANK, type Reading } from '../finding.ts';
import { markdownOf } from '../outline.ts';
import { addressOf } from './bibliography-fields.ts';
import { type Json, list, object, text } from './json.ts';
import { readListed } from './resume.ts';
import type { SitePage } from './site-page.ts';

/** The page of a site's owner names the owner better than any other file. */
const OWNER_RANK = 20;

/** The page of an author in Hugo's academic themes: the owner, with positions and degrees. */
export function readAuthorPage({ input: { file }, fields, document }: SitePage): Reading {
  const name = text(fields['title']) ?? text(fields['name']);
  if (name === undefined) return { findings: [], notes: [] };
  const isOwner = fields['superuser'] === true || /(?:^|\/)authors\/(?:admin|me)\//.test(file);
  const organizations = list(fields['organizations']).map(
    (entry) => text(entry) ?? text(object(entry)['name']),
  );
  const bio = text(fields['bio']);
  const body = markdownOf(document.tree.children);
  const links = [
    ...list(fields['social']),
    ...list(fields['links']),
    ...list(object(fields['profiles'])),
  ].flatMap(linkOf);
  const person: Finding = {
    kind: 'person',
    title: name,
    fields: filled({
      pronouns: text(fields['pronouns']),
      role: text(fields['role']) ?? text(object(fields['role'])['name']),
      organization: organizations.filter(Boolean).join(', ') || undefined,
      topics: list(fields['interests']).flatMap((topic) => text(topic) ?? []),
      links,
    }),
    body: [bio, body].filter(Boolean).join('\n\n'),
    remarks: [],
    origin: { file, line: 1 },
    guessed: [],
    // Others who write for the site have pages, too.
    rank: isOwner ? OWNER_RANK : RANK.site,
  };
  const education = fields['education'];
  const courses = list(object(education)['courses'] ?? education);
  const jobs = [...list(fields['work']), ...list(fields['experience'])];
  return {
    findings: [
      person,
      ...readListed('education', courses, file),
      ...readListed('position', jobs, file),
      ...readListed('award', list(fields['awards']), file),
    ],
    notes: [],
  };
}

function linkOf(entry: unknown): Link[] {
  const { link, url, icon, label: named, name } = object(entry) as Json;
  const address = addressOf(text(link) ?? text(url) ?? '');
  if (address === undefined) return [];
  const called =
    text(named) ?? text(name) ?? text(icon)?.replace(/^.*\//, '').replace(/-/g, ' ') ?? 'Page';
  const label = called.replace(/^github$/i, 'GitHub').replace(/^orcid$/i, 'ORCID');
  return [{ label: label.charAt(0).toUpperCase() + label.slice(1), url: address }];
}
