import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Service } from '../domain.ts';
import { createMcpServer } from './server.ts';

/** Serves on stdin and stdout until stdin ends or the signal aborts. Nothing else may write to stdout. */
export async function serveMcpOverStdio(service: Service, signal: AbortSignal): Promise<void> {
  const connection = serveStdio(() => createMcpServer(service), { onerror: console.error });
  await new Promise<void>((resolve) => {
    process.stdin.once('close', resolve);
    process.stdin.once('end', resolve);
    signal.addEventListener('abort', () => resolve());
  });
  await connection.close();
}
