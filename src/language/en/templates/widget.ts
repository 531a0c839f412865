// All that a visitor is told by the widget and on the page of an answer. Another language is one such
// file, and its line in `language/languages.ts`.

/** What the widget says at once. `{…}` is filled in by the widget; a page may replace any of these. */
export const widget = {
  language: 'en',
  heading: 'Ask about {researcher}’s research',
  headingUnnamed: 'Ask about this research',
  introduction: 'Every sentence of an answer is backed by a quote you can check.',
  placeholder: 'Ask a question',
  question: 'Your question',
  suggestions: 'Suggested questions',
  conversation: 'Conversation',
  open: 'Ask a question',
  close: 'Close',
  send: 'Send',
  stop: 'Stop',
  clear: 'New conversation',

  asked: 'You asked:',
  answered: 'Answer:',
  answering: 'Answering…',
  slow: 'This takes longer than usual. The service is still working on it…',
  waiting: 'Waiting for the service. If it is open in many tabs, closing some helps…',
  ready: 'Answer ready, {count} sources',
  readyOne: 'Answer ready, 1 source',
  readyNone: 'Answer ready, no sources',
  stopped: 'Stopped.',
  retry: 'Try again',
  retryIn: 'Try again in {seconds} s',

  showAll: 'Show all {count}',
  source: 'Source {index}: {title}',
  sources: 'Sources',
  asOf: 'as of {date}',
  extractive: 'Quoted from the profile',
  llm: 'Written by a model, every sentence checked against its quotes',
  llmQuotes: 'Written by a model; its quotes, names and numbers were checked',

  offline: 'You seem to be offline. Your question is saved.',
  unreachable: 'The service can’t be reached right now.',
  notAllowed: 'This page isn’t allowed to use the service yet. Its owner can change that.',
  noService:
    'The service isn’t at this address. The owner of this page can set the right `endpoint`.',
  silent: 'The service hasn’t responded for a while.',
  rateLimited: 'Too many questions in a short time. Please try again in a minute.',
  rateLimitedFor: 'Too many questions in a short time. Please try again in {seconds} s.',
  refused: 'The service couldn’t accept this question. Please try rephrasing it.',
  server: 'Something went wrong on the server. Please try again.',
};

/** What is said once there is an answer: in and below it, and in the card of a source. */
export const later = {
  profileWords: 'From the profile',
  about: 'About',
  how: 'How was this found?',
  understood: 'Your question was understood as:',
  foundQuotes: 'The answer is based on these passages, quoted word for word:',
  foundNothing: 'The profile was searched, but nothing in it answers this question.',
  howExtractive:
    'The answer is made up of sentences from the profile. No language model was involved.',
  howLlm:
    'A language model wrote the answer from these passages. Sentences that failed the check were left out.',
  copy: 'Copy with references',
  cite: 'Copy BibTeX',
  notThePaper: 'In the profile’s words, not those of the publication.',
  since: 'since {date}',
  pages: 'pages {pages}',
  others: '{count} more',
  comparison: 'Comparison',
  published: 'Published',
  people: 'People',
  awards: 'Awards',
  said: 'In the profile',
  links: 'Links',
  copyQuote: 'Copy quote',
  showInSource: 'Show in source',
  copied: 'Copied',
  copyFailed: 'Your browser doesn’t allow copying.',
  helpful: 'Helpful',
  unhelpful: 'Not helpful',
  why: 'What was wrong?',
  incorrect: 'It’s incorrect',
  incomplete: 'Something is missing',
  offTopic: 'Not what I asked',
  unclear: 'Hard to understand',
  comment: 'In your words (optional)',
  sendComment: 'Send',
  thanks: 'Thanks for your feedback.',
};

/** The texts of the widget in one language; every language has to supply all of them. */
export type WidgetStrings = Readonly<Record<keyof typeof widget, string>>;
export type LaterStrings = Readonly<Record<keyof typeof later, string>>;

/**
 * For the owner, in the console of the browser.
 * @param origin of the page that asked; "null" for a file and for a sandboxed frame
 */
export function notAllowedHint(endpoint: string, origin: string): string {
  const remedy =
    origin === 'null'
      ? 'Open the page from a web server, and a frame with sandbox="allow-same-origin".'
      : `Set ALLOWED_ORIGINS=${origin} in its settings and restart it.`;
  return `ask-the-researcher: ${endpoint} does not answer pages of ${origin}. ${remedy}`;
}

/** For the owner, in the console of the browser. */
export function noServiceHint(endpoint: string): string {
  return `ask-the-researcher: ${endpoint} is not the service. Tell the element where it is: <ask-the-researcher endpoint="https://your-host">`;
}
