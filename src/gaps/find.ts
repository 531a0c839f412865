import { LRUCache } from 'lru-cache';
import type { Service, Source, Vector } from '../domain.ts';
import type { Journal } from '../journal/journal.ts';
import type { Miss } from '../journal/records.ts';
import { squeezed } from '../text/words.ts';
import { groupByMeaning } from './group.ts';

/** Questions of one meaning that were declined, or whose answers were voted down. */
export interface Gap {
  /** The wording that was used most. */
  readonly question: string;
  /** All wordings, the most frequent first. */
  readonly wordings: readonly { readonly question: string; readonly count: number }[];
  readonly declined: number;
  readonly downVoted: number;
  /** Whether it was always taken to be about something else than the researcher. */
  readonly outOfScope: boolean;
  /** Why answers were voted down, by how often. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly firstAsked: Date;
  readonly lastAsked: Date;
  /** How often in each part of the period, `PARTS` of the same length. */
  readonly counts: readonly number[];
  readonly trend: 'rising' | 'falling' | 'steady';
  /** What the profile has that comes closest. */
  readonly nearest: readonly Pick<Source, 'id' | 'title'>[];
}

export interface GapReport {
  readonly since: Date;
  readonly until: Date;
  /** The most frequent first, then those asked last. */
  readonly gaps: readonly Gap[];
  /** How many questions of the period are not in it, as they are older than the newest `MAX_QUESTIONS`. */
  readonly left: number;
}

export type FindGaps = (since: Date, signal: AbortSignal) => Promise<GapReport>;

export const PARTS = 8;
/** Shorter times have no trend, nor those before whose middle nothing was asked: the service may be new. */
const TREND_MS = 7 * 86_400_000;
/** Different questions that are grouped; the newest count. */
const MAX_QUESTIONS = 1_000;
const MAX_GAPS = 200;
const MAX_NEAREST = 3;
/** More than the embedder remembers for visitors, so that their questions stay remembered. */
const EMBEDDED_AT_ONCE = 32;

interface Asked {
  readonly question: string;
  readonly misses: Miss[];
}

/** Finds unanswered questions. Vectors and the nearest sources of questions are remembered. */
export function createFindGaps(
  journal: Pick<Journal, 'misses'>,
  service: Pick<Service, 'embed' | 'search'>,
): FindGaps {
  const vectors = new LRUCache<string, Vector>({ max: 2 * MAX_QUESTIONS });
  const nearest = new LRUCache<string, Gap['nearest']>({ max: 2 * MAX_GAPS });

  async function vectorsOf(texts: readonly string[], signal: AbortSignal) {
    const unknown = texts.filter((text) => !vectors.has(text));
    for (let i = 0; i < unknown.length; i += EMBEDDED_AT_ONCE) {
      const batch = unknown.slice(i, i + EMBEDDED_AT_ONCE);
      const made = await service.embed(batch, signal);
      if (made === null) return null;
      for (const [position, vector] of made.entries()) vectors.set(batch[position] ?? '', vector);
    }
    return texts.map((text) => vectors.get(text) ?? new Float32Array());
  }

  async function nearestTo(question: string, signal: AbortSignal): Promise<Gap['nearest']> {
    const known = nearest.get(question);
    if (known) return known;
    const hits = await service.search(question, 4 * MAX_NEAREST, signal);
    const sources = new Map(
      hits
        .filter(({ source }) => source.kind !== 'list')
        .map(({ source: { id, title } }) => [id, { id, title }]),
    );
    const found = [...sources.values()].slice(0, MAX_NEAREST);
    nearest.set(question, found);
    return found;
  }

  return async (since, signal) => {
    const until = new Date();
    const misses = await journal.misses(since);
    const byText = new Map<string, Asked>();
    let left = 0;
    for (const miss of misses) {
      const text = squeezed(miss.question);
      const known = byText.get(text);
      if (known) known.misses.push(miss);
      else if (byText.size < MAX_QUESTIONS) {
        byText.set(text, { question: miss.question, misses: [miss] });
      } else left += 1;
    }
    const middle = (since.getTime() + until.getTime()) / 2;
    const hasTrend =
      until.getTime() - since.getTime() >= TREND_MS &&
      misses.some(({ at }) => at.getTime() < middle);
    const asked = [...byText.values()].sort((a, b) => b.misses.length - a.misses.length);
    const texts = asked.map(({ question }) => question);
    const groups = await groupByMeaning(texts, await vectorsOf(texts, signal));
    const gaps = groups
      .map((group) =>
        gapOf(
          group.flatMap((i) => asked[i] ?? []),
          since,
          until,
          hasTrend,
        ),
      )
      .sort((a, b) => timesOf(b) - timesOf(a) || b.lastAsked.getTime() - a.lastAsked.getTime())
      .slice(0, MAX_GAPS);
    const complete: Gap[] = [];
    for (const gap of gaps) {
      complete.push({ ...gap, nearest: await nearestTo(gap.question, signal) });
    }
    return { since, until, gaps: complete, left };
  };
}

/** How often it was asked without a good answer. */
export function timesOf({ declined, downVoted }: Gap): number {
  return declined + downVoted;
}

function gapOf(asked: readonly Asked[], since: Date, until: Date, hasTrend: boolean): Gap {
  const misses = asked.flatMap((one) => one.misses);
  const times = misses.map(({ at }) => at.getTime());
  const declined = misses.filter(({ type }) => type === 'declined');
  const reasons: Record<string, number> = {};
  for (const reason of misses.flatMap((miss) => miss.reasons)) {
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  const counts = Array.from({ length: PARTS }, () => 0);
  for (const time of times) {
    const share = (time - since.getTime()) / (until.getTime() - since.getTime());
    const part = Math.min(PARTS - 1, Math.max(0, Math.floor(share * PARTS)));
    counts[part] = (counts[part] ?? 0) + 1;
  }
  return {
    question: asked[0]?.question ?? '',
    wordings: asked.map((one) => ({ question: one.question, count: one.misses.length })),
    declined: declined.length,
    downVoted: misses.length - declined.length,
    outOfScope: misses.every((miss) => miss.outOfScope),
    reasons,
    firstAsked: new Date(Math.min(...times)),
    lastAsked: new Date(Math.max(...times)),
    counts,
    trend: hasTrend ? trendOf(counts) : 'steady',
    nearest: [],
  };
}

/** The later half of the period beside the earlier one; one or two more or less are no trend. */
function trendOf(counts: readonly number[]): Gap['trend'] {
  const sum = (some: readonly number[]) => some.reduce((a, b) => a + b, 0);
  const half = counts.length / 2;
  const change = sum(counts.slice(half)) - sum(counts.slice(0, half));
  if (Math.abs(change) < 3) return 'steady';
  return change > 0 ? 'rising' : 'falling';
}
