import { z } from 'zod';
import { sourceSchema } from './source-schemas.ts';

const itemSchema = sourceSchema
  .pick({
    kind: true,
    title: true,
    fullTitle: true,
    people: true,
    venue: true,
    event: true,
    organization: true,
    publisher: true,
    place: true,
    year: true,
    date: true,
    start: true,
    end: true,
    pages: true,
    role: true,
    degree: true,
    awards: true,
    links: true,
    asOf: true,
  })
  .extend({
    sourceId: z.string().describe('The source at `/api/sources/{id}`.'),
    url: z.string().nullable().describe('The best web page to open, or null if none is known.'),
    researcher: z.string().optional().describe('The name of the researcher among `people`.'),
    text: z.string().describe('What the answer says of it: Markdown with markers.'),
    isTold: z
      .boolean()
      .describe(
        'Whether `text` says no more than the other fields, so that a card can leave it out.',
      ),
  })
  .meta({ id: 'LayoutItem', description: 'A source that an answer tells of, with its record.' });

/** A part of an answer that can be shown as more than text. */
export const layoutSchema = z
  .object({
    type: z
      .enum(['works', 'comparison', 'timeline'])
      .describe('A list of works or other records, things side by side, or positions in a career.'),
    start: z.int().min(0).describe('Where the part starts in `answer`.'),
    end: z.int().min(0).describe('Where the part ends. Both offsets are in UTF-16 code units.'),
    items: z.array(itemSchema).readonly(),
    rest: z
      .string()
      .describe(
        'What the part says of none of the items alone: Markdown with markers; may be empty.',
      ),
    total: z
      .int()
      .exactOptional()
      .describe('How many there are, if the answer names only the first of them.'),
    allAt: z
      .string()
      .exactOptional()
      .describe(
        'The page that lists all of them, relative to the address of the service: `publications?venue=SOSP`.',
      ),
  })
  .meta({ id: 'Layout' });
