import type { CslItem } from '../../publications/parse-citations.ts';

/** Names in the form that the corpus reads: "Family, Given"; groups in braces. */
export function namesOf(names: unknown): string[] {
  if (!Array.isArray(names)) return [];
  return (names as Record<string, string | undefined>[]).map(cleanName).flatMap((name) => {
    const { given, suffix, literal } = name;
    const particle = name['non-dropping-particle'] ?? name['dropping-particle'];
    const family = [particle, name['family']].filter(Boolean).join(' ');
    if (/^(?:others|et al\.?)$/i.test(family) && !given) return [];
    if (literal !== undefined) return [`{${literal}}`];
    if (family === '' && !given) return [];
    if (!given) return [/\s/.test(family) ? `{${family}}` : family];
    return [suffix === undefined ? `${given} ${family}`.trim() : `${family}, ${suffix}, ${given}`];
  });
}

function cleanName(name: Readonly<Record<string, string | undefined>>) {
  const parts = Object.entries(name).flatMap(([part, text]) =>
    bare(text) === '' ? [] : [[part, bare(text)]],
  );
  return Object.fromEntries(parts) as Record<string, string | undefined>;
}

/** Without the marks of those who wrote as much as the first author. */
function bare(text: string | undefined): string {
  return plain(text).replace(/[\s*†‡§¶#]+$/u, '');
}

/** "2024-05-17", or as much of it as is known. */
export function dateOf(item: CslItem): string | undefined {
  const [year, ...rest] = item.issued?.['date-parts']?.[0] ?? [];
  if (year === undefined || !/^(?:19|20|21)\d\d$/.test(String(year))) return undefined;
  return [year, ...rest.slice(0, 2)].map((part) => String(part).padStart(2, '0')).join('-');
}

export function topicsOf(keywords: string): string[] {
  return keywords
    .split(/\s*[,;]\s*/)
    .filter(
      (topic) =>
        topic !== '' &&
        topic.length <= 60 &&
        !/^(?:own|mine|selected|todo|review|unread|read|important|phd|thesis)$/i.test(topic),
    );
}

export function doiOf(text: string): string | undefined {
  return /10\.\d{4,9}\/\S+/
    .exec(text)?.[0]
    .toLowerCase()
    .replace(/[.,;]$/, '');
}

export function addressOf(text: string): string | undefined {
  if (/^https?:\/\/(?:dx\.)?doi\.org\//.test(text)) return undefined;
  const address = text.replace(/\\([_%&#~])/g, '$1').trim();
  return /^https?:\/\/\S+$/.test(address) && URL.canParse(address) ? address : undefined;
}

export function pagesOf(text: string | undefined): string | undefined {
  const [, first, last] = /^(\d+)\s*[–—-]+\s*(\d+)$/.exec(text ?? '') ?? [];
  return first === undefined || last === undefined ? undefined : `${first}-${last}`;
}

export function degreeOf(type: string): string | undefined {
  if (/ph\.?\s?d|doctor|dissertation|phdthesis/i.test(plain(type))) return 'PhD';
  if (/master|mathesis|m\.?\s?sc/i.test(type)) return 'MSc';
  if (/bachelor|candthesis/i.test(type)) return 'Bachelor';
  return undefined;
}

export function reviewedIn(title: string): string | undefined {
  return /^(?:book )?review of:?\s*(.+)$/i.exec(title)?.[1];
}

/** Text of a bibliography without markup: tags of the library, braces and commands. */
export function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return String(value)
    .replace(/<jats:title>[^<]*<\/jats:title>/gi, ' ')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/\\[a-zA-Z]+\s?|\\(?=[^a-zA-Z])|[{}$]/g, '')
    .replace(/ /g, ' ')
    .replace(/ı\u0301/g, 'í')
    .replace(/\s+/g, ' ')
    .trim()
    .normalize('NFC');
}
