/** The text of a page of Quarto or R Markdown, without what these compute and without attributes. */
export function withoutComputed(markdown: string): string {
  return (
    markdown
      .replace(/^(\x60{3,}|~{3,})\s*\{[\s\S]*?^\1[ \t]*$/gm, '')
      .replace(/\x60r [^\x60]*\x60/g, '')
      .replace(/\[[^[\]\n]*(?<![\w.])@[\w:-]+[^[\]\n]*\]/g, '')
      // Pandoc reads Markdown between tags that stand alone.
      .replace(/^[ \t]*(<\/?(?:div|section|center)\b[^>]*>)[ \t]*$/gim, '\n$1\n')
      .replace(/(?<=[\])])\{[^{}\n]*\}|(?<=^#.*)\s\{[^{}\n]*\}$/gm, '')
  );
}
