import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SyntaxKind } from 'typescript/unstable/ast';
import { createScanner } from 'typescript/unstable/ast/scanner';

/** A regular expression in a file: a literal, or `new RegExp(…)` up to its opening bracket. */
export interface Pattern {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** Offsets of `text`. */
  readonly start: number;
  readonly end: number;
}

/** The folders whose patterns are counted: what reads a visitor's words, and what checks a model's. */
export const FOLDERS: readonly string[] = ['src/answer', 'src/language'];

/** The patterns of these folders, by file and place. */
export function patternsOf(folders: readonly string[] = FOLDERS): Pattern[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
      .filter((file) => file.endsWith('.ts'))
      .sort()
      .flatMap((file) => patternsIn(readFileSync(file, 'utf8'), file)),
  );
}

/** A slash behind one of these divides; behind anything else it opens a pattern. */
const OPERANDS: ReadonlySet<SyntaxKind> = new Set([
  ...[SyntaxKind.Identifier, SyntaxKind.NumericLiteral, SyntaxKind.StringLiteral],
  ...[SyntaxKind.NoSubstitutionTemplateLiteral, SyntaxKind.TemplateTail, SyntaxKind.ThisKeyword],
  ...[SyntaxKind.CloseParenToken, SyntaxKind.CloseBracketToken, SyntaxKind.CloseBraceToken],
]);

/** The patterns of one file, by the scanner of the TypeScript compiler. */
export function patternsIn(code: string, file: string): Pattern[] {
  const scanner = createScanner(true);
  scanner.setText(code);
  const found: Pattern[] = [];
  /** For each template that is open, how many braces are open in the expression it is at. */
  const braces: number[] = [];
  let before: SyntaxKind = SyntaxKind.Unknown;
  let isNew = false;
  for (let token = scanner.scan(); token !== SyntaxKind.EndOfFile; token = scanner.scan()) {
    const depth = braces.length - 1;
    if (token === SyntaxKind.SlashToken || token === SyntaxKind.SlashEqualsToken) {
      if (!OPERANDS.has(before)) token = scanner.reScanSlashToken();
    } else if (token === SyntaxKind.TemplateHead) braces.push(0);
    else if (token === SyntaxKind.OpenBraceToken) {
      if (depth >= 0) braces[depth] = (braces[depth] ?? 0) + 1;
    } else if (token === SyntaxKind.CloseBraceToken && depth >= 0) {
      if (braces[depth] === 0) {
        token = scanner.reScanTemplateToken(false);
        if (token === SyntaxKind.TemplateTail) braces.pop();
      } else braces[depth] = (braces[depth] ?? 0) - 1;
    }
    const start = scanner.getTokenStart();
    const isLiteral = token === SyntaxKind.RegularExpressionLiteral;
    if (isLiteral || (isNew && scanner.getTokenText() === 'RegExp')) {
      const line = code.slice(0, start).split('\n').length;
      const text = isLiteral ? scanner.getTokenText() : 'new RegExp';
      found.push({ file, line, text, start, end: scanner.getTokenEnd() });
    }
    isNew = token === SyntaxKind.NewKeyword;
    before = token;
  }
  return found;
}
