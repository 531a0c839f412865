import type { RefusalReason } from '../../../domain.ts';
import { agree, joinNames } from '../grammar.ts';

/** What stands for the name of the person whom the profile is about where it names none. */
export const NAMELESS_RESEARCHER = 'the researcher';

/** What a message that asks for nothing in the profile gets, by its topic. */
export const SMALL_TALK = {
  greeting: (name: string) =>
    `Hello! Ask me about the research of ${name}, and I'll show you where each answer comes from.`,
  thanks: (name: string) =>
    `You're welcome! I'm here if you have more questions about the research of ${name}.`,
  farewell: (name: string) =>
    `Goodbye! Come back anytime with a question about the research of ${name}.`,
  self: (name: string) =>
    `I'm an automated assistant, not a person. I answer questions about the research of ${name} – projects, publications, theses, career – and show the passage that supports each sentence. If something isn't in the profile, I'll say so.`,
};

export function youCouldAsk(questions: readonly string[]): string {
  return `You could ask:\n\n${questions.map((question) => `- ${question}`).join('\n')}`;
}

/**
 * What is said instead of an answer, and where to look.
 * @param near what the profile describes that comes close, as text or links
 * @param contact where to turn for the rest; null where there is nowhere
 */
export function refusal(
  reason: RefusalReason,
  name: string,
  near: readonly string[],
  contact: string | null,
): string {
  const isUntold = reason === 'not_in_corpus';
  const parts = [
    isUntold
      ? `I couldn't find that in the profile of ${name}.`
      : `I can't answer that: it's outside the profile of ${name}, which is all I know.`,
  ];
  if (near.length > 0) parts.push(`It does describe ${joinNames(near)}.`);
  if (isUntold && contact !== null) parts.push(`For anything else, see ${contact}.`);
  return parts.join(' ');
}

/** How a list is sorted: its newest items first, or those that come closest to the question. */
export type ListOrder = 'newest' | 'closest';

/**
 * Above a list: "3 talks:", "15 talks, of which the newest 12 are:".
 * @param counted how many there are, and of what
 */
export function listLead(counted: string, total: number, shown: number, order: ListOrder): string {
  if (shown === total) return `${counted}:`;
  return order === 'newest'
    ? `${counted}, of which the newest ${shown} ${agree(shown, 'is', 'are')}:`
    : `${counted}, of which these ${shown} come closest:`;
}

/** Above a list of what comes close, which may not be all. */
export function nearLead([, many]: readonly [string, string]): string {
  return `These ${many} come closest to that:`;
}

/** Questions that are offered to a visitor; the answering reads them like any other. */
export const QUESTIONS = {
  definition: (title: string) => `What is ${title}?`,
  code: (title: string) => `Where is the code for ${title}?`,
  award: (title: string) => `Which award did ${title} receive?`,
  people: (title: string) => `Who are the authors of ${title}?`,
  publication: (title: string) => `Where was ${title} published?`,
  projectsAbout: (theme: string) => `Which projects are about ${theme}?`,
  thesesBy: (owner: string) => `Which theses did ${owner} advise?`,
};
