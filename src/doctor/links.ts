import type { Source } from '../domain.ts';
import { DIAGNOSES } from '../language/en/templates/owner-doctor.ts';
import { linksWithIdentifiers } from '../text/identifiers.ts';
import { type Diagnosis, lineOf, type TextFile } from './finding.ts';

/** A link that answers or pages show. */
export interface ShownLink {
  readonly url: string;
  readonly file: string;
  readonly line: number | null;
}

const ADDRESS = /https?:\/\/[^\s<>"'`|\\^{}[\]()]+(?:\([^\s()]*\)[^\s<>"'`|\\^{}[\]()]*)*/g;

/** The links of a source, each once: its pages, its identifiers, and those in its text. */
export function linksOf(source: Source, file: TextFile): ShownLink[] {
  const written = [...source.body.matchAll(ADDRESS)].map(([url]) =>
    url.replace(/[.,;:!?*_]+$/, ''),
  );
  const own = [source.url, source.photo].filter((url) => url !== undefined);
  const identified = linksWithIdentifiers(source).map(({ url }) => url);
  return [...new Set([...own, ...identified, ...written])]
    .filter((url) => URL.canParse(url))
    .map((url) => ({
      url,
      file: file.name,
      line: lineOf(
        file,
        url,
        ...[source.doi, source.arxiv].filter((id) => id && url.endsWith(id)).map(String),
      ),
    }));
}

export function insecure(links: readonly ShownLink[]): Diagnosis[] {
  return links
    .filter(({ url }) => url.startsWith('http:'))
    .map(({ url, file, line }) => {
      const message = DIAGNOSES.insecure(url);
      return { severity: 'warning', check: 'link', file, line, message };
    });
}

const AT_ONCE = 8;
const TIMEOUT_MS = 15_000;

/** Follows each address once. What a server shows to browsers alone counts as there. */
export async function follow(
  links: readonly ShownLink[],
  onProgress: (done: number, total: number) => void,
): Promise<Diagnosis[]> {
  const addresses = [...new Set(links.map(({ url }) => url))];
  const faults = new Map<string, Pick<Diagnosis, 'severity' | 'message'>>();
  let next = 0;
  let done = 0;
  const work = async () => {
    for (let url = addresses[next++]; url !== undefined; url = addresses[next++]) {
      const fault = await faultOf(url);
      if (fault !== null) faults.set(url, fault);
      onProgress(++done, addresses.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return links.flatMap(({ url, file, line }) => {
    const fault = faults.get(url);
    return fault === undefined ? [] : [{ ...fault, check: 'link', file, line }];
  });
}

async function faultOf(url: string): Promise<Pick<Diagnosis, 'severity' | 'message'> | null> {
  try {
    let { status } = await request(url, 'HEAD');
    // Many servers refuse or forget HEAD.
    if (status >= 400) ({ status } = await request(url, 'GET'));
    if (status === 404 || status === 410) {
      return { severity: 'error', message: DIAGNOSES.gone(url, status) };
    }
    return status >= 500 ? { severity: 'warning', message: DIAGNOSES.failing(url, status) } : null;
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    return { severity: 'warning', message: DIAGNOSES.unreachable(url, cause?.code ?? message) };
  }
}

async function request(url: string, method: 'HEAD' | 'GET'): Promise<Response> {
  const response = await fetch(url, { method, signal: AbortSignal.timeout(TIMEOUT_MS) });
  await response.body?.cancel();
  return response;
}
