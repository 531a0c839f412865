import { count, grouped } from '../grammar.ts';

/** The texts of the pages that need no scripts. A language is one such object. */
export const PAGES = {
  /** For the attribute `lang`. */
  lang: 'en',
  /** Follows "Who is" and precedes "’s research" where the corpus names no researcher. */
  unnamed: 'this researcher',
  askAbout: (researcher: string | null) => `Ask about ${researcher ?? 'this research'}`,
  /** What visitors are told of the journal. */
  privacy: (days: number) =>
    `Questions are kept for ${count(days, 'day', 'days')} to find out what this profile lacks, without e-mail addresses, telephone numbers and the like, and without who asked.`,
  sources: 'Sources',
  publications: 'Publications',
  related: 'Related',

  /** What can be asked of a profile that has such things, on the home page. */
  examples: {
    forVisitors: 'For visitors',
    forStudents: 'For students',
    forApiUsers: 'For API users',
    who: (researcher: string) => `Who is ${researcher}?`,
    now: (researcher: string) => `What does ${researcher} work on now?`,
    awardedPapers: 'Which papers won awards?',
    awards: (researcher: string) => `Which awards has ${researcher} received?`,
    grants: 'Which grants are there?',
    talks: 'Which talks are there?',
    readFirst: 'What should I read first?',
    theses: 'Which theses were supervised?',
    supervision: (researcher: string) => `Does ${researcher} supervise students?`,
    courses: 'Which courses are there?',
    code: 'List the projects with public code.',
    software: 'Which software is there?',
    howMany: (kind: string) => `How many ${kind} are there?`,
    latest: 'What are the latest publications?',
  },

  answer: {
    extractive: 'Quoted from the profile',
    llm: 'Written by a model, every sentence checked against its quotes',
    llmQuotes: 'Written by a model; its quotes, names and numbers were checked',
    source: (number: number) => `Source ${number}`,
    quotesNote: 'Each quote comes from the profile; the links lead to the work it describes.',
    about: 'About',
    followUps: 'Ask next',
    askAnother: 'Ask another question',
    earlier: 'Earlier in this conversation',
    startOver: 'Start over',
    ask: 'Ask',
    noAnswer: 'No answer',
    noQuestion: 'Please type a question below.',
    tooLong: (length: number, most: number) =>
      `Your question has ${grouped(length)} characters; the limit is ${grouped(most)}. Please shorten it.`,
    badHistory:
      'The conversation so far could not be read, so this page starts a new one. Please ask again.',
    failed: 'Something went wrong on the server. Please try again in a moment.',
  },

  error: {
    notFound: 'Page not found',
    nothingAt: (path: string) => `There is nothing at ${path}.`,
    ask: 'Ask a question',
    sources: 'See all sources',
  },

  sourceList: {
    title: (researcher: string | null) => `Sources · ${researcher ?? 'Research'}`,
    description: (researcher: string | null) =>
      `Everything this site knows about the work of ${researcher ?? 'this researcher'}.`,
    lede: 'Every answer is based on these sources. For programs, there are also:',
    bibtex: 'BibTeX of all publications',
  },

  source: {
    title: (title: string, researcher: string | null) => `${title} · ${researcher ?? 'Research'}`,
    aboutWork: 'This text is from the profile, not from the publication itself:',
    nextInList: 'More of the same kind',
    newer: 'Newer:',
    older: 'Older:',
    cite: 'Cite this',
    bibtexFile: 'BibTeX file',
    risFile: 'RIS file',
  },

  /** Labels of what is known about a source, on its page and in its Markdown. */
  facts: {
    kind: 'Kind',
    shortName: 'Short name',
    authors: 'Authors',
    published: 'Published',
    whereAndWhen: 'Where and when',
    otherNames: 'Other names',
    pronouns: 'Pronouns',
    role: 'Role',
    doi: 'DOI',
    arxiv: 'arXiv',
    awards: 'Awards',
    topics: 'Topics',
    asOf: 'As of',
    links: 'Links',
    /** A link to the best page, if a source has no other links. */
    page: 'Page',
    thisPage: 'This page',
  },
};

/** What another language provides. */
export type PageTexts = typeof PAGES;
