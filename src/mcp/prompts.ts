import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Service } from '../domain.ts';
import { MCP_PROMPTS } from '../language/en/templates/agents.ts';

/** Prompts for a visitor, and for a student who is looking for a topic. */
export function registerPrompts(server: McpServer, { researcher }: Service): void {
  const { visitor, student } = MCP_PROMPTS;
  server.registerPrompt(
    'visitor',
    {
      title: visitor.title(researcher),
      description: visitor.description,
      argsSchema: z.object({
        interest: z.string().max(500).optional().describe(visitor.interest),
      }),
    },
    ({ interest }) => prompt(visitor.text(researcher, interest)),
  );
  server.registerPrompt(
    'student',
    {
      title: student.title(researcher),
      description: student.description,
      argsSchema: z.object({
        interests: z.string().max(500).describe(student.interests),
        degree: z.string().max(100).optional().describe(student.degree),
      }),
    },
    ({ interests, degree }) => prompt(student.text(researcher, interests, degree)),
  );
}

function prompt(text: string) {
  return { messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }] };
}
