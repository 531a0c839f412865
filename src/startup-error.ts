import path from 'node:path';
import type { Config } from './config.ts';
import { ServiceError } from './errors.ts';

type SystemError = NodeJS.ErrnoException;

/**
 * What the operating system refused at the start, as a setting to correct; null where no setting is
 * to blame.
 */
export function settingToBlame(error: unknown, config: Config): ServiceError | null {
  if (!(error instanceof Error) || !('syscall' in error)) return null;
  const refused = error as SystemError & { readonly hostname?: string };
  const sentence =
    refused.syscall === 'listen' || refused.syscall === 'getaddrinfo'
      ? listening(refused, config)
      : folder(refused, config);
  return sentence === null
    ? null
    : new ServiceError('invalid-settings', sentence, { cause: error });
}

function listening(
  { code, syscall, hostname, message }: SystemError & { readonly hostname?: string },
  { HOST, PORT }: Config,
): string | null {
  switch (code) {
    case 'EADDRINUSE':
      return `PORT=${PORT}: the port is taken on ${HOST}. Stop what listens there, or set another PORT.`;
    case 'EACCES':
      return `PORT=${PORT}: this user may not listen on the port. Set PORT to one from 1024 on, and let a proxy or a port mapping serve ${PORT}.`;
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return `HOST=${HOST}: this machine has no such address. Set HOST to one that it has, or to 0.0.0.0 for all of them.`;
    default:
      if (syscall === 'getaddrinfo' && hostname !== HOST) return null;
      return syscall === 'getaddrinfo'
        ? `HOST=${HOST}: no address is known for this name (${code}). Set HOST to an address of this machine, or to 0.0.0.0 for all of them.`
        : `HOST=${HOST}, PORT=${PORT}: the operating system refuses to listen there (${message}). Set another HOST or PORT.`;
  }
}

/** The setting whose folder or file the error names. */
function folder({ path: at, message }: SystemError, config: Config): string | null {
  const names = [
    'CORPUS_DIR',
    'INDEX_DIR',
    'MODEL_CACHE_DIR',
    'MODEL_FILES_DIR',
    'API_KEYS_FILE',
  ] as const;
  const name = names.find((name) => isWithin(config[name], at));
  return name === undefined
    ? null
    : `${name}=${config[name]}: ${message}. Correct the permissions, or set another ${name}.`;
}

function isWithin(folder: string | undefined, file: string | undefined): boolean {
  return (
    folder !== undefined && file !== undefined && !path.relative(folder, file).startsWith('..')
  );
}
