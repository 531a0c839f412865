import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Service } from '../domain.ts';

const HONESTLY =
  'Use the tool ask, with the history for follow-ups, and get_source to read more. Say only what the answers say, keep their markers and name their sources with links. Where an answer is not covered, say so.';

/** Prompts for those who come: a visitor, and a student who looks for a topic. */
export function registerPrompts(server: McpServer, { researcher }: Service): void {
  const name = researcher ?? 'the researcher';
  server.registerPrompt(
    'visitor',
    {
      title: `Get to know the work of ${name}`,
      description: 'An introduction for someone who visits, by what interests them.',
      argsSchema: z.object({
        interest: z.string().max(500).optional().describe('What you would like to hear about.'),
      }),
    },
    ({ interest }) =>
      asked(
        `Introduce me to the work of ${name} in a page: the main themes, three works to begin with and why.${interest ? ` I am interested in this: ${interest}.` : ''} ${HONESTLY}`,
      ),
  );
  server.registerPrompt(
    'student',
    {
      title: `Find a thesis topic with ${name}`,
      description: 'Helps a student to prepare for asking about supervision.',
      argsSchema: z.object({
        interests: z.string().max(500).describe('Topics that you like, and what you have done.'),
        degree: z.string().max(100).optional().describe('As in Bachelor, Master or PhD.'),
      }),
    },
    ({ interests, degree }) =>
      asked(
        `I am a student${degree ? ` (${degree})` : ''} and think of a thesis with ${name}. My interests: ${interests}. Tell me which themes and theses come near to them, what to read first, how supervision works, and what to write in a first message. Do not predict whether I will be admitted. ${HONESTLY}`,
      ),
  );
}

function asked(text: string) {
  return { messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }] };
}
