import { isOneOf } from '../corpus/kinds.ts';
import { canonicalNames, isSamePerson } from '../corpus/people.ts';
import { isOwnerName } from '../corpus/works.ts';
import { spokenName } from '../text/person-name.ts';
import { type Finding, letters, OWNER, RANK } from './finding.ts';
import type { Owner } from './owner.ts';
import { yearOf } from './same.ts';

/** Names before a colon that say nothing of their own. */
const GENERIC =
  /^(?:review|book review|review of|introduction|preface|editorial|comment|reply|response|poster|abstract|keynote|invited|tutorial|workshop|erratum|correction|demo|position|note|report|part \w+|chapter \w+|on .*)$/i;
/** Nobody who asks for this was at work before. */
const EARLIEST = 1945;
const LONGEST_SHORT_TITLE = 7;

/** The findings with the owner and all others under one name each, ready to be put together. */
export function withNames(findings: readonly Finding[], owner: Owner): Finding[] {
  const self = { title: owner.name, aliases: owner.aliases };
  const isOwner = (name: string) =>
    name === OWNER ||
    isOwnerName(name, self) ||
    owner.aliases.some((alias) => isSamePerson(name, alias));
  const spoken = (name: string) => (name.startsWith('{') ? name : spokenName(name));
  const all = findings.flatMap(({ kind, title, fields }) => [
    ...(fields.people ?? []),
    ...(fields.editors ?? []),
    ...(fields.advisors ?? []),
    ...(kind === 'student' ? [title] : []),
  ]);
  const canonical = canonicalNames(all.map(spoken).filter((name) => !isOwner(name)));
  const named = (names: readonly string[] | undefined) =>
    names === undefined
      ? undefined
      : [
          ...new Set(
            names
              .map(spoken)
              .map((name) =>
                isOwner(name) ? ownName(name, owner) : (canonical.get(name) ?? name),
              ),
          ),
        ];
  return findings.map((finding) => {
    const { people, editors, advisors, ...fields } = finding.fields;
    return {
      ...finding,
      title: finding.kind === 'person' && isOwner(finding.title) ? owner.name : finding.title,
      fields: {
        ...fields,
        ...(people && { people: named(people) ?? [] }),
        ...(editors && { editors: named(editors) ?? [] }),
        ...(advisors && { advisors: named(advisors) ?? [] }),
      },
      remarks: finding.remarks.map((remark) => remark.replaceAll(OWNER, owner.name)),
    };
  });
}

/** A former name stays as it was printed; initials are written out. */
function ownName(name: string, owner: Owner): string {
  if (name === OWNER || isSamePerson(name, owner.name)) return owner.name;
  return owner.aliases.find((alias) => isSamePerson(name, alias)) ?? owner.name;
}

/** What belongs to the profile of its owner, and what is by others. */
export function ofOwner(findings: readonly Finding[], owner: Owner) {
  const self = { title: owner.name, aliases: owner.aliases };
  const isOwner = (name: string) => isOwnerName(name, self);
  const own: Finding[] = [];
  const others: Finding[] = [];
  for (const finding of findings) {
    const { kind, fields, title } = finding;
    const names = [...(fields.people ?? []), ...(fields.editors ?? [])];
    const isGroup = names.some((name) => name.startsWith('{'));
    if (kind === 'person' && title !== owner.name) {
      // The page of another person has no text about this one, but a misread title may.
      if (finding.body === '' || finding.origin.file.includes('authors/')) others.push(finding);
      else own.push({ ...finding, kind: 'page', fields: {} });
    } else if ((yearOf(finding) ?? EARLIEST) < EARLIEST) {
      // Themes show how it is done with the life of a classic.
      others.push(finding);
    } else if (
      !isOneOf(kind, 'publication', 'work') ||
      kind === 'thesis' ||
      names.length === 0 ||
      names.some(isOwner)
    ) {
      own.push(
        names.length === 0 && isOneOf(kind, 'publication', 'work')
          ? withOwner(finding, owner)
          : finding,
      );
    } else if (isGroup) own.push(withOwner(finding, owner));
    else others.push(finding);
  }
  return { own, others };
}

/** The owner's list has it, so the owner is one of a group, or its only author. */
function withOwner(finding: Finding, owner: Owner): Finding {
  const people = [...(finding.fields.people ?? []), owner.name];
  return {
    ...finding,
    fields: { ...finding.fields, people },
    guessed: [...finding.guessed, 'people'],
  };
}

/** The corpus is about its owner, even if no file but bibliographies tells of him or her. */
export function withPerson(findings: readonly Finding[], owner: Owner): Finding[] {
  if (findings.some(({ kind }) => kind === 'person')) return [...findings];
  const origin = findings[0]?.origin ?? { file: '' };
  const person: Finding = {
    kind: 'person',
    title: owner.name,
    fields: {},
    body: '',
    remarks: [],
    origin,
    guessed: [],
    rank: RANK.text,
  };
  return [person, ...findings];
}

/** Where the owner works, from the one post that is held now, if no file says it of the owner. */
export function withPresentPost(findings: readonly Finding[]): Finding[] {
  const present = findings.filter(
    ({ kind, fields }) =>
      kind === 'position' && fields.end === 'present' && fields.role !== undefined,
  );
  const [post] = present;
  if (post === undefined || present.length > 1) return [...findings];
  return findings.map((finding) => {
    const { kind, fields, guessed } = finding;
    if (kind !== 'person' || fields.role !== undefined) return finding;
    const { role, organization = fields.organization } = post.fields;
    return {
      ...finding,
      fields: { ...fields, role, organization },
      guessed: [...guessed, 'role', 'organization'],
    };
  });
}

/** A name that people use, if the title has one before a colon: "Lantern" of "Lantern: Light for Traces". */
export function withShortTitles(findings: readonly Finding[]): Finding[] {
  const heads = findings.map(({ title }) => letters(shortOf(title) ?? title));
  return findings.map((finding) => {
    const short = shortOf(finding.title);
    const isWork =
      isOneOf(finding.kind, 'publication', 'work') || ['project', 'grant'].includes(finding.kind);
    if (
      !isWork ||
      short === undefined ||
      heads.filter((head) => head === letters(short)).length > 1
    )
      return finding;
    return { ...finding, title: short, fields: { ...finding.fields, fullTitle: finding.title } };
  });
}

/** A work that has a name of its own needs no topic by that name; it is about the topic instead. */
export function withTopics(findings: readonly Finding[]): Finding[] {
  const named = new Set(
    findings
      .filter(({ fields }) => fields.fullTitle !== undefined)
      .map(({ title }) => letters(title)),
  );
  const themes = findings.filter(({ kind }) => kind === 'theme');
  const isNamed = (alias: string) => named.has(letters(alias));
  return findings.map((finding) => {
    const { fields, title, guessed } = finding;
    if (finding.kind === 'theme') {
      const aliases = (fields.aliases ?? []).filter((alias) => !isNamed(alias));
      return { ...finding, fields: { ...fields, aliases } };
    }
    const about = themes.filter((theme) =>
      (theme.fields.aliases ?? []).some(
        (alias) => letters(alias) === letters(title) && isNamed(alias),
      ),
    );
    if (about.length === 0) return finding;
    const topics = [...new Set([...(fields.topics ?? []), ...about.map((theme) => theme.title)])];
    return { ...finding, fields: { ...fields, topics }, guessed: [...guessed, 'topics'] };
  });
}

function shortOf(title: string): string | undefined {
  const short = /^(.{2,60}?)(?::\s|\s[–—]\s)/.exec(title)?.[1];
  if (short === undefined || short.split(/\s+/).length > LONGEST_SHORT_TITLE || GENERIC.test(short))
    return undefined;
  return short;
}
