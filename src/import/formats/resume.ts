import { readEntries } from '../entries/read.ts';
import { type Finding, filled, type Note, RANK, type Reading } from '../finding.ts';
import type { Entry } from '../outline.ts';
import { withoutPrivateMatter } from '../privacy.ts';
import { type Topic, topicOf } from '../sections.ts';
import { speakerOf } from '../speaker.ts';
import { addressOf, plain } from './bibliography-fields.ts';
import { type Json, list, object, text } from './json.ts';

/** The names that formats of CVs give to the same thing, in the order in which a line tells them. */
const PARTS = {
  time: ['year', 'date', 'releaseDate', 'completion_date'],
  start: ['startDate', 'start_date', 'date_start', 'start'],
  end: ['endDate', 'end_date', 'date_end', 'end'],
  what: ['position', 'studyType', 'degree', 'course', 'role', 'title', 'name', 'label', 'bullet'],
  area: ['area', 'field'],
  where: [
    'institution',
    'company',
    'company_name',
    'organization',
    'awarder',
    'publisher',
    'journal',
    'employer',
    'entity',
    'name',
    'issuer',
  ],
  place: ['location', 'place', 'city'],
  about: ['description', 'summary', 'highlights', 'details', 'desc', 'note'],
} as const;

/** A CV in JSON or YAML: JSON Resume, RenderCV, or al-folio's list of sections. */
export function readResume(value: unknown, file: string): Reading {
  if (Array.isArray(value))
    return sections(
      value.map((part) => [text(object(part)['title']) ?? '', object(part)['contents']]),
      file,
    );
  const data = object(object(value)['cv'] ?? value);
  const basics = object(data['basics'] ?? data);
  const { findings, notes } = sections(Object.entries(object(data['sections'] ?? data)), file);
  return {
    findings: [...personOf(basics, data, file), ...findings],
    notes: [...notes, ...hiddenIn(basics, file)],
  };
}

function sections(parts: readonly (readonly [string, unknown])[], file: string): Reading {
  const findings = parts.flatMap(([heading, contents]): Finding[] => {
    if (!Array.isArray(contents) && typeof contents !== 'object') return [];
    const topic =
      heading === 'work'
        ? 'position'
        : heading === 'volunteer'
          ? 'service'
          : topicOf(heading.replace(/_/g, ' '));
    if (topic === 'languages') return languagesOf(list(contents), file);
    return topic === null ? [] : readListed(topic, list(contents), file, heading);
  });
  return { findings, notes: [] };
}

/** Entries of a section, each read as the line that a CV would have. */
export function readListed(
  topic: Topic,
  entries: readonly unknown[],
  file: string,
  heading: string = topic,
): Finding[] {
  return entries.flatMap((value): Finding[] => {
    const entry = entryOf(value, topic);
    if (entry === null) return [];
    const section = {
      heading,
      parents: [],
      line: undefined,
      entries: [entry],
      markdown: '',
    };
    return [...readEntries(topic, section, { file, rank: RANK.site, heading }).findings];
  });
}

function entryOf(value: unknown, topic: Topic): Entry | null {
  const fields = object(value);
  const [what, area, time, start, end] = (['what', 'area', 'time', 'start', 'end'] as const).map(
    (part) => firstOf(fields, PARTS[part]),
  );
  const where = firstOf(
    fields,
    PARTS.where.filter((name) => text(fields[name]) !== what),
  );
  const place = firstOf(fields, PARTS.place);
  const span = start === undefined ? time : `${start} – ${end ?? 'present'}`;
  const about = PARTS.about
    .flatMap((name) => list(fields[name]))
    .flatMap((line) => text(line) ?? text(object(line)['title']) ?? []);
  const authors = list(fields['authors'])
    .flatMap((author) => text(author) ?? [])
    .join(', ');
  const quoted = topic === 'paper' || topic === 'talk';
  const name =
    quoted && what !== undefined
      ? `“${plain(what)}”`
      : [what, area].filter(Boolean).join(topic === 'education' ? ' in ' : ', ');
  const line =
    typeof value === 'string' || typeof value === 'number'
      ? String(value)
      : [
          [span, authors === '' ? name : `${authors}. ${name}`].filter(Boolean).join(' '),
          where,
          place,
        ]
          .filter(Boolean)
          .join(', ');
  const clean = withoutPrivateMatter(plain([line, ...about].filter(Boolean).join('. '))).text;
  if (clean.trim() === '') return null;
  const url = addressOf(text(fields['url']) ?? text(fields['website']) ?? '');
  return {
    type: 'item',
    text: clean,
    emphasized: [],
    links: url === undefined ? [] : [{ label: 'Page', url }],
    below: [],
    line: undefined,
  };
}

function firstOf(fields: Json, names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = text(fields[name]);
    if (found !== undefined) return plain(found);
  }
  return undefined;
}

function personOf(basics: Json, data: Json, file: string): Finding[] {
  const name = text(basics['name']);
  if (name === undefined) return [];
  const profiles = [...list(basics['profiles']), ...list(basics['social_networks'])].flatMap(
    (profile) => {
      const url = addressOf(text(object(profile)['url']) ?? '');
      return url === undefined
        ? []
        : [{ label: text(object(profile)['network']) ?? 'Profile', url }];
    },
  );
  const interests = list(data['interests']).flatMap(
    (interest) => text(interest) ?? text(object(interest)['name']) ?? [],
  );
  return [
    {
      kind: 'person',
      title: name,
      fields: filled({
        role: text(basics['label']),
        url: addressOf(text(basics['url']) ?? text(basics['website']) ?? ''),
        photo: addressOf(text(basics['image']) ?? ''),
        links: profiles,
        topics: interests,
      }),
      body: withoutPrivateMatter(text(basics['summary']) ?? '').text,
      remarks: [],
      origin: { file },
      guessed: [],
      rank: RANK.record,
    },
  ];
}

function languagesOf(entries: readonly unknown[], file: string): Finding[] {
  const spoken = entries.flatMap((entry) => {
    const fields = object(entry);
    const name = text(entry) ?? text(fields['language']) ?? text(fields['name']);
    const level = text(fields['fluency']) ?? text(fields['summary']);
    return name === undefined
      ? []
      : [level === undefined ? name : `${name} (${level.toLowerCase()})`];
  });
  return spoken.length === 0 ? [] : [speakerOf(spoken, { file })];
}

function hiddenIn(basics: Json, file: string): Note[] {
  const hidden = {
    email: 'e-mail address',
    phone: 'telephone number',
    location: 'address',
    date_of_birth: 'personal data',
  };
  return Object.entries(hidden).flatMap(([field, reason]): Note[] =>
    basics[field] === undefined ? [] : [{ origin: { file }, type: 'private', reason }],
  );
}
