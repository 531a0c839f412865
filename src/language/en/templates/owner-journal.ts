/** What the owner reads about the journal: in the log and in lists of unanswered questions. */

import { command } from '../command.ts';
import { count, times } from '../grammar.ts';
import { TO_BUILD } from './owner.ts';

/** Follows each sentence on a failure. */
const ANSWERS_GO_ON = 'Questions are answered as before, and the journal is tried again.';

const NO_LIBRARY = `better-sqlite3 is not built (${TO_BUILD})`;

export const JOURNAL = {
  fileFails: (file: string, reason: string) =>
    `What visitors ask and think of the answers is not kept, because the journal ${file} fails: ${reason}. ${ANSWERS_GO_ON} Free up space, fix the permissions or move a damaged file away, choose another JOURNAL_FILE, or set JOURNAL=off.`,
  databaseFails: (reason: string) =>
    `What visitors ask and think of the answers is not kept, because the database of the journal (DATABASE_URL) fails: ${reason}. ${ANSWERS_GO_ON}`,
  noAdmin: 'ADMIN_KEY is set, but no journal is kept, so there is nothing to show at /admin.',
  off: 'There is no journal, because JOURNAL=off. Set JOURNAL=on to keep what visitors ask.',
  noLibrary: NO_LIBRARY,
  notKept: `What visitors ask and think of the answers is not kept, because ${NO_LIBRARY}. Or set DATABASE_URL, or JOURNAL=off.`,
  recovered: (lost: number) =>
    lost === 0
      ? 'The journal is kept again, and nothing was lost.'
      : `The journal is kept again; ${count(lost, 'answer', 'answers')} went unrecorded.`,
};

/** Why a file of questions is refused, and why a question of it fails. */
export const CASES = {
  head: '# Questions that the profile has to answer, each from the source that it names.\n',
  notYaml: (file: string, reason: string) => `${file} is not YAML: ${reason}`,
  badEntry: (file: string, number: number, reason: string) =>
    `${file}: entry ${number} cannot be read (${reason}). Write it as "- question: …", and below it "source: …" with the id of a source, or leave that out.`,
  notPublished: (id: string) =>
    `There is no source "${id}": it is a draft, or has another id. Write its text and remove "draft: true", or correct the id in the file of questions.`,
  declined: 'It is declined.',
  none: (dir: string) =>
    `There are no questions in ${dir}/questions.yaml. ${command('gaps', '--stub', 'N')} adds one.`,
  passes: (question: string) => `✓ ${question}`,
  fails: (question: string, reason: string) => `✗ ${question}\n  ${reason}`,
  summary: (all: number, failed: number) =>
    failed === 0
      ? `${count(all, 'question is', 'questions are')} answered.`
      : `${failed} of ${count(all, 'question', 'questions')} failed.`,
  fromOthers: (id: string, cited: readonly string[]) =>
    `It is answered from ${cited.join(', ') || 'no source'}, not from "${id}".`,
};

export const STUB = {
  draft: 'Remove the next line once the text below answers the question.',
  asked: (number: number, last: Date) =>
    `Unanswered ${times(number)}, last on ${last.toISOString().slice(0, 10)}.`,
  near: (ids: readonly string[]) =>
    ids.length === 0 ? '' : `What comes closest: ${ids.join(', ')}.\n`,
  write: `Write below what answers it, in sentences that stand on their own: they are quoted, so each says what
it is about. Choose a title and a kind that fit; the ways of asking help to find it and are not shown.
Or tell it in a file that is there, delete this one, and correct questions.yaml. Then run:
${command('gaps', '--check')}`,
  known: (question: string, source: string | undefined) =>
    `"${question}" has been noted before${source === undefined ? '' : `, for the source "${source}"`}: see questions.yaml in the folder of the profile.`,
};

/** How a gap is counted; `Gap` of `gaps/find.ts` has these. */
interface Counted {
  readonly declined: number;
  readonly downVoted: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly lastAsked: Date;
  readonly outOfScope: boolean;
  readonly trend: 'rising' | 'falling' | 'steady';
}

const dayOf = (date: Date) => date.toISOString().slice(0, 10);

/** Unanswered questions, in the terminal. */
export const GAPS = {
  badSince: (text: string) =>
    `--since ${text} is no time. Write a day, as in 2026-11-01, or a number of days, as in 7d.`,
  noSuchNumber: (text: string, most: number) =>
    most === 0
      ? `--stub ${text}: there are no unanswered questions in this period.`
      : `--stub ${text}: choose a number from the list, 1 to ${most}.`,
  stubWritten: (dir: string, file: string) =>
    `${dir}/${file} is a draft: write what answers the question, and remove "draft: true". Until then, ${command('gaps', '--check')} fails.`,
  head: (gaps: readonly Counted[], since: Date) => {
    if (gaps.length === 0) return `There are no unanswered questions since ${dayOf(since)}.`;
    const declined = gaps.reduce((sum, gap) => sum + gap.declined, 0);
    const downVoted = gaps.reduce((sum, gap) => sum + gap.downVoted, 0);
    return `Since ${dayOf(since)}, ${count(gaps.length, 'thing', 'things')} went unanswered: ${count(declined, 'question was', 'questions were')} declined, ${count(downVoted, 'answer was', 'answers were')} voted down.`;
  },
  counts: ({ declined, downVoted, reasons, lastAsked, outOfScope, trend }: Counted) => {
    const why = Object.keys(reasons).join(', ');
    return [
      ...(declined > 0 ? [`declined ${times(declined)}`] : []),
      ...(downVoted > 0 ? [`voted down ${times(downVoted)}${why && ` (${why})`}`] : []),
      `last on ${dayOf(lastAsked)}`,
      ...(trend === 'steady' ? [] : [trend]),
      ...(outOfScope ? ['taken to be about something else'] : []),
    ].join(', ');
  },
  noted: 'noted in questions.yaml',
  others: (questions: readonly string[]) => `also: ${questions.join(' · ')}`,
  nearest: (titles: readonly string[]) => `nearest: ${titles.join(' · ')}`,
  left: (number: number) =>
    `${count(number, 'older question is', 'older questions are')} not in this list. Choose a shorter period with --since.`,
};
