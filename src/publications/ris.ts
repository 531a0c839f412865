import { type CslItem, plugins, type RisEntry } from '@citation-js/core';
import '@citation-js/plugin-ris';

/** RIS, as reference managers import it; each record ends in "ER  - ". */
export function toRis(items: readonly CslItem[]): string {
  return items.map(recordOf).join('');
}

// Written here: the library's own text breaks lines after 70 characters, which few programs read.
function recordOf(item: CslItem): string {
  const [entry = {}] = plugins.output.format('ris', [item], { format: 'object' });
  const { TY, SP, C2: _, DA: __, ID: ___, ...rest } = entry;
  const fields: RisEntry = { ...rest, ...corrections(item, SP) };
  const lines = Object.entries(fields).flatMap(([tag, value]) =>
    [value].flat().map((text) => line(tag, text)),
  );
  return [line('TY', item.type === 'article' ? 'UNPB' : String(TY)), ...lines, 'ER  - \r\n'].join(
    '',
  );
}

/** First and last page apart, the year of a meeting where it is looked for, its name, the key uncut. */
function corrections(item: CslItem, pages: string | readonly string[] | undefined): RisEntry {
  const year = item.issued?.['date-parts'][0][0];
  const [first, last] = String(pages ?? '').split('-');
  const venue = item['container-title'];
  return {
    ID: item.id,
    ...(item.type === 'article' && { PB: String(item['publisher']) }),
    ...(year !== undefined && { PY: String(year) }),
    ...(first && { SP: first }),
    ...(last && { EP: last }),
    ...(typeof venue === 'string' && { T2: venue }),
  };
}

function line(tag: string, text: string): string {
  return `${tag}  - ${text.replace(/\s+/g, ' ')}\r\n`;
}
