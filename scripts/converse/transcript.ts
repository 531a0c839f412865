import type { Citation } from '../../src/domain.ts';
import type { Held, Turn } from './hold.ts';

/** Conversations as a Markdown page, each answer as it was given. */
export function transcript(conversations: readonly Held[], about: string): string {
  const parts = conversations.map(
    ({ title, turns }) => `## ${title}\n\n${turns.map(turnText).join('\n\n')}`,
  );
  return `# Conversations\n\n${about}\n\n${parts.join('\n\n')}\n`;
}

function turnText({ question, answer: { answer, citations, followUps } }: Turn): string {
  const sources = citations.map(sourceText).join(' · ');
  return [
    `> **${question}**`,
    answer,
    ...(sources === '' ? [] : [`Sources: ${sources}`]),
    ...(followUps.length === 0 ? [] : [`Ask next: *${followUps.join('* · *')}*`]),
  ].join('\n\n');
}

function sourceText({ index, title, heading, url }: Citation): string {
  const where = heading === '' || heading === title ? '' : `, ${heading}`;
  return `[${index}] ${url === null ? title : `[${title}](${url})`}${where}`;
}
