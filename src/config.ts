import { z } from 'zod';
import { ServiceError } from './errors.ts';

const flag = (description: string) => z.string().optional().describe(description);

/** Every setting, with its default; `.env.example` names the same ones (a test compares them). */
export const configSchema = z.object({
  HOST: z.string().default('127.0.0.1').describe('address to listen on; 0.0.0.0 for all'),
  PORT: z.coerce
    .number({ error: 'must be a port number' })
    .int()
    .min(0)
    .max(65535)
    .default(3000)
    .describe('port to listen on; 0 takes a free one'),
  CORPUS_DIR: z.string().default('corpus').describe('folder of the profile, .md and .txt'),
  INDEX_DIR: z.string().default('.index').describe('folder of the index; a cache'),
  EMBEDDER: z
    .union([z.enum(['local', 'none']), z.templateLiteral(['openai:', z.string().min(1)])], {
      error: 'must be local, none or openai:<model>, as in openai:text-embedding-3-small',
    })
    .default('local')
    .describe('local (all-MiniLM-L6-v2), openai:<model>, or none for keyword search alone'),
  EMBEDDING_DIMENSIONS: z.coerce
    .number({ error: 'must be a whole number above 0' })
    .int()
    .positive()
    .optional()
    .describe('shortens the vectors of an openai: embedder that can do so'),
  MODEL_CACHE_DIR: z.string().default('.models').describe('where the local model is kept'),
  MODEL_FILES_DIR: flag('folder that holds the files of the local model, for machines offline'),
  OPENAI_API_KEY: flag('key for openai: models'),
  OPENAI_BASE_URL: z
    .url({ error: 'must be an http(s) address, as in http://localhost:11434/v1' })
    .optional()
    .describe('address of a service that speaks the OpenAI protocol'),
  CHAT_MODEL: z
    .string()
    .regex(/^[\w-]+:.+$/, 'must be <provider>:<model>, as in openai:gpt-4o-mini')
    .optional()
    .describe(
      'model that writes the answers, as in openai:gpt-4o-mini; without it they are quoted',
    ),
  CHAT_TIMEOUT_SECONDS: z.coerce
    .number({ error: 'must be a number of seconds' })
    .positive()
    .default(30)
    .describe('a model that takes longer is given up for the quoted answer'),
});

export type Config = z.infer<typeof configSchema>;

/**
 * Reads the settings; an empty one counts as not set.
 * @throws ServiceError `invalid-settings` that names every bad setting with its value.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.keys(configSchema.shape)
      .map((name) => [name, environment[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = configSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const value = /KEY/.test(name) ? '…' : given[name];
    return `  ${name}=${value}: ${issue.message}`;
  });
  throw new ServiceError(
    'invalid-settings',
    `Correct these settings in .env or the environment:\n${problems.join('\n')}`,
  );
}
