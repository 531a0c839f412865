import { isIP } from 'node:net';
import { z } from 'zod';
import { ServiceError } from './errors.ts';
import { parseRate } from './http/access/rate.ts';
import { badSettings, SETTING } from './language/en/templates/owner-settings.ts';
import { nearest } from './text/nearest.ts';

/** Clients of HTTP give up a silent connection after five minutes. */
const MAX_SILENCE_SECONDS = 300;
/** Shorter keys can be guessed. */
const MIN_ADMIN_KEY = 16;
/** Names further apart than this share of their length are settings of something else. */
const MAX_MISSPELLED = 0.25;
/** A hundred years. */
const MAX_DAYS = 36_500;

const flag = (description: string) => z.string().optional().describe(description);

/** Every setting, with its default; `.env.example` names the same ones (a test compares them). */
export const configSchema = z.object({
  HOST: z
    .string()
    .regex(/^[\w.:%-]+$/, SETTING.host)
    .default('127.0.0.1')
    .describe('address to listen on; 0.0.0.0 for all'),
  PORT: z.coerce
    .number({ error: SETTING.port })
    .int(SETTING.port)
    .min(0, SETTING.port)
    .max(65535, SETTING.port)
    .default(3000)
    .describe('port to listen on; 0 takes a free one'),
  PUBLIC_URL: z
    .url({
      protocol: /^https?$/,
      error: SETTING.publicUrl,
    })
    .overwrite((address) => address.replace(/\/+$/, ''))
    .optional()
    .describe('address where visitors reach the service; without it, the address of the request'),
  TRUST_PROXY: z
    .string()
    .transform((text) => (/^\d+$/.test(text) ? Number(text) : text))
    .refine((value) => typeof value === 'number' || value.split(',').every(isProxy), {
      error: SETTING.proxies,
    })
    .optional()
    .describe('proxies in front of the service whose X-Forwarded-For is trusted; none by default'),
  ALLOWED_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim().replace(/\/$/, '')))
    .refine((origins) => origins.every(isOrigin), {
      error: SETTING.origins,
    })
    .optional()
    .describe('origins of other sites whose pages may ask questions'),
  ALLOWED_HOSTS: z
    .string()
    .transform((text) => text.split(',').map((host) => hostnameOf(host.trim())))
    .refine((hosts) => hosts.every((host) => host !== ''), {
      error: SETTING.hosts,
    })
    .transform((hosts) => hosts as readonly string[])
    .optional()
    .describe('more host names by which /mcp may be called, for example by another container'),
  RATE_LIMIT: z
    .string()
    .refine((text) => text === 'off' || parseRate(text) !== null, {
      error: SETTING.rate,
    })
    .default('off')
    .describe('requests that each caller may send, as in 60/1m'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: SETTING.redisUrl })
    .optional()
    .describe('Redis in which several replicas share their counts for the limits'),
  API_KEYS_FILE: flag('file of API keys; npm run keys writes it'),
  REQUIRE_API_KEY: z
    .enum(['true', 'false'], { error: SETTING.flag })
    .default('false')
    .transform((text) => text === 'true')
    .describe('whether only callers with a key may read the profile'),
  ADMIN_KEY: z
    .string()
    .min(MIN_ADMIN_KEY, SETTING.adminKey(MIN_ADMIN_KEY))
    .optional()
    .describe('key of the owner, for the page at /admin and for programs as Authorization: Bearer'),
  LOG_FORMAT: z
    .enum(['text', 'json'], { error: SETTING.logFormat })
    .optional()
    .describe('text, or json with a line for each request; json if NODE_ENV is production'),
  LOG_QUESTIONS: z
    .enum(['true', 'false'], { error: SETTING.flag })
    .default('false')
    .transform((text) => text === 'true')
    .describe('whether the JSON log and traces have the questions'),
  METRICS: z
    .enum(['true', 'false'], { error: SETTING.flag })
    .default('false')
    .transform((text) => text === 'true')
    .describe('whether /metrics has figures for Prometheus: for ADMIN_KEY, or this machine alone'),
  TRACE_SAMPLING: z
    .enum(['retroactive', 'all'], { error: SETTING.traceSampling })
    .default('retroactive')
    .describe('which OpenTelemetry traces are exported: those that turn out to matter, or all'),
  CORPUS_DIR: z.string().default('corpus').describe('folder of the profile (.md and .txt files)'),
  CORPUS_FOLLOW_LINKS: z
    .enum(['true', 'false'], { error: SETTING.flag })
    .default('false')
    .transform((text) => text === 'true')
    .describe('whether links that lead out of CORPUS_DIR are followed'),
  INDEX_DIR: z.string().default('.index').describe('folder of the index, which is only a cache'),
  VECTOR_STORE: z
    .union([
      z.enum(['files', 'pgvector']),
      z.url({ protocol: /^postgres(?:ql)?$/, error: SETTING.vectorStore }),
    ])
    .default('files')
    .describe(
      'where the index is kept: files (INDEX_DIR), or PostgreSQL with pgvector: pgvector (that of DATABASE_URL), or its address',
    ),
  JOURNAL: z
    .enum(['on', 'off'], { error: SETTING.journal })
    .default('on')
    .describe('whether what visitors ask, without personal data, is kept for the owner'),
  JOURNAL_FILE: z.string().default('.journal/journal.sqlite').describe('file of the journal'),
  JOURNAL_DAYS: z.coerce
    .number({ error: SETTING.days })
    .int(SETTING.days)
    .positive(SETTING.days)
    .max(MAX_DAYS, SETTING.days)
    .default(90)
    .describe('days after which what is in the journal is deleted'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(?:ql)?$/, error: SETTING.databaseUrl })
    .optional()
    .describe(
      'PostgreSQL in which several replicas share the journal and DAILY_BUDGET, instead of files',
    ),
  EMBEDDER: z
    .union(
      [
        z.enum(['local', 'none']),
        z.templateLiteral(['local:', z.string().min(1)]),
        z.templateLiteral(['openai:', z.string().min(1)]),
      ],
      { error: SETTING.embedder },
    )
    .default('local')
    .describe(
      'local (all-MiniLM-L6-v2), local:<folder or owner/name>, openai:<model>, or none to search by keywords only',
    ),
  EMBEDDING_DIMENSIONS: z.coerce
    .number({ error: SETTING.dimensions })
    .int(SETTING.dimensions)
    .positive(SETTING.dimensions)
    .optional()
    .describe('shortens the vectors of an openai: embedder that supports it'),
  MODEL_CACHE_DIR: z.string().default('.models').describe('folder where the local model is stored'),
  MODEL_FILES_DIR: flag(
    'folder with the files of the local model, for machines without internet access',
  ),
  READER: z
    .enum(['local', 'none'], { error: SETTING.reader })
    .default('local')
    .describe('model that judges which candidates answer a question: local, or none'),
  OPENAI_API_KEY: flag('key for openai: models'),
  OPENAI_BASE_URL: z
    .url({ error: SETTING.baseUrl })
    .optional()
    .describe('address of a service with an OpenAI-compatible API'),
  CHAT_MODEL: z
    .string()
    .regex(/^[\w-]+:.+$/, SETTING.chatModel)
    .optional()
    .describe(
      'model that writes the answers, as in openai:gpt-4o-mini; without it, answers are quotes',
    ),
  CHECK: z
    .enum(['model', 'quotes'], { error: SETTING.check })
    .default('model')
    .describe(
      'who checks what the chat model writes: model, which reads each sentence with its quotes, or quotes, where they and the names and numbers in it are looked up alone',
    ),
  CHECK_MODEL: z
    .string()
    .regex(/^[\w-]+:.+$/, SETTING.chatModel)
    .optional()
    .describe('model that checks, if not CHAT_MODEL; a smaller one will do'),
  DAILY_BUDGET: z.coerce
    .number({ error: SETTING.budget })
    .positive(SETTING.budget)
    .optional()
    .describe('what chat models may cost a day, in the currency of MODEL_PRICES'),
  MODEL_PRICES: z
    .string()
    .transform((text, context) => pricesIn(text) ?? refuse(context, SETTING.prices))
    .optional()
    .describe('prices per million tokens by model, as a JSON object; they are not known otherwise'),
  SMALL_CHAT_MODEL: z
    .string()
    .regex(/^[\w-]+:.+$/, SETTING.chatModel)
    .optional()
    .describe('model that takes over when four fifths of DAILY_BUDGET are spent'),
  SPENDING_FILE: z
    .string()
    .default('.spending.json')
    .describe('file that remembers what was spent, if there is a DAILY_BUDGET and no DATABASE_URL'),
  ANSWER_CACHE: z.coerce
    .number({ error: SETTING.cache })
    .int(SETTING.cache)
    .nonnegative(SETTING.cache)
    .optional()
    .describe('answers kept for questions asked again, for a day; 500 with CHAT_MODEL, 0 without'),
  CHAT_TIMEOUT_SECONDS: z.coerce
    .number({ error: SETTING.timeout })
    .positive(SETTING.timeout)
    .max(MAX_SILENCE_SECONDS, SETTING.timeout)
    .default(60)
    .describe(
      'how long the chat model may be silent before the visitor gets quotes instead; a whole answer may take four times as long',
    ),
  CHAT_MAX_TOKENS: z.coerce
    .number({ error: SETTING.maxTokens })
    .int(SETTING.maxTokens)
    .positive(SETTING.maxTokens)
    .optional()
    .describe(
      'how long an answer of the chat model may be in tokens, its thoughts included; without it, the limit is the provider’s',
    ),
  CHAT_PARAMETERS: z
    .string()
    .transform((text, context) => parametersIn(text) ?? refuse(context, SETTING.parameters))
    .optional()
    .describe(
      'more parameters of each request to the chat model, as a JSON object; none are sent without it',
    ),
});

export type Config = z.infer<typeof configSchema>;

/**
 * Reads the settings. An empty value counts as not set; quotation marks around a value are removed.
 * @throws ServiceError `invalid-settings` that names every bad setting with its value
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.keys(configSchema.shape)
      .map((name) => [name, unquoted(environment[name] ?? '')] as const)
      .filter(([, value]) => value !== ''),
  );
  const problems: string[] = [];
  const complain = (name: string, message: string) => {
    const value = given[name] ?? '';
    // An address of a store may have a password, also where it is written wrongly.
    const isSecret =
      /_KEY$|REDIS_URL|DATABASE_URL/.test(name) ||
      (name === 'VECTOR_STORE' && /@|:(?!\/\/)/.test(value));
    problems.push(`${name}=${isSecret ? '…' : value}: ${message}`);
  };
  for (const [name, value] of Object.entries(given)) {
    if (/^["']|["']$/.test(value)) complain(name, SETTING.loneQuotationMark);
  }
  const parsed = configSchema.safeParse(given);
  for (const { path, message } of parsed.error?.issues ?? []) complain(String(path[0]), message);
  if (parsed.data?.VECTOR_STORE === 'pgvector' && !parsed.data.DATABASE_URL) {
    complain('VECTOR_STORE', SETTING.vectorStoreNeedsDatabase);
  }
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new ServiceError('invalid-settings', badSettings(problems));
}

/** What is ignored though it seems to be meant for a setting, with the name of that. */
export function misspelledSettings(names: readonly string[]): string[] {
  const known = Object.keys(configSchema.shape);
  return names.flatMap((name) => {
    const meant = known.includes(name) ? undefined : nearest(name, known, MAX_MISSPELLED);
    return meant === undefined ? [] : [SETTING.misspelled(name, meant)];
  });
}

/** Removes the quotation marks around a value, which some readers of env files keep, such as Docker's. */
export function unquoted(value: string): string {
  return value
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .trim();
}

/** What requests consist of anyway, and so cannot be set. */
const RESERVED = ['model', 'messages', 'stream'];

function parametersIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return RESERVED.some((name) => name in value) ? null : { ...value };
  } catch {
    return null;
  }
}

const pricesSchema = z.record(
  z.string(),
  z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() }),
);

function pricesIn(text: string): z.infer<typeof pricesSchema> | null {
  try {
    return pricesSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function refuse(context: z.RefinementCtx<string>, message: string): never {
  context.issues.push({ code: 'custom', message, input: context.value });
  return z.NEVER;
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

/** A host as a URL has it, without a port: lower case, IPv6 in brackets; empty if it is not a host. */
function hostnameOf(host: string): string {
  const address = `http://${host}`;
  if (!/^[\w.:[\]-]+$/.test(host) || !URL.canParse(address)) return '';
  return new URL(address).hostname;
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
}
