import { isOwnerName } from '../corpus/works.ts';
import { type Finding, RANK } from './finding.ts';
import type { Owner } from './owner.ts';
import { advisedTheses, SUPERVISION, supervised } from './sentences.ts';

/** Adds who was supervised, in one sentence for each kind of student, so that they can be counted. */
export function withSupervision(findings: readonly Finding[], owner: Owner): Finding[] {
  const self = { title: owner.name, aliases: owner.aliases };
  const facts = ({ kind, title, fields }: Finding) => ({ ...fields, kind, title });
  const students = findings.filter(({ kind }) => kind === 'student');
  const theses = findings.filter(
    ({ kind, fields: { people = [] } }) =>
      kind === 'thesis' && people.length > 0 && !people.some((name) => isOwnerName(name, self)),
  );
  const sentences = [
    ...groups(students, ({ detail }) => detail ?? 'student').map(([noun, group]) =>
      supervised(owner.name, [noun, `${noun}s`], group.map(facts)),
    ),
    ...groups(theses, ({ fields }) => fields.degree ?? '').map(([degree, group]) =>
      advisedTheses(owner.name, degree === '' ? undefined : degree, group.map(facts)),
    ),
  ];
  if (sentences.length === 0) return [...findings];
  const origin = (students[0] ?? theses[0])?.origin ?? { file: '' };
  const summary: Finding = {
    kind: 'supervision',
    title: SUPERVISION,
    fields: {},
    body: sentences.join(' '),
    remarks: [],
    origin,
    guessed: [],
    rank: RANK.text,
  };
  return [...findings, summary];
}

function groups(
  findings: readonly Finding[],
  keyOf: (finding: Finding) => string,
): [string, Finding[]][] {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    found.set(key, [...(found.get(key) ?? []), finding]);
  }
  return [...found];
}
