import type { Facet } from '../../../domain.ts';
import { agree, joinNames } from '../grammar.ts';

/** What stands for the name of the person whom the profile is about where it names none. */
export const NAMELESS_RESEARCHER = 'the researcher';

/**
 * What a message that asks for nothing in the profile gets, by what it does; the next one where the
 * first was said before.
 */
export const SMALL_TALK = {
  greeting: (name: string) => [
    `Hello! Ask me about the research of ${name}, and I'll show you where each answer comes from.`,
    `Hello again! What would you like to know about ${name}?`,
  ],
  introduced: (name: string) => [
    `Nice to meet you! What would you like to know about the work of ${name}?`,
    'Good to know, thanks. What can I look up for you?',
  ],
  noted: (name: string) => [
    `Got it. What else would you like to know about ${name}?`,
    'All right. Is there anything else you want me to look up?',
  ],
  thanks: (name: string) => [
    `You're welcome! I'm here if you have more questions about the research of ${name}.`,
    'Happy to help!',
  ],
  farewell: (name: string) => [
    `Goodbye! Come back anytime with a question about the research of ${name}.`,
  ],
  self: (name: string) => [
    `I'm an automated assistant, not a person. I answer questions about the research of ${name} – projects, publications, theses, career – and show the passage that supports each sentence. If something isn't in the profile, I'll say so.`,
    `As I said, I'm a program: I look things up in the profile of ${name} and quote them. Nothing I say comes from anywhere else.`,
  ],
  chat: (name: string) => [
    `I'm only good at one subject, the work of ${name}, but there I'm glad to help. What would you like to know?`,
    `That's beyond me. Ask me something about ${name} instead?`,
  ],
  sorry: (name: string) => [
    `Sorry, that wasn't what you were after. Tell me in other words what you'd like to know about ${name}, or pick one of the questions below.`,
    "I still don't have it, then. It may not be in the profile; one of the questions below may get you closer.",
  ],
  calm: (name: string) => [
    `Fair enough. I can only tell you what is in the profile of ${name}, and I show the passage for every sentence, so you can judge for yourself.`,
    "I'll leave that to you. If there's something in the profile you'd like to check, just ask.",
  ],
};

/** Above what was shown before, where somebody doubts it. */
export const CHECKED = 'Here is where the profile says so:';
/** Above the first sentence of each reply. */
export const SUMMED_UP = 'In short, what I told you:';

/**
 * What is said where the profile has no answer and the question names nothing that it describes.
 * @param near what the profile describes that comes close, as text or links
 * @param contact where to turn for the rest; null where there is nowhere
 */
export function untold(name: string, near: readonly string[], contact: string | null): string {
  const parts = [`I couldn't find that in the profile of ${name}.`];
  if (near.length > 0) parts.push(`It does describe ${joinNames(near)}.`);
  if (contact !== null) parts.push(elsewhere(contact));
  return parts.join(' ');
}

/** What is said to a question about something else altogether. */
export function outOfScope(name: string): string {
  return `I can't answer that: it's outside the profile of ${name}, which is all I know.`;
}

/** What is said to a long text that asks nothing. */
export function askOne(name: string): string {
  return `That's a long text, and I don't see a question in it. What would you like to know about ${name}? One short question works best.`;
}

/**
 * What is told of what a question is about, and that this point is not.
 * @param described what the profile describes, as text or links
 * @param told what else it tells of it, as phrases of `TOLD`
 * @param wanted what is not told, as a phrase of `WANTED`; null where that is not clear
 */
export function notTold(
  described: readonly string[],
  told: readonly string[],
  wanted: string | null,
): string {
  return `The profile describes ${joinNames([...described, ...told])}, but not ${wanted ?? 'that'}.`;
}

/** As above for somebody whom the profile only names, with the works that it names them for. */
export function onlyMentioned(
  person: string,
  works: readonly string[],
  wanted: string | null,
): string {
  const more = wanted === null ? 'more about them than that' : wanted;
  return `The profile mentions ${person} in connection with ${joinNames(works)}, but not ${more}.`;
}

/** Behind the answers to what a message asks besides. */
export function alsoUntold(question: string): string {
  return `I couldn't find an answer to “${question}” in the profile.`;
}

export function elsewhere(contact: string): string {
  return `For anything else, see ${contact}.`;
}

/** Asked back where a question points to something that nobody has named. */
export const WHICH_ONE = 'Which one do you mean?';

/** Asked back where a question could be about either. */
export function doYouMean(names: readonly string[]): string {
  return `Do you mean ${joinNames(names, ' or ')}?`;
}

/**
 * What the record of a thing tells, after its name, in this order: "Lantern, who wrote it and where it
 * appeared".
 */
export const TOLD: ReadonlyMap<Facet, (isWritten: boolean) => string> = new Map<
  Facet,
  (isWritten: boolean) => string
>([
  ['people', (isWritten) => (isWritten ? 'who wrote it' : 'who worked on it')],
  ['publication', () => 'where it appeared'],
  ['award', () => 'the awards it won'],
  ['code', () => 'where its code is'],
]);

/** What kind of thing is not told, of a thing or of people or several things. */
export const WANTED: Readonly<Record<string, (of: 'it' | 'they') => string>> = {
  mechanism: (of) => (of === 'it' ? 'how that works in it' : 'how that works'),
  reason: () => 'the reason for that',
  result: () => 'a result on that',
  limit: (of) => `${whose(of)} limits in that respect`,
  difference: (of) => (of === 'it' ? 'how it differs in that' : 'how they differ in that'),
  authors: (of) => `who wrote ${whom(of)}`,
  advisor: (of) => `who advised ${whom(of)}`,
  students: () => 'the students involved',
  'person-other': () => 'who that was',
  employer: (of) => (of === 'it' ? 'the employer' : 'where they work'),
  role: (of) => (of === 'it' ? 'the role' : 'their role'),
  education: (of) => (of === 'it' ? 'the studies behind it' : 'where they studied'),
  career: (of) => (of === 'it' ? 'the career behind it' : 'their career'),
  venue: () => 'where that was',
  date: () => 'when that was',
  period: () => 'how long that took',
  award: (of) => `an award for ${whom(of)}`,
  code: (of) => `where ${whose(of)} code is`,
  link: (of) => `a link to ${whom(of)}`,
  count: () => 'that number',
  quantity: () => 'that number',
  money: () => 'the money involved',
  contact: (of) => (of === 'it' ? 'whom to contact about it' : 'how to reach them'),
  'list-people': () => 'the people involved',
  'list-students': () => 'the students involved',
  'list-awards': (of) => `awards for ${whom(of)}`,
  'list-grants': (of) => (of === 'it' ? 'who funds it' : 'who funds them'),
  'open-problems': () => 'open problems in that',
  language: () => 'the language used',
};

function whose(of: 'it' | 'they'): string {
  return of === 'it' ? 'its' : 'their';
}

function whom(of: 'it' | 'they'): string {
  return of === 'it' ? 'it' : 'them';
}

/**
 * Above a list: "3 talks:", "15 talks, of which the newest 12 are:", "23 topics, of which 12 are:".
 * @param counted how many there are, and of what
 * @param isDated whether the newest come first
 */
export function listLead(counted: string, total: number, shown: number, isDated: boolean): string {
  if (shown === total) return `${counted}:`;
  return `${counted}, of which ${isDated ? 'the newest ' : ''}${shown} ${agree(shown, 'is', 'are')}:`;
}

/** Above the items of a list that were not shown before: "The rest:", "12 of the other 22:". */
export function restLead(shown: number, left: number): string {
  if (shown < left) return `${shown} of the other ${left}:`;
  return left === 1 ? 'The last one:' : `The other ${left}:`;
}

/** Above the sentences of works that are to be cited. */
export function citationLead(bibtex: string): string {
  return `Here is the BibTeX:\n\n\`\`\`bibtex\n${bibtex.trim()}\n\`\`\`\n`;
}

/** Above works in the order in which they are best read. */
export const PATH_LEAD = 'A good way in, in this order:';

/** Above a list of what comes close, which may not be all. */
export function nearLead([, many]: readonly [string, string]): string {
  return `These ${many} come closest to that:`;
}

/** Questions that are offered to a visitor; the answering reads them like any other. */
export const QUESTIONS = {
  definition: (title: string) => `What is ${title}?`,
  mechanism: (title: string) => `How does ${title} work?`,
  code: (title: string) => `Where is the code for ${title}?`,
  award: (title: string) => `Which award did ${title} receive?`,
  people: (title: string) => `Who are the authors of ${title}?`,
  publication: (title: string) => `Where was ${title} published?`,
  projectsAbout: (theme: string) => `Which projects are about ${theme}?`,
  newest: (owner: string) => `What has ${owner} published lately?`,
  position: (owner: string) => `Where does ${owner} work now?`,
  thesesBy: (owner: string) => `Which theses did ${owner} advise?`,
};
