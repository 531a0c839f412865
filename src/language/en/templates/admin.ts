/** The texts of the owner's page. */

import { count, grouped, times } from '../grammar.ts';

const dayOf = (date: Date) => date.toISOString().slice(0, 10);

export const ADMIN = {
  title: 'What visitors ask',
  visit: (researcher: string | null) => `Ask about ${researcher ?? 'this research'}`,
  logIn: 'Log in',
  logOut: 'Log out',
  key: 'Admin key',
  keyHint: 'The value of ADMIN_KEY in the settings of this service.',
  wrongKey: 'This is not the admin key. It is the value of ADMIN_KEY in the settings.',
  keyNeeded: 'This needs the admin key: send it as "Authorization: Bearer …", or log in at /admin.',
  gone: 'This question is no longer in the list. It may have been asked before the period shown.',

  period: 'Period',
  periods: [
    [1, 'Since yesterday'],
    [7, '7 days'],
    [30, '30 days'],
    [90, '90 days'],
  ] as readonly (readonly [days: number, name: string])[],
  summary: (asked: number, share: number, declined: number, up: number, down: number) =>
    `${count(asked, 'question', 'questions')}: ${share}% answered, ${grouped(declined)} declined. Thumbs: ${grouped(up)} up, ${grouped(down)} down. Days are counted in UTC.`,
  nothingAsked: 'Nothing was asked in this period.',

  gaps: 'Unanswered questions',
  nothing: 'There are no unanswered questions in this period.',
  left: (number: number) =>
    `${count(number, 'older question is', 'older questions are')} not in this list. Choose a shorter period.`,
  gapsHint:
    'Questions with the same meaning are grouped. They were declined, or visitors voted the answer down.',
  declined: (number: number) => `declined ${times(number)}`,
  downVoted: (number: number, reasons: readonly string[]) =>
    `voted down ${times(number)}${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}`,
  last: (date: Date) => `last on ${dayOf(date)}`,
  trends: { rising: 'rising', falling: 'falling', steady: '' },
  outOfScope: 'taken to be about something else',
  counts: (counts: readonly number[]) =>
    `How often in each of ${counts.length} equal parts of the period, oldest first: ${counts.join(', ')}`,
  otherWordings: (number: number) => count(number, 'other wording', 'other wordings'),
  nearest: 'Nearest:',
  stub: 'Write a draft',
  noted: 'Noted in questions.yaml',
  stubOf: (question: string) => `Write a draft about: ${question}`,
  stubWritten: (file: string) =>
    `${file} is in the folder of the profile, as a draft: write what answers the question and remove “draft: true”. Until then it is not published, and npm run gaps -- --check fails.`,
  stubFailed: (reason: string) =>
    `The draft could not be written: ${reason}. The folder of the profile has to be writable for the service.`,
  export: 'Download:',
  csv: 'CSV',
  json: 'JSON',

  figures: 'Figures',
  perDay: 'Questions per day',
  answered: 'answered',
  askedBack: 'asked back',
  declinedPart: 'declined',
  share: 'Answered share',
  latency: 'Time to the whole answer',
  median: 'half are faster than',
  slow: '95 of 100 are faster than',
  percent: (share: number) => `${Math.round(share)}%`,
  milliseconds: (value: number) =>
    value < 1_000 ? `${Math.round(value)} ms` : `${(value / 1_000).toFixed(1)} s`,
  topics: 'What answers are about',
  topicsHint: 'Topics of the sources that answers quote.',
  sourcesHint: 'Sources that answers quote.',
  table: 'All figures as a table',
  day: 'Day',
};
