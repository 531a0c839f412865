/** Everything the widget says. `{…}` is filled in by the widget; a page may replace any of these. */
export const english = {
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
  ready: 'Answer ready, {count} sources',
  readyOne: 'Answer ready, 1 source',
  readyNone: 'Answer ready, no sources',
  stopped: 'Stopped.',
  retry: 'Try again',
  retryIn: 'Try again in {seconds} s',

  source: 'Source {index}: {title}',
  sources: 'Sources',
  profileWords: 'From the profile',
  about: 'About',
  extractive: 'Quoted from the profile',
  llm: 'Written by a model, every sentence checked against its quotes',
  llmQuotes: 'Written by a model; its quotes, names and numbers were checked',
  how: 'How was this found?',
  understood: 'Your question was understood as:',
  foundQuotes: 'The answer is based on these passages, quoted word for word:',
  foundNothing: 'The profile was searched, but nothing in it answers this question.',
  howExtractive:
    'The answer is made up of sentences from the profile. No language model was involved.',
  howLlm:
    'A language model wrote the answer from these passages. Sentences that failed the check were left out.',
  copy: 'Copy with references',
  cite: 'Cite this (BibTeX)',
  copied: 'Copied',
  copyFailed: 'Your browser doesn’t allow copying.',

  helpful: 'Helpful',
  unhelpful: 'Not helpful',
  why: 'What was wrong?',
  incorrect: 'It’s incorrect',
  incomplete: 'Something is missing',
  offTopic: 'Not what I asked',
  unclear: 'Hard to understand',
  thanks: 'Thanks for your feedback.',

  offline: 'You seem to be offline. Your question is saved.',
  unreachable: 'The service can’t be reached right now.',
  silent: 'The service hasn’t responded for a while.',
  rateLimited: 'Too many questions in a short time. Please try again in a minute.',
  rateLimitedFor: 'Too many questions in a short time. Please try again in {seconds} s.',
  refused: 'The service couldn’t accept this question. Please try rephrasing it.',
  server: 'Something went wrong on the server. Please try again.',
};

/** The texts of the widget in one language; every language has to supply all of them. */
export type WidgetStrings = Readonly<Record<keyof typeof english, string>>;

/**
 * For the owner, in the console of the browser.
 * @param origin of the page that asked
 */
export function noReplyHint(endpoint: string, origin: string): string {
  return `ask-the-researcher: no reply from ${endpoint}. If the service is running, it may not allow requests from this site: set ALLOWED_ORIGINS=${origin} in its settings.`;
}
