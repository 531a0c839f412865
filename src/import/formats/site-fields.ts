import type { Link } from '../../domain.ts';
import { isoOf } from '../dates.ts';
import { labelOf } from '../parts.ts';
import { addressOf } from './bibliography-fields.ts';
import { type Json, list, text } from './json.ts';

/** The fields of site generators for pages about a work. */
const ADDRESSES: Readonly<Record<string, string>> = {
  url_pdf: 'PDF',
  paperurl: 'PDF',
  pdf: 'PDF',
  url_code: 'Code',
  codeurl: 'Code',
  code: 'Code',
  github: 'Code',
  url_dataset: 'Data',
  url_slides: 'Slides',
  slidesurl: 'Slides',
  url_poster: 'Poster',
  url_video: 'Video',
  video: 'Video',
  url_project: 'Project page',
  url_source: 'Source',
  external_link: 'Page',
  link: 'Page',
  website: 'Page',
  redirect: 'Page',
};

export function awardsOf(fields: Json): string[] {
  return [fields['award'], fields['awards'], fields['honors']].flatMap((value) =>
    list(value).flatMap((award) => text(award) ?? []),
  );
}

export function roleOf(type: string | undefined): string | undefined {
  return type === undefined || /^(?:talks?|events?)$/i.test(type) ? undefined : type;
}

/** The date of a page, or that in its file name. */
export function dateOf(fields: Json, file: string): string | undefined {
  const written = fields['date'] ?? fields['publishDate'] ?? fields['date_start'] ?? fields['year'];
  const found =
    written instanceof Date ? written.toISOString().slice(0, 10) : isoOf(String(written ?? ''));
  return found || /(?:^|\/)((?:19|20)\d\d(?:-\d\d){0,2})-/.exec(file)?.[1];
}

export function linksOf(fields: Json): Link[] {
  const named = Object.entries(ADDRESSES).flatMap(([field, label]): Link[] => {
    const url = addressOf(text(fields[field]) ?? '');
    if (url === undefined) return [];
    return [
      { label: label === 'Code' ? codeLabel(url) : label === 'PDF' ? labelOf(url) : label, url },
    ];
  });
  const listed = list(fields['links']).flatMap((link): Link[] => {
    const { name, type, url: address, link: other } = link as Record<string, unknown>;
    const url = addressOf(text(address) ?? text(other) ?? '');
    const label = text(name) ?? text(type);
    if (url === undefined) return [];
    return [
      {
        label: label === undefined ? labelOf(url) : /^code$/i.test(label) ? codeLabel(url) : label,
        url,
      },
    ];
  });
  return [...new Map([...named, ...listed].map((link) => [link.url, link])).values()];
}

/** "Code on GitHub" */
function codeLabel(url: string): string {
  const label = labelOf(url);
  return label.startsWith('Code') ? label : `Code on ${new URL(url).hostname}`;
}
