/* What the owner reads about keys, limits and origins: in the log, and from `npm run keys`. */

import { command } from '../command.ts';

export const KEY_FILE = {
  unreadable: (file: string, reason: unknown) => `The keys in ${file} cannot be read: ${reason}.`,
  badLine: (line: number, file: string) =>
    `Line ${line} of ${file} is not a valid key. Remove it, or create a key with: ${command('keys', 'create', 'NAME')}.`,
  stillOldKeys: (problem: string) => `${problem} Until then, the previous keys stay valid.`,
  badName: (name: string) =>
    `"${name}" is not a valid name for a key. Use up to 64 letters, digits and . _ - @.`,
  badLimit: (limit: string) => `"${limit}" is not a valid limit. Write it as 600/1m.`,
  nameTaken: (name: string) =>
    `There is already a key named ${name}. Revoke it first, or choose another name.`,
  noSuchKey: (name: string, file: string, names: readonly string[]) =>
    `There is no key named ${name}. The keys in ${file}: ${names.join(', ') || 'none'}.`,
};

export const RATE_FORMAT =
  'must be a number of requests per time of at most 24 days, such as 60/1m or 1000/1d';

export const WARNINGS = {
  originRefused: (origin: string, remedy: string) => `A page from ${origin} was refused. ${remedy}`,
  proxyNotTrusted:
    'A request came through a proxy (X-Forwarded-For), but TRUST_PROXY is not set, so everyone behind the proxy shares one limit. Set TRUST_PROXY=1 if exactly one proxy stands in front of the service.',
  redisDown: (host: string, reason: string) =>
    `Redis at ${host} does not answer (${reason}). Until it does, each process counts requests on its own.`,
  redisBack: (host: string) => `Redis at ${host} answers again; limits are shared again.`,
};
