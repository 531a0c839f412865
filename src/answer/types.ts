import type { Passage, Source } from '../domain.ts';
import type { Evidence } from './evidence.ts';
import type { Knowledge } from './knowledge.ts';
import type { Shape, Whole } from './layout.ts';
import type { Mention } from './names.ts';
import type { Statement } from './statement.ts';
import type { Distribution } from './understand/classifier.ts';

/** What a sentence of a message does. The labels stand in `language/en/acts.jsonl`. */
export type Act =
  | 'ask'
  | 'introduce'
  | 'remark'
  | 'reject'
  | 'correct'
  | 'narrow'
  | 'widen'
  | 'continue'
  | 'rest'
  | 'repeat'
  | 'shorten'
  | 'simplify'
  | 'deepen'
  | 'check'
  | 'summarize'
  | 'compare-with'
  | 'thank'
  | 'greet'
  | 'goodbye'
  | 'acknowledge'
  | 'complain'
  | 'provoke'
  | 'small-talk'
  | 'about-assistant'
  | 'instruct';

/** The kind of thing that would answer a request. The labels stand in `language/en/wants.jsonl`. */
export type Want =
  | 'definition'
  | 'mechanism'
  | 'reason'
  | 'result'
  | 'limit'
  | 'difference'
  | 'authors'
  | 'advisor'
  | 'students'
  | 'person-other'
  | 'employer'
  | 'role'
  | 'education'
  | 'career'
  | 'venue'
  | 'date'
  | 'period'
  | 'award'
  | 'code'
  | 'link'
  | 'count'
  | 'quantity'
  | 'money'
  | 'list-works'
  | 'list-people'
  | 'list-students'
  | 'list-awards'
  | 'list-topics'
  | 'list-talks'
  | 'list-courses'
  | 'list-grants'
  | 'list-positions'
  | 'list-service'
  | 'list-software'
  | 'supervision'
  | 'reading'
  | 'timeline'
  | 'biography'
  | 'contact'
  | 'citation'
  | 'open-problems'
  | 'language'
  | 'yes-no'
  | 'latest'
  | 'untold';

/** A message taken apart. */
export interface Turn {
  /** What the message as a whole does: `ask` if anything in it asks. */
  readonly act: Act;
  /** What is asked, each part by itself; where nothing seems to be, the message as one. */
  readonly requests: readonly Request[];
  /** What the visitor says besides: introductions and remarks. */
  readonly context: string;
}

/** One thing that is asked, as it was typed, spelling mended. */
export interface Request {
  readonly text: string;
  readonly acts: Distribution<Act>;
  readonly wants: Distribution<Want>;
  /** The questions that it joins; none if it is one. */
  readonly joined: readonly Request[];
}

/**
 * How a reading came about: as typed; with what it points to filled in; with what the visitor said
 * besides; as the last question, asked of something else; as the last question again; as the last
 * question with this message behind it.
 */
export type Way = 'typed' | 'pointed' | 'context' | 'shifted' | 'again' | 'narrowed';

/** The time of a career that is asked for: now, before, or after. */
export type Time = 'present' | 'earlier' | 'later';

/** What a request could mean, as a question that stands alone. */
export interface Reading {
  readonly way: Way;
  readonly question: string;
  readonly mentions: readonly Mention[];
  /** The sources that it names, in its order. */
  readonly subjects: readonly Source[];
  /** What tells of the section of a text that it points to. */
  readonly passages: readonly Passage[];
  readonly acts: Distribution<Act>;
  readonly wants: Distribution<Want>;
  readonly time: Time | null;
  /** How far it departs from what was typed, from 0. */
  readonly distance: number;
  /** Whether it points to something and does not say what. */
  readonly isDangling: boolean;
}

/** Something that could be said. */
export interface Candidate {
  /** The maker that proposes it, which the choice weighs by itself. */
  readonly maker: string;
  readonly reading: Reading;
  /** What stands above a list: a sentence up to its colon, or a count. */
  readonly lead?: Statement | string | undefined;
  readonly statements: readonly Statement[];
  /** The kinds of things it gives. */
  readonly gives: readonly Want[];
  /** Whether the question has the noun that it is a list of. */
  readonly isAsked?: boolean | undefined;
  /** What a message does that this replies to, where that is not what the reading replies to. */
  readonly acts?: readonly Act[] | undefined;
  /** Further items of a list, beyond those that are shown. */
  readonly more?: readonly Statement[] | undefined;
  /** How it can be shown, besides as text. */
  readonly shape?: Shape | undefined;
  /** What its statements are the first of. */
  readonly whole?: Whole | undefined;
  /** Whether code made it whole from records, so that a model has nothing to add. */
  readonly isComplete: boolean;
}

export type Maker = (evidence: Evidence, knowledge: Knowledge) => readonly Candidate[];
