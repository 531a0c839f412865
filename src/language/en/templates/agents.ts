/* What language models and other programs read: the descriptions of the MCP server, and llms.txt. */

import type { Source } from '../../../domain.ts';
import { inBrackets } from '../grammar.ts';

/** "Xiaoyun Wang (王小云, she/her)": the name, also in other scripts. */
export function nameInFull({ title, aliases, pronouns }: Source): string {
  const otherScripts = aliases.filter((alias) => !/\p{Script=Latin}/u.test(alias));
  return `${title}${inBrackets([...otherScripts, pronouns].filter(Boolean).join(', '))}`;
}

const name = (researcher: string | null) => researcher ?? 'the researcher';

export const MCP_SERVER = {
  title: (researcher: string | null) => `Ask ${researcher ?? 'the Researcher'}`,
  instructions: (researcher: string | null) =>
    `Answers questions about the research of ${researcher ?? 'one person'} from a fixed set of sources, with verbatim quotes. Call ask first and pass its answers on unchanged. If it does not cover a question, neither do the sources.`,
};

export const MCP_TOOLS = {
  ask: {
    title: (researcher: string | null) => `Ask about ${name(researcher)}`,
    description: (researcher: string | null) =>
      `Answers a question about the work of ${name(researcher)}. Every sentence is supported by a verbatim quote from a source, which markers such as [1] refer to. If the sources do not answer the question, status is not_covered: say so, and do not guess. Follow-up questions such as "Who wrote it?" need the history.`,
    sources:
      'Sources, quoted from the profile; each link leads to the work that the quote describes:',
  },
  search: {
    title: (researcher: string | null) => `Search the sources about ${name(researcher)}`,
    description: (researcher: string | null) =>
      `Finds passages in the sources about ${name(researcher)}, best first. Use it to read more than an answer includes.`,
    limit: 'The maximum number of passages.',
    nothingFound: 'No passages match.',
  },
  getSource: {
    title: 'Read a source',
    description: 'Returns a whole source with its text, links and facts.',
    id: 'The sourceId of a citation or a hit.',
  },
  listPublications: {
    title: (researcher: string | null) => `List the publications of ${name(researcher)}`,
    description: (researcher: string | null) =>
      `Lists the publications of ${name(researcher)}, newest first. Each filter narrows the list.`,
    year: 'A year or a range of years, such as 2015-2018.',
    nothingFound: 'No publications match.',
  },
};

const PROMPT_RULES =
  'Use the tool ask, with the history for follow-up questions, and get_source to read more. Say only what the answers say, keep their markers, and name their sources with links. If an answer is not covered, say so.';

export const MCP_PROMPTS = {
  visitor: {
    title: (researcher: string | null) => `Get to know the work of ${name(researcher)}`,
    description: 'An introduction to the research, tailored to your interests.',
    interest: 'What you would like to hear about.',
    text: (researcher: string | null, interest: string | undefined) =>
      `Introduce me to the work of ${name(researcher)} in one page: the main themes, and three works to start with and why.${interest ? ` I am interested in: ${interest}.` : ''} ${PROMPT_RULES}`,
  },
  student: {
    title: (researcher: string | null) => `Find a thesis topic with ${name(researcher)}`,
    description: 'Helps a student prepare a first message about supervision.',
    interests: 'Topics that you like, and what you have done so far.',
    degree: 'For example Bachelor, Master or PhD.',
    text: (researcher: string | null, interests: string, degree: string | undefined) =>
      `I am a student${degree ? ` (${degree})` : ''} and I am thinking about a thesis with ${name(researcher)}. My interests: ${interests}. Tell me which themes and theses are closest to them, what to read first, how supervision works, and what to write in a first message. Do not predict whether I will be admitted. ${PROMPT_RULES}`,
  },
};

export const MCP_RESOURCE = { title: 'Source', description: 'A source that answers are based on.' };

/** `llms.txt`, in the form of llmstxt.org. */
export const LLMS_TEXT = {
  title: (researcher: string | null) => researcher ?? 'Ask the Researcher',
  unnamed: 'The work of a researcher.',
  intro: (origin: string) =>
    `This is a research profile at ${origin}/ that you can read, search and ask questions. Each file below describes one item, and its text may be quoted verbatim.`,
  /** Of a section that can be skipped when the context is short; the word is part of the format. */
  optional: 'Optional',
  interfaces: (origin: string) => `## Questions and data

- [API description](${origin}/openapi.json): OpenAPI 3.1. POST /api/chat answers a question with verbatim quotes.
- [Publications](${origin}/api/publications): as JSON, BibTeX, CSL-JSON or RIS, by year, venue, topic, person and kind.
- [Topics](${origin}/api/topics): the research themes and their publications.
- [Supervision](${origin}/api/supervision): student theses.
- [Full text](${origin}/llms-full.txt): every source in one file.`,
};
