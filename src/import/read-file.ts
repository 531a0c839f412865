import { readFile } from 'node:fs/promises';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { parseRawFrontMatter } from '../corpus/front-matter.ts';
import { publishedText } from '../corpus/unpublished.ts';
import { READ } from '../language/en/templates/owner-import.ts';
import type { Note, Reading } from './finding.ts';
import { readBibtex, readCslJson, readRis } from './formats/bibliography.ts';
import { readDocx } from './formats/docx.ts';
import { object, parseJson, text } from './formats/json.ts';
import { readOrcid } from './formats/orcid.ts';
import { readPdf } from './formats/pdf.ts';
import { withoutComputed } from './formats/quarto.ts';
import { readResume } from './formats/resume.ts';
import { readSitePage } from './formats/site-page.ts';
import { readSettings } from './formats/site-settings.ts';
import { readHtml, readMarkdownText, readPlainText } from './formats/text.ts';
import { type Input, readInput } from './inputs.ts';
import { pageRole } from './page-role.ts';
import { isConfidential } from './privacy.ts';
import { treeOfHtml, treeOfMarkdown } from './tree.ts';

/** Where a text says of itself that it is not for the public. */
const HEAD_LENGTH = 400;
/** What themes bring along to show how it is done. */
const SAMPLE =
  /^(?:project|teaching experience|blog post number|portfolio item number|paper title number|(?:conference proceeding )?(?:talk|tutorial)) ?\d+\b|^(?:an )?example (?:talk|event|project|journal|conference|preprint|page)\b|^a (?:post with|distill-style blog post)\b|^displaying (?:beautiful tables with bootstrap|external posts)\b|^a (?:simple inline|long) announcement\b|^\P{L}*(?:sharpen your thinking with a second brain|communicate your results effectively with|teach academic courses|easily create your own simple yet highly|learn (?:python|javascript)$|display jupyter notebooks with)/iu;

/** What one file holds, by what it is. A file that cannot be read is a problem, and no other file is the worse for it. */
export async function readFileOf(input: Input): Promise<Reading> {
  const { file } = input;
  try {
    if (/\.pdf$/i.test(file))
      return await readPdf(new Uint8Array(await readFile(input.path)), input);
    if (/\.docx$/i.test(file)) return await readDocx(await readFile(input.path), input);
    return readText(await readInput(input.path), input);
  } catch (error) {
    return noted(
      file,
      'problem',
      READ.failed(
        ((error as Error).message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:$/, ''),
      ),
      lineOf(error),
    );
  }
}

function readText(content: string, input: Input): Reading {
  const { file } = input;
  if (content.trim() === '') return noted(file, 'skipped', READ.empty);
  if (content.includes('\0')) return noted(file, 'problem', READ.binary);
  if (/\.(?:bib|bibtex|biblatex)$/i.test(file)) return readBibtex(content, file);
  if (/\.ris$/i.test(file) || /^TY {2}- /m.test(content.slice(0, 300)))
    return readRis(content, file);
  if (/\.json$/i.test(file)) return readJson(content, file);
  if (/\.ya?ml$/i.test(file)) return readData(parseYaml(content.replace(/^---\s*\n/, '')), file);
  if (/\.toml$/i.test(file)) return readData(parseToml(content), file);
  if (isConfidential(content.slice(0, HEAD_LENGTH)))
    return noted(file, 'private', READ.confidential);
  if (/\.(?:md|markdown|mdx|qmd|rmd|x?html?)$/i.test(file)) return readPage(content, input);
  return readPlainText(content, file, pageRole(input, undefined));
}

/** A page in Markdown or HTML; with front matter, it is one of a site. */
function readPage(content: string, input: Input): Reading {
  const { file } = input;
  const isHtml = /\.x?html?$/i.test(file);
  const matter = parseRawFrontMatter(content);
  if (matter === null) {
    const role = pageRole(input, undefined);
    return isHtml ? readHtml(content, file, role) : readMarkdownText(content, file, role);
  }
  const [problem] = matter.problems;
  if (problem !== undefined) {
    const [line = '1', ...reason] = problem.split(': ');
    return noted(file, 'problem', reason.join(': '), Number(line));
  }
  if (matter.draft !== null) return noted(file, 'private', READ.draft(matter.draft));
  if (SAMPLE.test(text(matter.fields['title']) ?? '')) return noted(file, 'skipped', READ.sample);
  const markdown = content.slice(matter.end);
  const written = /\.[qr]md$/i.test(file) ? withoutComputed(markdown) : markdown;
  const published = publishedText(written, { isMdx: /\.mdx$/i.test(file) });
  const document = isHtml ? treeOfHtml(published.text) : treeOfMarkdown(published.text);
  const left = /<!--|\{%-?\s*comment|\{#/.test(markdown) ? ['comment'] : [];
  return readSitePage({ input, fields: matter.fields, document, left });
}

function readJson(content: string, file: string): Reading {
  const { data, fault } = parseJson(content);
  if (fault !== undefined) return noted(file, 'problem', READ.notJson(fault.reason), fault.line);
  if (Array.isArray(data)) {
    return data.some((item) => 'title' in object(item) && 'type' in object(item))
      ? readCslJson(data, file)
      : noted(file, 'skipped', READ.unknownData);
  }
  return readData(data, file);
}

/** Data in JSON, YAML or TOML: a record of ORCID, a CV, CSL, or the settings of a site. */
function readData(data: unknown, file: string): Reading {
  const fields = object(data);
  if ('orcid-identifier' in fields || 'activities-summary' in fields)
    return readOrcid(fields, file);
  if (Array.isArray(fields['items']) || Array.isArray(fields['references'])) {
    const items = (fields['items'] ?? fields['references']) as unknown[];
    if (items.some((item) => 'title' in object(item))) return readCslJson(items, file);
  }
  if (
    'basics' in fields ||
    'cv' in fields ||
    (Array.isArray(data) && data.some((part) => 'contents' in object(part)))
  ) {
    return readResume(data, file);
  }
  if (/(?:^|\/)(?:_config|_quarto|config|hugo|params|languages)\.\w+$/i.test(file))
    return readSettings(fields, file);
  return noted(file, 'skipped', READ.unknownData);
}

function noted(file: string, type: Note['type'], reason: string, line?: number): Reading {
  return { findings: [], notes: [{ origin: { file, line }, type, reason }] };
}

/** The line of an error of YAML or TOML. */
function lineOf(error: unknown): number | undefined {
  const { linePos, line } = error as { linePos?: readonly { line: number }[]; line?: number };
  return linePos?.[0]?.line ?? line;
}
