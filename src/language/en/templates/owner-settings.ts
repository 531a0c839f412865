/** What the owner reads about settings: wrong values, and what the operating system refuses. */

import { command } from '../command.ts';

/** Why a value does not fit. Follows the setting and its value: "PORT=eighty: …". */
export const SETTING = {
  host: 'must be an address or a name of this machine, as in 0.0.0.0 or ::1',
  port: 'must be a port number from 0 to 65535',
  publicUrl: 'must be an http(s) address, as in https://ask.example.org',
  proxies: 'must be a number of proxies, or their addresses, as in 1 or 10.0.0.0/8, loopback',
  origins:
    'must be origins as browsers send them, as in https://example.org, https://www.example.org',
  hosts: 'must be host names, as in assistant, assistant.internal',
  rate: 'must be off, or a number of requests per time of up to 24 days, as in 60/1m',
  redisUrl: 'must be a Redis address, as in redis://localhost:6379',
  adminKey: (length: number) =>
    `must have ${length} characters or more; "openssl rand -base64 24" prints one`,
  journal: 'must be on or off',
  days: 'must be a whole number of days, from 1 to 36500',
  vectorStore:
    'must be files, pgvector, or the address of a PostgreSQL, as in postgres://user:password@localhost/ask',
  vectorStoreNeedsDatabase:
    'needs DATABASE_URL, or the address of a PostgreSQL instead of pgvector',
  databaseUrl:
    'must be a PostgreSQL address, as in postgres://user:password@localhost:5432/assistant',
  flag: 'must be true or false',
  logFormat: 'must be text or json',
  traceSampling: 'must be retroactive or all',
  reader: 'must be local or none',
  embedder:
    'must be local, local:<model>, none or openai:<model>, as in local:owner/name or openai:text-embedding-3-small',
  dimensions: 'must be a whole number above 0',
  baseUrl: 'must be an http(s) address, as in http://localhost:11434/v1',
  chatModel: 'must be <provider>:<model>, as in openai:gpt-4o-mini',
  timeout:
    'must be a number of seconds, above 0 and up to 300: how long the model may be silent, not how long an answer may take',
  check: 'must be model or quotes',
  maxTokens: 'must be a whole number above 0',
  budget: 'must be an amount of money a day, above 0, in the currency of MODEL_PRICES',
  prices:
    'must be a JSON object of prices per million tokens by model, as in {"openai:gpt-4o-mini": {"input": 1, "output": 2}}',
  cache: 'must be a whole number, 0 or more',
  parameters:
    'must be a JSON object of parameters, without model, messages and stream, as in {"temperature": 0.2}',
  proxy: 'must be the address of an HTTP proxy, as in http://proxy.example:3128',
  misspelled: (name: string, meant: string) =>
    `${name} in .env is no setting, so it is ignored. Did you mean ${meant}?`,
  loneQuotationMark: 'has a quotation mark at one end only; remove it',
};

/** @param problems lines of a setting, its value and why that does not fit */
export function badSettings(problems: readonly string[]): string {
  return `Correct these settings in .env or the environment:\n${problems.map((problem) => `  ${problem}`).join('\n')}`;
}

export const BUDGET = {
  needsPrices: (models: readonly string[]) =>
    `DAILY_BUDGET needs the prices of all models that are asked. Add to MODEL_PRICES, with the prices per million tokens that your provider states: ${models.map((model) => `"${model}": {"input": …, "output": …}`).join(', ')}.`,
  needed: 'SMALL_CHAT_MODEL takes over when DAILY_BUDGET is nearly spent. Set DAILY_BUDGET, too.',
  unreadable: (file: string, reason: string) =>
    `SPENDING_FILE=${file}: it cannot be read (${reason}). Fix the permissions, or set another SPENDING_FILE.`,
  damaged: (file: string) =>
    `SPENDING_FILE=${file} is damaged, so what was spent today is unknown and counts as nothing.`,
  notWritten: (file: string, reason: string) =>
    `SPENDING_FILE=${file} cannot be written (${reason}). What is spent is counted, but forgotten at the next start.`,
  notKept: (reason: string) =>
    `What models cost cannot be kept in the database (DATABASE_URL): ${reason}. Until it can, none is called, and answers are quoted.`,
  keptAgain: 'What models cost is kept in the database again, and they are called.',
};

export const OTEL = {
  protocol: (name: string, value: string) =>
    `${name}=${value}: only http/protobuf is supported. Remove the variable, and send to the port of the collector for HTTP, usually 4318.`,
};

export const LISTEN = {
  portTaken: (port: number, host: string) =>
    `PORT=${port}: another program is using this port on ${host}. Stop that program, or set another PORT.`,
  portNeedsRights: (port: number) =>
    `PORT=${port}: this user may not listen on this port. Set PORT to 1024 or higher, and let a proxy or a port mapping serve ${port}.`,
  noSuchAddress: (host: string) =>
    `HOST=${host}: this machine has no such address. Set HOST to one of its addresses, or to 0.0.0.0 for all of them.`,
  unknownName: (host: string, code: string) =>
    `HOST=${host}: this name has no known address (${code}). Set HOST to an address of this machine, or to 0.0.0.0 for all of them.`,
  refused: (host: string, port: number, reason: string) =>
    `HOST=${host}, PORT=${port}: the operating system does not allow listening there (${reason}). Set another HOST or PORT.`,
};

export const FOLDER = {
  refused: (setting: string, folder: string, reason: string) =>
    `${setting}=${folder}: ${reason}. Fix the permissions, or set another ${setting}.`,
  /** @param setting the one that names another folder */
  notWritable: (dir: string, reason: string, setting: string, userId: number | undefined) => {
    const id = userId === undefined ? '' : ` (id ${userId})`;
    return `Files cannot be written to ${dir} (${reason}). Make the folder writable for the user who runs this${id}, or choose another folder with ${setting}.`;
  },
};

export const KEYS = {
  needed: `REQUIRE_API_KEY=true needs keys. Set API_KEYS_FILE, as in API_KEYS_FILE=.keys.jsonl, and run: ${command('keys', 'create', 'NAME')}`,
  none: (file: string) =>
    `There are no keys in ${file}, so nobody can ask. Run: ${command('keys', 'create', 'NAME')}`,
};

export const EMBEDDER = {
  needsKey: (setting: string) =>
    `EMBEDDER=${setting} needs OPENAI_API_KEY, or OPENAI_BASE_URL of a service that needs no key.`,
  /** @param reason a sentence */
  keywordOnly: (reason: string) =>
    `${reason} Until then, search uses keywords only; set EMBEDDER=none if that is what you want.`,
};

export const CHAT_MODEL = {
  needsKey: (model: string) =>
    `${model} needs a key: set OPENAI_API_KEY, or OPENAI_BASE_URL to a server that needs none.`,
  unknownProvider: (model: string, providers: readonly string[]) =>
    `The chat model ${model} does not begin with a provider and a colon, as openai:gpt-4.1-mini does. Providers: ${providers.join(', ')}.`,
  notInstalled: (model: string, packageName: string) =>
    `The chat model ${model} needs a package that is not installed. Run: npm install ${packageName}`,
  unusable: (model: string, reason: string) => `The chat model ${model} cannot be used: ${reason}`,
};
