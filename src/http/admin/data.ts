import type { Service } from '../../domain.ts';
import { type Case, createCaseOf, readCases } from '../../gaps/cases.ts';
import type { FindGaps, Gap, GapReport } from '../../gaps/find.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Day, Votes } from '../../journal/records.ts';

const MS_PER_DAY = 86_400_000;
const MAX_TOPICS = 12;

/** What the owner's page shows of a time. */
export interface AdminData {
  readonly report: GapReport;
  readonly caseOf: (gap: Gap) => Case | undefined;
  /** Every day of the time (UTC), also those on which nothing was asked. */
  readonly days: readonly Day[];
  readonly votes: Votes;
  /** How many answers quote sources about a topic, or sources where none has topics; most first. */
  readonly topics: readonly { readonly label: string; readonly value: number }[];
  readonly areTopics: boolean;
}

/** The midnight (UTC) so many days before the last one. */
export function daysBefore(days: number): Date {
  return new Date((Math.floor(Date.now() / MS_PER_DAY) - days) * MS_PER_DAY);
}

export interface DataParts {
  readonly service: Pick<Service, 'sources'>;
  readonly journal: Journal;
  readonly findGaps: FindGaps;
  readonly corpusDir: string;
}

export async function readData(
  since: Date,
  { service, journal, findGaps, corpusDir }: DataParts,
  signal: AbortSignal,
): Promise<AdminData> {
  const [report, days, votes, cited, cases] = await Promise.all([
    findGaps(since, signal),
    journal.days(since),
    journal.votes(since),
    journal.sources(since),
    // What is wrong with the file is said when a draft is written.
    readCases(corpusDir).catch(() => []),
  ]);
  const topics = new Map<string, number>();
  const titles = new Map<string, number>();
  for (const source of service.sources) {
    const times = cited.get(source.id) ?? 0;
    if (times === 0 || source.kind === 'list') continue;
    titles.set(source.title, (titles.get(source.title) ?? 0) + times);
    for (const topic of source.topics) topics.set(topic, (topics.get(topic) ?? 0) + times);
  }
  const areTopics = topics.size > 0;
  return {
    report,
    caseOf: createCaseOf(cases, service.sources),
    days: everyDay(days, since),
    votes,
    topics: most(areTopics ? topics : titles),
    areTopics,
  };
}

function most(counts: ReadonlyMap<string, number>): AdminData['topics'] {
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MAX_TOPICS)
    .map(([label, value]) => ({ label, value }));
}

function everyDay(days: readonly Day[], since: Date): Day[] {
  const known = new Map(days.map((day) => [day.date, day]));
  const all: Day[] = [];
  for (let time = since.getTime(); time <= Date.now(); time += MS_PER_DAY) {
    const date = new Date(time).toISOString().slice(0, 10);
    all.push(
      known.get(date) ?? { date, answered: 0, declined: 0, askedBack: 0, medianMs: 0, slowMs: 0 },
    );
  }
  return all;
}
