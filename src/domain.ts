/** The vocabulary of the project, used by every part: types only, no imports. */

export interface Link {
  /** Begins with the role of the page: "Paper", "PDF", "Code on GitLab", "Slides", … */
  readonly label: string;
  readonly url: string;
}

/** What a source is about. `corpus/kinds.ts` says what each kind means. */
export type SourceKind =
  | 'person'
  | 'position'
  | 'education'
  | 'project'
  | 'paper'
  | 'book'
  | 'edited-volume'
  | 'chapter'
  | 'review'
  | 'report'
  | 'thesis'
  | 'patent'
  | 'software'
  | 'dataset'
  | 'standard'
  | 'talk'
  | 'poster'
  | 'course'
  | 'tutorial'
  | 'grant'
  | 'award'
  | 'service'
  | 'student'
  | 'theme'
  | 'media'
  | 'news'
  | 'supervision'
  | 'page'
  | 'text'
  | 'list';

/** The type of a paper, which decides how it is cited. */
export type Subtype = 'journal' | 'conference' | 'workshop' | 'preprint';

/** One record of the corpus. A `text` is a plain file; a `list` is derived from the other sources. */
export interface Source {
  readonly id: string;
  readonly kind: SourceKind;
  /** The short name by which people ask for it. */
  readonly title: string;
  /** The title as printed on the publication. */
  readonly fullTitle?: string | undefined;
  /** Other names for it; found like the title. */
  readonly aliases: readonly string[];
  readonly summary?: string | undefined;
  /** The best page about it. */
  readonly url?: string | undefined;
  readonly links: readonly Link[];
  /**
   * Its people in order, by full name: authors of a publication, inventors of a patent, speakers of a
   * talk, investigators of a grant.
   */
  readonly people: readonly string[];
  /**
   * `people` as the file writes them, in the same order: "Family, Given" and "{A Group}" say more about
   * the parts of a name than its displayed form. Absent if all are written as displayed.
   */
  readonly writtenNames?: readonly string[] | undefined;
  readonly venue?: string | undefined;
  readonly year?: number | undefined;
  readonly doi?: string | undefined;
  readonly arxiv?: string | undefined;
  /** First and last page in the proceedings, as "321-339". */
  readonly pages?: string | undefined;
  readonly awards: readonly string[];
  readonly topics: readonly string[];
  /** Ids of other sources. */
  readonly related: readonly string[];
  /** Ways a visitor might ask for it: indexed with the text, never shown. */
  readonly asks: readonly string[];
  /** The date at which facts that age were true: "2026-01" or "2026-01-31". */
  readonly asOf?: string | undefined;
  /** For papers only. */
  readonly subtype?: Subtype | undefined;
  /** When it happened or appeared: "2024", "2024-05" or "2024-05-17". It implies `year`. */
  readonly date?: string | undefined;
  /** First and last year, month or day. Without an end, or with the end "present", it is ongoing. */
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  /** Where it was held, or where a person works: "Lund", "Lund, Sweden". */
  readonly place?: string | undefined;
  /** The employer, university, company or committee. */
  readonly organization?: string | undefined;
  /** A person's role there: "Assistant Professor", "Principal investigator", "Reviewer". */
  readonly role?: string | undefined;
  /** "PhD", "MSc in Physics" */
  readonly degree?: string | undefined;
  /** Who advised or supervised, by full name. */
  readonly advisors?: readonly string[] | undefined;
  /** Who edited the volume, by full name. */
  readonly editors?: readonly string[] | undefined;
  /** Who pays for it. */
  readonly funder?: string | undefined;
  /** How much money, with its currency: "EUR 300,000". */
  readonly amount?: string | undefined;
  /** The number of a patent, report, standard, grant or course. */
  readonly number?: string | undefined;
  /** "granted", "pending", "to appear", "active" */
  readonly status?: string | undefined;
  /** "Spring 2024" */
  readonly term?: string | undefined;
  /** The conference, seminar or festival at which it was given or shown. */
  readonly event?: string | undefined;
  readonly publisher?: string | undefined;
  /** Of a journal or a series; `issue` is the number within the volume. */
  readonly volume?: string | undefined;
  readonly issue?: string | undefined;
  readonly isbn?: string | undefined;
  /** What a review is about. */
  readonly reviewed?: string | undefined;
  readonly version?: string | undefined;
  /** "MIT", "CC BY 4.0" */
  readonly license?: string | undefined;
  /** Of a person: whether the corpus is about him or her. */
  readonly owner?: boolean | undefined;
  /** "she/her" */
  readonly pronouns?: string | undefined;
  /** The address of a picture. */
  readonly photo?: string | undefined;
  /** Markdown: the prose of the file, then the facts from its front matter. */
  readonly body: string;
}

/** Half-open range of UTF-16 code units: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The subject of a sentence derived from front matter; `publication` says what it is, where and when. */
export type Facet = 'publication' | 'people' | 'award' | 'code' | 'identifier' | 'link';

/** A sentence, list item or line that can be quoted by itself. */
export interface Sentence extends Span {
  readonly facet?: Facet | undefined;
  /** Whether it is a row of a table: "Year: 2024; Students: 61." */
  readonly isRow?: boolean | undefined;
  /** The question in the text that it answers: used to find it, never shown with it. */
  readonly asked?: string | undefined;
}

/** A piece of a source; `source.body.slice(start, end) === text`. */
export interface Passage extends Span {
  /** `<sourceId>#<ordinal>`, counted from 1. */
  readonly id: string;
  readonly sourceId: string;
  /** The headings above it, outermost first. */
  readonly headings: readonly string[];
  readonly text: string;
  /** Offsets into `text`. */
  readonly sentences: readonly Sentence[];
}

/** A vector of length `dimensions`, L2 norm 1. */
export type Vector = Float32Array;

/** A passage found for a question. */
export interface Hit {
  readonly passage: Passage;
  readonly source: Source;
  /** Comparable within one result only; higher is better. */
  readonly score: number;
  /** Why it was found: rank from 1 in each list, and whether the question names its source. */
  readonly why: {
    readonly keywordRank?: number | undefined;
    readonly vectorRank?: number | undefined;
    /** Cosine of question and passage, −1 to 1. */
    readonly cosine?: number | undefined;
    readonly named: boolean;
  };
}

export interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

export type Conversation = readonly Message[];

/** What supports a statement: verbatim text of a passage. */
export interface Citation {
  /**
   * The number in the marker `[n]`, from 1 in order of appearance. Numbers that the quoted text itself
   * has in brackets are skipped.
   */
  readonly index: number;
  readonly sourceId: string;
  readonly passageId: string;
  readonly title: string;
  readonly heading: string;
  /** `source.body.slice(start, end)` */
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  /** The best page to open, or null if the corpus has none. */
  readonly url: string | null;
  readonly links: readonly Link[];
  /** When what the source says of its time was true; absent where it does not age. */
  readonly asOf?: string | undefined;
}

/** A record that an answer tells of, with what a card, a column or an entry of a timeline shows of it. */
export interface LaidOutItem
  extends Pick<
    Source,
    | 'kind'
    | 'title'
    | 'fullTitle'
    | 'people'
    | 'venue'
    | 'event'
    | 'organization'
    | 'publisher'
    | 'place'
    | 'year'
    | 'date'
    | 'start'
    | 'end'
    | 'pages'
    | 'role'
    | 'degree'
    | 'awards'
    | 'links'
    | 'asOf'
  > {
  readonly sourceId: string;
  /** The best page about it, or null if the corpus has none. */
  readonly url: string | null;
  /** The name of the researcher among `people`. */
  readonly researcher?: string | undefined;
  /** What the answer says of it: Markdown with markers. */
  readonly text: string;
  /** Whether `text` says no more than the other fields, so that a card need not repeat it. */
  readonly isTold: boolean;
}

/**
 * A part of an answer that can be shown as cards, as a table or as a timeline. The text of the answer
 * says the same; each sentence of the part is that of an item, or stands in `rest`.
 */
export interface Layout {
  readonly type: 'works' | 'comparison' | 'timeline';
  /** The part is `answer.slice(start, end)`. */
  readonly start: number;
  readonly end: number;
  readonly items: readonly LaidOutItem[];
  /** What the part says of none of them alone: Markdown with markers; may be empty. */
  readonly rest: string;
  /** How many there are, where the answer names only the first. */
  readonly total?: number;
  /** The page that lists them all, below the address of the service: "publications?venue=SOSP". */
  readonly allAt?: string;
}

export type AnswerMode = 'extractive' | 'llm';
/**
 * How the sentences of a model were checked: a model read each with its quotes alone, or the quotes
 * were found in their passages, with every name, number and address of the sentence.
 */
export type SentenceCheck = 'model' | 'quotes';
export type AnswerStatus = 'answered' | 'not_covered';
/**
 * Why a question is not answered: it is about the researcher but not covered, it is about something
 * else, or it could be about several things and the visitor is asked which.
 */
export type RefusalReason = 'not_in_corpus' | 'out_of_scope' | 'ambiguous';

/**
 * Why a model did not write an answer, or not all of it. `unsupported`: no quote
 * supports anything that it wrote. `unchecked`: the check by model gave no verdict. `budget`: the
 * budget of the day is used up, or so nearly that a smaller model wrote. `circuit_open`: the model
 * failed so often that it is not asked for a while. `length`, `content_filter` and `refusal` are the provider's words for its end.
 */
export type FallbackReason =
  | 'timeout'
  | 'unreachable'
  | 'rate_limited'
  | 'key_refused'
  | 'request_refused'
  | 'provider_failed'
  | 'stream_broken'
  | 'length'
  | 'content_filter'
  | 'refusal'
  | 'empty'
  | 'unchecked'
  | 'budget'
  | 'circuit_open'
  | 'unsupported';

export interface Answer {
  readonly id: string;
  readonly status: AnswerStatus;
  /** For `not_covered` only. */
  readonly reason?: RefusalReason;
  readonly mode: AnswerMode;
  /** Of `llm` answers only. */
  readonly check?: SentenceCheck;
  /** Of `llm` answers only: which wording of the prompts it was written with. */
  readonly promptVersion?: number;
  /** Only where a chat model was asked and did not write all of the answer. */
  readonly fallback?: FallbackReason;
  /** The question as understood, complete without the conversation. */
  readonly question: string;
  /** Markdown with markers `[n]`; a bracketed number that is not a citation's index is text of the source. */
  readonly answer: string;
  readonly citations: readonly Citation[];
  /** In the order of the text; absent where text is all there is. */
  readonly layouts?: readonly Layout[];
  readonly followUps: readonly string[];
}

/** What a request in a message was taken to ask, complete without the conversation, and what came of it. */
export interface TakenReading {
  readonly question: string;
  readonly outcome: 'answered' | 'declined' | 'asked-back';
}

/**
 * The stream behind every interface: citations before the text that uses them, and one `end` last.
 * Its readings are for the journal, and shown by no interface.
 */
export type AnswerEvent =
  | { readonly type: 'citation'; readonly citation: Citation }
  | { readonly type: 'text-delta'; readonly text: string }
  | {
      readonly type: 'end';
      readonly answer: Answer;
      readonly readings?: readonly TakenReading[];
    };

/** Turns texts into vectors, in order. */
export interface Embedder {
  /** Names the model in the index's manifest. */
  readonly model: string;
  readonly dimensions: number;
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Vector[]>;
}

/** What the reader is shown of a passage: all of it, or the sentences that matter, in order. */
export interface ReaderPassage {
  readonly title: string;
  /** Empty where there is none. */
  readonly heading: string;
  readonly sentences: readonly string[];
}

/** Probabilities of what a message does and of what it wants, by label. */
export interface MessageLabels {
  readonly acts: ReadonlyMap<string, number>;
  readonly wants: ReadonlyMap<string, number>;
}

/** Tells of each sentence whether it answers a question, in the light of the sentences around it. */
export interface Reader {
  readonly model: string;
  /**
   * One logit for each sentence of each passage: 0 is even odds, higher is likelier. Comparable
   * between passages and between questions.
   */
  read(
    question: string,
    passages: readonly ReaderPassage[],
    signal?: AbortSignal,
  ): Promise<number[][]>;
  /** What messages do and want, names replaced by stand-ins; absent where the model was not taught it. */
  label?(texts: readonly string[], signal?: AbortSignal): Promise<MessageLabels[]>;
}

export interface ChatPrompt {
  readonly system: string;
  readonly messages: readonly Message[];
}

/** As the provider counts them. */
export interface TokenUsage {
  readonly inputTokens: number;
  /** Thoughts included. */
  readonly outputTokens: number;
}

/** Yields pieces of text as the model writes them. */
export interface ChatModel {
  readonly model: string;
  /** Whether a smaller model stands in for it, to save money. */
  isReduced?(): boolean;
  /** @param onUsage told once, if the provider says what a call used */
  generate(
    prompt: ChatPrompt,
    signal: AbortSignal,
    onUsage?: (usage: TokenUsage) => void,
  ): AsyncIterable<string>;
}

export interface ChatRequest {
  readonly question: string;
  readonly history: Conversation;
}

/** What a visitor thought of an answer. A later one about the same answer replaces it. */
export interface Feedback {
  readonly answerId: string;
  readonly question: string;
  readonly rating: 'up' | 'down';
  /** Empty for `up`, and until the visitor chooses some. */
  readonly reasons: readonly ('incorrect' | 'incomplete' | 'off-topic' | 'unclear')[];
  /** What else the visitor says of it; for `down` only. */
  readonly comment?: string | undefined;
}

/** The stages of answering a question, in order; not every question goes through all. */
export type Stage =
  | 'resolve'
  | 'embed'
  | 'keyword'
  | 'vector'
  | 'fuse'
  | 'read'
  | 'answer'
  | 'check';
/** Milliseconds by stage. */
export type Timings = { readonly [stage in Stage]?: number };
/** Receives how long a stage took. Times of the same stage add up. */
export type RecordTiming = (stage: Stage, milliseconds: number) => void;

export interface ServiceStatus {
  /** Names the content of the index that answers. */
  readonly index: string;
  readonly sources: number;
  readonly passages: number;
  /** The embedder's model, or null when the service searches by keywords only. */
  readonly embedder: string | null;
  /** The reader's model, or null when answers are chosen without one. */
  readonly reader: string | null;
  /** The chat model, or null when it answers extractively. */
  readonly chatModel: string | null;
  /** How many days what is asked is kept for the owner; absent where it is not kept. */
  readonly keepDays?: number;
}

/** What the interfaces need; created by `service.ts`. */
export interface Service {
  /** The name of the person the corpus is about, or null if it has none. */
  readonly researcher: string | null;
  readonly sources: readonly Source[];
  /** The passages of a source in order; none for an unknown id. */
  passagesOf(sourceId: string): readonly Passage[];
  readonly status: ServiceStatus;
  /** Three questions that the corpus can answer. */
  readonly suggestions: readonly string[];
  ask(request: ChatRequest, signal: AbortSignal, record?: RecordTiming): AsyncIterable<AnswerEvent>;
  search(
    query: string,
    limit: number,
    signal: AbortSignal,
    record?: RecordTiming,
  ): Promise<readonly Hit[]>;
  /** The vectors of texts, to compare them; null where the service searches by keywords only. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Vector[] | null>;
}
