// citation-js brings no types; these are the parts that this folder uses.

declare module '@citation-js/core' {
  interface Name {
    readonly family?: string;
    readonly given?: string;
    readonly suffix?: string;
    readonly literal?: string;
    readonly 'non-dropping-particle'?: string;
  }

  /** An item of CSL-JSON (citation-style-language/schema, csl-data.json). */
  interface CslItem {
    readonly id: string;
    readonly type: string;
    readonly 'citation-key'?: string;
    readonly title: string;
    readonly author?: readonly Name[];
    readonly issued?: { readonly 'date-parts': readonly [readonly [number, ...number[]]] };
    readonly [field: string]: unknown;
  }

  interface BibtexEntry {
    readonly type: string;
    readonly label: string;
    readonly properties: Readonly<Record<string, string>>;
  }

  type RisEntry = Readonly<Record<string, string | readonly string[]>>;

  const plugins: {
    readonly input: {
      /** One step of the parser: the entries of a BibTeX text. */
      chainLink(text: string): readonly unknown[];
      chain(
        data: string | readonly BibtexEntry[],
        options: { generateGraph: boolean },
      ): readonly CslItem[];
    };
    readonly output: {
      format(
        name: 'bibtex',
        items: readonly CslItem[],
        options: { format: 'object' },
      ): BibtexEntry[];
      format(name: 'ris', items: readonly CslItem[], options: { format: 'object' }): RisEntry[];
    };
    readonly config: {
      get(name: '@bibtex'): {
        readonly constants: Readonly<
          Record<'commands' | 'mathCommands' | 'ligatures' | 'diacritics', Record<string, string>>
        >;
      };
    };
  };
  class Cite {
    constructor(text: string);
    readonly data: readonly CslItem[];
  }
}

declare module '@citation-js/plugin-bibtex';
declare module '@citation-js/plugin-ris';
