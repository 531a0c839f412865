import type { Answer, Citation, Link } from '../../domain.ts';

// About an invented researcher. A test validates them against the schemas.

const links: readonly Link[] = [{ label: 'PDF', url: 'https://example.org/kites.pdf' }];

const quote = 'Students begin with this paper.';

export const citation: Citation = {
  index: 1,
  sourceId: 'kites',
  passageId: 'kites#1',
  title: 'Kites',
  heading: 'For students',
  quote,
  start: 0,
  end: quote.length,
  url: 'https://example.org/kites',
  links,
};

export const answer: Answer = {
  id: '7f0c2e54-6f5e-4a53-8f0a-3a2f5b0e9d11',
  status: 'answered',
  mode: 'extractive',
  question: 'What should I read first?',
  answer: `${quote} [1]`,
  citations: [citation],
  followUps: ['Why do kites fly?'],
};

export const chatRequest = {
  question: answer.question,
  history: [
    { role: 'user', content: 'How many papers are there?' },
    { role: 'assistant', content: 'There are two papers.' },
  ],
};

export const feedback = {
  answerId: answer.id,
  question: answer.question,
  rating: 'down',
  reasons: ['incomplete'],
  comment: 'Whether the code is public is what I wanted to know.',
};

export const sourceSummary = {
  id: 'kites',
  kind: 'paper',
  title: 'Kites',
  summary: 'Why kites fly.',
  url: 'https://example.org/kites',
  people: ['Ada Example'],
  venue: 'Journal of Wind',
  year: 2021,
  awards: ['Best paper'],
  topics: ['wind'],
};

export const source = {
  ...sourceSummary,
  fullTitle: 'On Kites and Why They Fly',
  aliases: ['The kite paper'],
  links,
  related: ['boats'],
  body: `${quote} Kites fly because the wind pushes them up.`,
};

export const searchReply = {
  query: 'student read',
  hits: [
    {
      sourceId: 'kites',
      passageId: 'kites#1',
      title: 'Kites',
      heading: 'For students',
      text: quote,
      url: 'https://example.org/kites',
      score: 0.62,
      why: { keywordRank: 1, vectorRank: 2, cosine: 0.58, named: true },
    },
  ],
};

export const suggestions = [answer.question, 'Why do kites fly?', 'Which papers won awards?'];

export const status = {
  index: '5f0c4e1b7d2a9386',
  sources: 2,
  passages: 3,
  embedder: 'all-MiniLM-L6-v2',
  reader: 'reader-full',
  chatModel: null,
};
