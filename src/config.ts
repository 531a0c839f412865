import { isIP } from 'node:net';
import { z } from 'zod';
import { ServiceError } from './errors.ts';
import { parseRate } from './http/access/rate.ts';

const flag = (description: string) => z.string().optional().describe(description);

/** Every setting, with its default; `.env.example` names the same ones (a test compares them). */
export const configSchema = z.object({
  HOST: z
    .string()
    .regex(/^[\w.:%-]+$/, 'must be an address or a name of this machine, as in 0.0.0.0 or ::1')
    .default('127.0.0.1')
    .describe('address to listen on; 0.0.0.0 for all'),
  PORT: z.coerce
    .number({ error: 'must be a port number' })
    .int()
    .min(0)
    .max(65535)
    .default(3000)
    .describe('port to listen on; 0 takes a free one'),
  PUBLIC_URL: z
    .url({
      protocol: /^https?$/,
      error: 'must be an http(s) address, as in https://ask.example.org',
    })
    .overwrite((address) => address.replace(/\/+$/, ''))
    .optional()
    .describe('address under which visitors reach the service; without it, that of the request'),
  TRUST_PROXY: z
    .string()
    .transform((text) => (/^\d+$/.test(text) ? Number(text) : text))
    .refine((value) => typeof value === 'number' || value.split(',').every(isProxy), {
      error: 'must be a number of proxies, or their addresses, as in 1 or 10.0.0.0/8, loopback',
    })
    .optional()
    .describe('proxies before the service whose X-Forwarded-For counts; by default none'),
  ALLOWED_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim().replace(/\/$/, '')))
    .refine((origins) => origins.every(isOrigin), {
      error:
        'must be origins as browsers send them, as in https://example.org, https://www.example.org',
    })
    .optional()
    .describe('origins of other sites whose pages may ask'),
  ALLOWED_HOSTS: z
    .string()
    .transform((text) => text.split(',').map((host) => hostnameOf(host.trim())))
    .refine((hosts) => hosts.every((host) => host !== ''), {
      error: 'must be host names, as in assistant, assistant.internal',
    })
    .transform((hosts) => hosts as readonly string[])
    .optional()
    .describe('further host names by which /mcp is called, as another container does'),
  RATE_LIMIT: z
    .string()
    .refine((text) => text === 'off' || parseRate(text) !== null, {
      error: 'must be off, or a number of requests in a time up to 24d, as in 60/1m',
    })
    .default('off')
    .describe('requests that each caller may send'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'must be an address as in redis://localhost:6379' })
    .optional()
    .describe('Redis in which several replicas count the limits together'),
  API_KEYS_FILE: flag('file of the API keys; npm run keys writes it'),
  REQUIRE_API_KEY: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform((text) => text === 'true')
    .describe('whether all that the profile says is for callers with a key only'),
  CORPUS_DIR: z.string().default('corpus').describe('folder of the profile, .md and .txt'),
  CORPUS_FOLLOW_LINKS: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform((text) => text === 'true')
    .describe('whether links that lead out of the folder of the profile are followed'),
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
  READER: z
    .enum(['full', 'small', 'none'], { error: 'must be full, small or none' })
    .default('full')
    .describe('model that tells which sentences answer a question: full, small (faster), or none'),
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
    .max(86_400)
    .default(30)
    .describe('a model that takes longer is given up for the quoted answer'),
});

export type Config = z.infer<typeof configSchema>;

/**
 * Reads the settings; an empty one counts as not set, and quotation marks around one do not count.
 * @throws ServiceError `invalid-settings` that names every bad setting with its value.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.keys(configSchema.shape)
      .map((name) => [name, unquoted(environment[name] ?? '')] as const)
      .filter(([, value]) => value !== ''),
  );
  const problems: string[] = [];
  const complain = (name: string, message: string) => {
    const value = /_KEY$|REDIS_URL/.test(name) ? '…' : given[name];
    problems.push(`  ${name}=${value}: ${message}`);
  };
  for (const [name, value] of Object.entries(given)) {
    if (/^["']|["']$/.test(value))
      complain(name, 'has a quotation mark at one end only; remove it');
  }
  const parsed = configSchema.safeParse(given);
  for (const { path, message } of parsed.error?.issues ?? []) complain(String(path[0]), message);
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new ServiceError(
    'invalid-settings',
    `Correct these settings in .env or the environment:\n${problems.join('\n')}`,
  );
}

/** Without the quotation marks around it, which some readers of env files, as Docker's, keep. */
export function unquoted(value: string): string {
  return value
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .trim();
}

/** An address, a network, or a name that Express knows. */
function isProxy(text: string): boolean {
  const [address = '', bits, ...more] = text.trim().split('/');
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text.trim())) return true;
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
  );
}

/** As addresses write hosts, without a port: lower case, IPv6 in brackets; empty for what is none. */
function hostnameOf(host: string): string {
  const address = `http://${host}`;
  if (!/^[\w.:[\]-]+$/.test(host) || !URL.canParse(address)) return '';
  return new URL(address).hostname;
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
}
