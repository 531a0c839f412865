import { type CslItem, plugins, type RisEntry } from '@citation-js/core';
import '@citation-js/plugin-ris';
import { citationOfType } from '../corpus/kinds.ts';
import { type PersonName, sortedName } from '../text/person-name.ts';

/** An item with the names of its authors in their parts. */
export interface RisItem {
  readonly item: CslItem;
  readonly authors: readonly PersonName[];
}

/** RIS, as reference managers import it; each record ends in "ER  - ". */
export function toRis(items: readonly RisItem[]): string {
  return items.map(recordOf).join('');
}

// Written here: the library's own text breaks lines after 70 characters, which few programs read.
function recordOf({ item, authors }: RisItem): string {
  const [entry = {}] = plugins.output.format('ris', [item], { format: 'object' });
  const { TY, SP, AU: _, C2: __, DA: ___, ID: ____, ...rest } = entry;
  // The library leaves out the particles of names.
  const names = authors.map(sortedName);
  const fields: RisEntry = { AU: names, ...rest, ...corrections(item, SP) };
  const lines = Object.entries(fields).flatMap(([tag, value]) =>
    [value].flat().map((text) => line(tag, text)),
  );
  return [line('TY', citationOfType(item.type)?.ris ?? String(TY)), ...lines, 'ER  - \r\n'].join(
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
