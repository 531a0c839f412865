import type { Act, Want } from '../../../answer/types.ts';

/** What the assistant says of itself, of lists, and where it has no answer. */

/** Above a list whose members the corpus does not count in a sentence of its own. */
export function countLead(
  count: number,
  [one, many]: readonly [string, string],
  shown: number,
): string {
  const things = `${count} ${count === 1 ? one : many}`;
  return shown < count ? `${things}; the newest ${shown} are:` : `${things}:`;
}

/** Above a list of what is near, which may not be all. */
export function nearLead(many: string): string {
  return `The ${many} closest to that are:`;
}

/** Answers to what asks for nothing. */
const TALK: Partial<Record<Act, (name: string) => string>> = {
  greet: (name) =>
    `Hello! I answer questions about the research of ${name}, and every sentence comes with its source.`,
  thank: () => "You're welcome! Ask me anything else you'd like to know.",
  goodbye: () => 'Goodbye! Come back anytime.',
  acknowledge: () => 'Is there anything else you would like to know?',
  'about-assistant': (name) =>
    `I'm an automated assistant for questions about the research of ${name}: projects, publications, theses, and career. I only say what the profile supports, and I show the passage behind each sentence.`,
  'small-talk': (name) =>
    `I'm an automated assistant, so I'm best at questions about the research of ${name}.`,
  complain: () =>
    "I'm sorry that wasn't helpful. Tell me what you're looking for, and I'll try again.",
  provoke: (name) => `I'd rather stick to the research of ${name}. What would you like to know?`,
  introduce: (name) =>
    `Nice to meet you! What would you like to know about the research of ${name}?`,
  remark: (name) =>
    `Thanks for telling me. What would you like to know about the research of ${name}?`,
};

export function talkText(act: Act, name: string, questions: readonly string[]): string {
  const text = (TALK[act] ?? TALK['small-talk'])?.(name) ?? '';
  if (questions.length === 0 || act === 'goodbye' || act === 'thank') return text;
  return `${text} You could ask:\n\n${questions.map((question) => `- ${question}`).join('\n')}`;
}

/** The researcher where the corpus names nobody. */
export const SOMEBODY = 'the researcher';

export function outOfScopeText(name: string): string {
  return `I can only help with questions about the work of ${name}.`;
}

/** What the profile tells of a thing, by what it gives. */
const TOLD: Partial<Record<Want, string>> = {
  definition: 'what it is',
  authors: 'who is behind it',
  venue: 'when and where it appeared',
  award: 'which award it received',
  code: 'where its code is',
};

/** That something is not told, and what is. */
export function notToldText(
  name: string,
  about: { readonly title: string; readonly gives: readonly Want[] } | null,
  near: readonly string[],
  contact: string | null,
): string {
  const parts: string[] = [];
  if (about) {
    const told = about.gives.flatMap((want) => TOLD[want] ?? []);
    parts.push(`I couldn't find that in the profile.`);
    if (told.length > 0) parts.push(`About ${about.title}, it does tell ${joined(told)}.`);
  } else {
    parts.push(`I couldn't find that in the profile of ${name}.`);
    if (near.length > 0) parts.push(`It does describe ${joined(near)}.`);
  }
  if (contact) parts.push(`For anything else, see ${contact}.`);
  return parts.join(' ');
}

export function askBackText(choices: readonly string[]): string {
  return `Do you mean ${joined(choices, ' or ')}?`;
}

function joined(list: readonly string[], last = ' and '): string {
  return list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')}${last}${list.at(-1)}`;
}

/** Questions about a thing that its record answers. */
export const QUESTIONS: Partial<Record<Want, (title: string) => string>> = {
  definition: (title) => `What is ${title}?`,
  code: (title) => `Where is the code of ${title}?`,
  award: (title) => `Which award did ${title} receive?`,
  authors: (title) => `Who wrote ${title}?`,
  venue: (title) => `Where was ${title} published?`,
};

export const SUGGESTIONS = {
  topic: (topic: string) => `Which projects are about ${topic}?`,
  theses: (name: string) => `Which theses did ${name} advise?`,
};
