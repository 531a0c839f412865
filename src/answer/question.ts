import type { Conversation } from '../domain.ts';
import { wordsOf } from '../text/words.ts';
import { asksForFacet, type Intent, isSubject, readIntent } from './intent.ts';
import type { Mention, NameIndex } from './names.ts';

/** A question that stands alone, and what it names and wants. */
export interface Understanding {
  readonly question: string;
  readonly mentions: readonly Mention[];
  readonly intent: Intent;
}

const CONTINUES = /^(and|but|or|so|also|then|ok(ay)?|what about|how about)\b[\s,]*/i;
const SHIFTS = /^(and |but |or |so |then |ok(ay)?,? )*((what|how) about|and|or)\b[\s,]*/i;
const ASKS_ON =
  /^(please )?(tell me more|say more|more( details?| info(rmation)?)?|go on|continue|elaborate|why( is that| so)?|how so|how|who|when|where|which( ones?)?|for example|examples?|what else|anything else|and)( please)?[\s?.!]*$/i;
const THING =
  '(?:paper|papers|thesis|theses|project|projects|system|systems|work|works|tool|tools|book|publication|publications|framework|award|benchmark|topic|dataset|study|idea|technique|approach|article|standard)';
const DEMONSTRATIVE = new RegExp(`\\b(?:this|that|these|those)(?: same)? (${THING})\\b`, 'i');
const DEFINITE = new RegExp(`\\b(?:the|its) (?:${THING}|code|authors?|source)\\b`, 'i');
const PLURAL = /\b(they|them|their|theirs|these|those|both)\b/i;
// "that" and "this" stand for something only where no noun or clause follows.
const PRONOUN =
  /\b(it|its|itself|they|them|their|theirs|both)\b|\b(?:this|that|these|those)\b(?=\s*(?:[?.!,]|$|(?:is|was|are|were|do|does|did|has|have|had|work|works|mean|means)\b))/i;
const OF_THOSE = /\b(?:which|what|how many|any|some|one|all) of (?:those|these|them)\b/i;
const HE = /\b(he|him|his|she|her|hers)\b/i;

/**
 * Makes a question stand alone: what it leaves out or points to is taken from the last turns, of
 * both sides. A question that names a subject of its own is left as it is.
 */
export function understand(asked: string, history: Conversation, names: NameIndex): Understanding {
  const question = resolve(names.correct(asked.trim()), history, names);
  const mentions = names.find(question);
  return { question, mentions, intent: readIntent(question, mentions, names.isKnown) };
}

function resolve(question: string, history: Conversation, names: NameIndex): string {
  const lastUser = history.findLastIndex((message) => message.role === 'user');
  if (lastUser < 0) return question;
  const own = names.find(question).filter(isSubject);
  const previous = () =>
    resolve(plain(history[lastUser]?.content ?? ''), history.slice(0, lastUser), names);

  if (own.length > 0 && SHIFTS.test(question)) {
    const rest = withoutMentions(question.replace(SHIFTS, ''), names);
    if (rest.length === 0) return shiftSubject(previous(), own, names);
  }
  if (OF_THOSE.test(question)) {
    return `${previous().replace(/[\s?.!]+$/, '')}: ${question.replace(CONTINUES, '')}`;
  }
  if (own.length > 0)
    return question.replace(CONTINUES, (lead) => (/about/i.test(lead) ? lead : ''));

  const pointsBack =
    PRONOUN.test(question) ||
    DEMONSTRATIVE.test(question) ||
    CONTINUES.test(question) ||
    ASKS_ON.test(question) ||
    (!HE.test(question) && (DEFINITE.test(question) || asksForFacet(question)));
  if (!pointsBack) return question;
  const subject = subjectOf(history, names, PLURAL.test(question));
  if (subject.length === 0) return question;
  return insert(question, subject);
}

/** What the conversation is about: what the user named last, else what the last reply named first. */
function subjectOf(history: Conversation, names: NameIndex, isPlural: boolean): string[] {
  for (let i = history.length - 1; i >= 0; i--) {
    const message = history[i];
    if (!message) continue;
    const named = unique(names.find(plain(message.content)).filter(isSubject));
    const before = history[i - 1];
    // A question is before its reply: what the user named outweighs what the reply mentions.
    if (message.role === 'assistant' && before?.role === 'user') {
      const asked = unique(names.find(plain(before.content)).filter(isSubject));
      if (asked.length > 0 && !(isPlural && asked.length === 1 && named.length > 1)) {
        return isPlural ? asked : asked.slice(-1);
      }
    }
    if (named.length > 0) return isPlural ? named.slice(0, 4) : pick(named, message.role);
  }
  return [];
}

function pick(named: readonly string[], role: 'user' | 'assistant'): string[] {
  return role === 'user' ? named.slice(-1) : named.slice(0, 1);
}

/** Puts the subject where the question points to it, or at its end. */
function insert(question: string, subject: readonly string[]): string {
  const name = subject.join(' and ');
  const body = question.replace(CONTINUES, '');
  const start = body === '' ? question : body;
  if (DEMONSTRATIVE.test(start)) return start.replace(DEMONSTRATIVE, `the $1 of ${name}`);
  if (/\b(its|their|theirs)\b/i.test(start)) {
    return start.replace(/\b(its|their|theirs)\b/i, `${name}'s`);
  }
  if (PRONOUN.test(start)) return start.replace(PRONOUN, name);
  const end = /[\s?.!]*$/.exec(start)?.[0].trim() ?? '';
  return `${start.replace(/[\s?.!]+$/, '')} (${name})${end}`;
}

/** The previous question, asked of another subject: "Where was A published?", "And B?". */
function shiftSubject(previous: string, own: readonly Mention[], names: NameIndex): string {
  const before = names.find(previous).filter(isSubject);
  const first = before[0];
  const last = before.at(-1);
  const name = unique(own).join(' and ');
  if (!first || !last) return `What is ${name}?`;
  return `${previous.slice(0, first.start)}${name}${previous.slice(last.end)}`;
}

function withoutMentions(text: string, names: NameIndex): string[] {
  const mentions = names.find(text);
  return wordsOf(text)
    .filter((word) => !mentions.some((m) => word.start >= m.start && word.end <= m.end))
    .map((word) => word.form)
    .filter((form) => !['the', 'a', 'an', 'please', 'then', 'that', 'of'].includes(form));
}

function unique(mentions: readonly Mention[]): string[] {
  return [...new Set(mentions.map((mention) => mention.name))];
}

/** A turn without its markers, which mean nothing now, and without Markdown's emphasis. */
function plain(content: string): string {
  return content.replace(/\[\d+\]/g, '').replace(/[*_`]/g, '');
}
