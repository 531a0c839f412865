import type { ServiceStatus } from '../../../domain.ts';
import { count, dateInWords, grouped } from '../grammar.ts';

/** The texts of the pages that need no scripts. A language is one such object. */
export const PAGES = {
  /** For the attribute `lang`. */
  lang: 'en',
  direction: 'ltr' as 'ltr' | 'rtl',
  language: 'English',
  /** Follows "Who is" and precedes "’s research" where the corpus names no researcher. */
  unnamed: 'this researcher',
  askAbout: (researcher: string | null) => `Ask about ${researcher ?? 'this research'}`,
  related: 'Related',
  date: dateInWords,
  /** "3 publications" */
  works: (number: number) => count(number, 'publication', 'publications'),
  /** "2015–2023" */
  years: (first: number, last: number) => (first === last ? String(first) : `${first}–${last}`),
  /** Behind the first names of many. */
  andMore: (number: number) => `and ${grouped(number)} more`,
  /** Before a number: "volume 12, issue 3, pages 321–339" */
  where: { volume: 'volume', issue: 'issue', pages: 'pages' },
  /** The names of kinds, one and several, where pages say it otherwise than `corpus/kinds.ts`. */
  kinds: {
    journal: ['Journal article', 'Journal articles'],
    conference: ['Conference paper', 'Conference papers'],
    workshop: ['Workshop paper', 'Workshop papers'],
    preprint: ['Preprint', 'Preprints'],
  } as Readonly<Record<string, readonly [one: string, many: string]>>,

  /** The pages of the site, by path. */
  sections: {
    publications: 'Publications',
    topics: 'Topics',
    people: 'People',
    talks: 'Talks',
    teaching: 'Teaching',
    supervision: 'Supervision',
    sources: 'Sources',
  },

  /** On every page. */
  site: {
    name: (researcher: string | null) => researcher ?? 'Ask about this research',
    skip: 'Skip to the content',
    sections: 'Sections',
    /** @param status whose `chatModel` writes the answers, and whose `keepDays` the journal keeps questions */
    privacy: ({ chatModel, keepDays }: Pick<ServiceStatus, 'chatModel' | 'keepDays'>) =>
      [
        keepDays === undefined
          ? 'What you ask is kept in your browser, not on this server.'
          : `Questions are kept for ${count(keepDays, 'day', 'days')} to find out what this profile lacks, without e-mail addresses, telephone numbers and the like, and without who asked.`,
        ...(chatModel === null
          ? []
          : [`What you ask is sent to the language model ${chatModel}, which writes the answers.`]),
      ].join(' '),
    docs: 'API',
    embed: 'Put it on your page',
  },

  home: {
    title: (researcher: string | null) => `Ask about ${researcher ?? 'this researcher'}’s research`,
    description: (researcher: string | null) =>
      `Ask questions about ${researcher ?? 'this researcher'}’s research and get answers backed by quotes you can check.`,
    lede: 'Ask about publications, projects, teaching or people in your own words. Every sentence of an answer is backed by a quote you can check, with links to the work it describes.',
    asOf: (date: string) => `As of ${date}`,
    profile: 'Profile',
    questions: 'Questions and answers',
    question: 'Your question',
    examples: 'Example questions',
    search: 'Find a work or a question',
    searchHint: 'A title, a name, a venue, a topic …',
    found: (number: string) => `${number} found`,
    foundNothing: 'Nothing found. Press Enter to ask.',
    askAbout: (title: string) => `What is ${title}?`,
    ask: (question: string) => `Ask: ${question}`,
    latest: 'Latest publications',
    all: (number: number) => `All ${number} publications`,
  },

  publicationList: {
    title: (researcher: string | null) => `Publications · ${researcher ?? 'Research'}`,
    description: (researcher: string | null, number: number) =>
      `${count(number, 'publication', 'publications')} by ${researcher ?? 'this researcher'}, by year, venue, topic and co-author.`,
    timeline: 'Publications per year',
    ofYear: (year: string, number: number) =>
      `${year}: ${count(number, 'publication', 'publications')}`,
    filter: 'Filter',
    kind: 'Kind',
    year: 'Year',
    venue: 'Venue',
    topic: 'Topic',
    author: 'Co-author',
    award: 'Award',
    any: 'all',
    show: 'Show',
    remove: (filter: string) => `Remove the filter “${filter}”`,
    clear: 'Show all',
    selected: (some: number, all: number) =>
      some === all
        ? count(all, 'publication', 'publications')
        : `${some} of ${count(all, 'publication', 'publications')}`,
    none: 'No publication matches these filters.',
    export: 'This selection as',
    noYear: 'Without a year',
    venues: 'Venues',
    topics: 'Topics',
    coauthors: 'Co-authors',
    graph: 'Who has published together with whom',
    graphNote:
      'A line joins two people who are on the same publication; a larger circle stands for more of them. The list below says the same in words.',
    togetherWith: (names: readonly string[]) => `also with ${names.join(', ')}`,
    allCoauthors: (number: number) => `All ${count(number, 'co-author', 'co-authors')}`,
  },

  /** What can be asked of a profile that has such things, on the home page. */
  examples: {
    /** Of the questions; those of the profile's language are answered best. */
    lang: 'en',
    forVisitors: 'For visitors',
    forStudents: 'For students',
    forJournalists: 'For journalists',
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
    feedback: 'Your feedback',
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

  /** Pages that list what is of some kinds. */
  lists: {
    title: (section: string, researcher: string | null) =>
      `${section} · ${researcher ?? 'Research'}`,
    topics: 'What the work is about, with the publications on each topic.',
    people: 'Everyone on the publications, those with most of them first.',
    inProfile: 'Described in the profile',
    theses: 'Theses',
  },

  /** For the owner: how the widget comes into another page. */
  embed: {
    title: 'Put it on your page',
    lede: 'Choose how it should look, see it live, and copy the lines into the source of your page.',
    look: 'Look',
    position: 'Where',
    positions: {
      launcher: 'A button in the corner',
      inline: 'In the text of the page',
      frame: 'In a frame (for pages that allow no scripts)',
    },
    height: 'Height of the frame, in pixels',
    theme: 'Theme',
    themes: { auto: 'As the page', light: 'Light', dark: 'Dark' },
    accent: 'Color',
    words: 'Words',
    language: 'Language',
    ofPage: 'As the page',
    heading: 'Heading',
    greeting: 'Greeting',
    examples: 'Example questions, one a line',
    check: 'Is my site allowed?',
    site: 'Address of your site',
    show: 'Show',
    snippet: 'For your page',
    copy: 'Copy',
    copied: 'Copied',
    allow:
      'The service answers pages of other sites only if their origins are in its settings, separated by commas:',
    policy: 'If your page has a content security policy, it has to allow:',
    preview: 'Live',
    launcherNote: 'The button is in the corner of this page.',
    isAllowed: (origin: string) => `Pages of ${origin} may use this service.`,
    notAllowed: (origin: string) =>
      `Pages of ${origin} may not use this service yet. Set this and restart it:`,
    noOrigin: (shown: string) =>
      `${shown} is not the address of a site. Type it as in the address bar, such as https://example.org.`,
  },

  source: {
    ask: 'Ask about this',
    title: (title: string, researcher: string | null) => `${title} · ${researcher ?? 'Research'}`,
    aboutWork: 'This text is from the profile, not from the publication itself:',
    nextInList: 'More of the same kind',
    newer: 'Newer:',
    older: 'Older:',
    cite: 'Cite this',
    copy: 'Copy',
    copied: 'Copied',
    bibtexFile: 'BibTeX file',
    risFile: 'RIS file',
  },

  /** Labels of what is known about a source, on its page and in its Markdown. */
  facts: {
    kind: 'Kind',
    shortName: 'Short name',
    authors: 'Authors',
    people: 'People',
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
