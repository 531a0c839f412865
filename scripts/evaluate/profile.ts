import type { Answer, Service, Source } from '../../src/domain.ts';
import { retrieve } from '../../src/search/retrieve.ts';
import type { OpenIndex } from '../../src/search/store.ts';
import type { Evaluation } from './all.ts';
import { ask } from './case-run.ts';
import { namesInCode } from './names-in-code.ts';
import { figure, share } from './report.ts';
import { citationFaults, isQuoted, shownSentences } from './scoring.ts';

/** Of the sources, every one of this many is asked about in the longer forms. */
const STEP = 3;
const FORMS: readonly ((title: string) => string)[] = [
  (title) => `who wrote ${title}`,
  (title) => `Where was ${title} published, and when?`,
  (title) => `Is the code of ${title} public?`,
  (title) => `I am a student. What should I read about ${title}?`,
];

/** Questions made from the profile itself: they need no expected answers, so any profile has them. */
export async function evaluateProfile(
  service: Service,
  index: OpenIndex,
  { label, signal }: { label: string; signal: AbortSignal },
): Promise<Evaluation> {
  const sourceById = new Map(service.sources.map((source) => [source.id, source]));
  const told = service.sources.filter(({ kind }) => kind !== 'list');
  const some = told.filter((_, i) => i % STEP === 0);
  const answerTo = async (question: string) =>
    (await ask(service, { question, history: [] }, signal)).answer;

  const questions = [
    ...told.flatMap(({ title }) => [title, `What is ${title}?`]),
    ...FORMS.flatMap((form) => some.map(({ title }) => form(title))),
    ...some.flatMap(({ asks }) => asks.slice(0, STEP)),
  ];
  const proposed = new Set(service.suggestions);
  const unsound: string[] = [];
  for (const question of questions) {
    const answer = await answerTo(question);
    for (const one of answer.followUps) proposed.add(one);
    const faults = [...citationFaults(answer, sourceById), ...unquoted(answer)];
    if (faults.length > 0) unsound.push(`profile: ${question}: ${faults.join('; ')}`);
  }
  const refused: string[] = [];
  for (const question of proposed) {
    const { status } = await answerTo(question);
    if (status !== 'answered') refused.push(`profile: proposed, but refused: ${question}`);
  }
  const areFirst = await Promise.all(told.map((source) => isFirst(index, source)));
  const lost = told.filter((_, i) => !areFirst[i]);
  const named = await namesInCode(told);
  return {
    sections: [
      {
        table: 'The profile, asked about itself',
        column: label,
        figures: [
          figure('answers quoted whole', 1 - unsound.length / questions.length, { target: 1 }),
          figure('proposed questions answered', 1 - refused.length / Math.max(proposed.size, 1), {
            target: 1,
          }),
          figure(
            'found first by title and id, by keyword alone',
            share(told, (source) => !lost.includes(source)),
          ),
          figure('names of the profile in src/', named.length, {
            unit: 'count',
            better: 'less',
            target: 0,
          }),
        ],
      },
    ],
    failures: [
      ...unsound,
      ...refused,
      ...lost.map(({ id, title }) => `profile: not found first: ${id} by “${title}” or its id`),
      ...named.map((where) => `profile: a name of it stands in src/${where}`),
    ],
  };
}

/** Small talk quotes nothing; whatever cites has to be quoted. */
function unquoted(answer: Answer): string[] {
  if (answer.status === 'not_covered' || answer.citations.length === 0) return [];
  return shownSentences(answer.answer)
    .filter((shown) => shown.markers.length > 0 && !isQuoted(shown, answer))
    .map(({ text }) => `not quoted: ${text}`);
}

async function isFirst(index: OpenIndex, { id, title }: Source): Promise<boolean> {
  const options = { limit: 1, vector: null, named: new Set<string>() };
  const hits = await Promise.all([title, id].map((name) => retrieve(index, name, options)));
  return hits.every(([hit]) => hit?.source.id === id);
}
