import type { Source, SourceKind, Subtype } from '../domain.ts';
import { capitalized } from '../text/characters.ts';

/** A front matter field that only some kinds have. */
export type Detail =
  | 'subtype'
  | 'date'
  | 'start'
  | 'end'
  | 'place'
  | 'organization'
  | 'role'
  | 'degree'
  | 'advisors'
  | 'editors'
  | 'funder'
  | 'amount'
  | 'number'
  | 'status'
  | 'term'
  | 'event'
  | 'publisher'
  | 'volume'
  | 'issue'
  | 'isbn'
  | 'reviewed'
  | 'version'
  | 'license'
  | 'owner'
  | 'pronouns'
  | 'photo';

/** The names of the type in the formats of reference managers. */
export interface CitationType {
  readonly csl: string;
  readonly bibtex: string;
  readonly ris: string;
}

/**
 * The role of a kind in the work of a researcher: a `publication` or another `work`; an `undertaking`,
 * which counts as its own publication if it has people, venue and year; an `event`, of which a career
 * has many; a `stage`, that is a position in a career; an `overview` of other sources; or `internal`,
 * which no file can name.
 */
export type Class =
  | 'publication'
  | 'work'
  | 'undertaking'
  | 'event'
  | 'stage'
  | 'overview'
  | 'internal';

export interface Kind {
  /** Singular and plural, as used in sentences. */
  readonly one: string;
  readonly many: string;
  /** Other plurals that visitors use, in lower case. */
  readonly synonyms?: readonly string[];
  readonly class: Class;
  /** Heading of their group on pages and lists, if it is not `many`; groups follow the order of the table. */
  readonly heading?: string;
  /** The label of one of them, if it is not `one`. */
  readonly label?: string;
  /** The fields in addition to those that every kind has. */
  readonly fields: readonly Detail[];
  readonly cite: CitationType;
  /** schema.org */
  readonly schema: string;
}

const WEB_PAGE: CitationType = { csl: 'webpage', bibtex: 'misc', ris: 'ELEC' };
const PUBLISHED = ['date', 'publisher', 'editors', 'volume', 'issue', 'status'] as const;
const LASTING = ['start', 'end', 'organization', 'place', 'role', 'status'] as const;

/**
 * Every kind of source, and everything that other parts know about kinds. A new kind is a name in
 * `SourceKind`, a row here, an example file in `corpus/`, and a row in the table of `test/corpus/kinds.test.ts`.
 */
export const KINDS = {
  person: {
    one: 'person',
    many: 'people',
    heading: 'Person',
    class: 'overview',
    fields: ['owner', 'pronouns', 'role', 'organization', 'place', 'photo'],
    cite: WEB_PAGE,
    schema: 'Person',
  },
  position: {
    one: 'position',
    many: 'positions',
    heading: 'Career',
    class: 'stage',
    fields: LASTING,
    cite: WEB_PAGE,
    schema: 'WebPage',
  },
  education: {
    one: 'education',
    many: 'education',
    class: 'stage',
    fields: [...LASTING, 'degree', 'advisors'],
    cite: WEB_PAGE,
    schema: 'WebPage',
  },
  project: {
    one: 'project',
    many: 'projects',
    class: 'undertaking',
    synonyms: ['systems', 'tools', 'frameworks', 'prototypes', 'software'],
    fields: [...PUBLISHED, ...LASTING, 'subtype', 'event', 'funder', 'version', 'license'],
    cite: { csl: 'paper-conference', bibtex: 'inproceedings', ris: 'CONF' },
    schema: 'ResearchProject',
  },
  paper: {
    one: 'paper',
    many: 'papers',
    synonyms: ['articles'],
    class: 'publication',
    fields: [...PUBLISHED, 'subtype', 'event', 'place'],
    cite: { csl: 'paper-conference', bibtex: 'inproceedings', ris: 'CONF' },
    schema: 'ScholarlyArticle',
  },
  book: {
    one: 'book',
    many: 'books',
    synonyms: ['monographs', 'textbooks'],
    class: 'publication',
    fields: [...PUBLISHED, 'isbn', 'place'],
    cite: { csl: 'book', bibtex: 'book', ris: 'BOOK' },
    schema: 'Book',
  },
  'edited-volume': {
    one: 'edited volume',
    many: 'edited volumes',
    class: 'publication',
    synonyms: ['edited books', 'collections', 'anthologies'],
    fields: [...PUBLISHED, 'isbn', 'place'],
    cite: { csl: 'book', bibtex: 'book', ris: 'BOOK' },
    schema: 'Book',
  },
  chapter: {
    one: 'chapter',
    many: 'chapters',
    synonyms: ['book chapters'],
    class: 'publication',
    fields: [...PUBLISHED, 'isbn', 'place'],
    cite: { csl: 'chapter', bibtex: 'incollection', ris: 'CHAP' },
    schema: 'Chapter',
  },
  review: {
    one: 'review',
    many: 'reviews',
    synonyms: ['book reviews'],
    class: 'publication',
    fields: [...PUBLISHED, 'reviewed'],
    cite: { csl: 'review', bibtex: 'article', ris: 'JOUR' },
    schema: 'Review',
  },
  report: {
    one: 'report',
    many: 'reports',
    class: 'publication',
    synonyms: ['technical reports', 'white papers', 'policy briefs'],
    fields: [...PUBLISHED, 'number', 'organization', 'place'],
    cite: { csl: 'report', bibtex: 'techreport', ris: 'RPRT' },
    schema: 'Report',
  },
  thesis: {
    one: 'thesis',
    many: 'theses',
    class: 'publication',
    synonyms: ['dissertations', 'students', 'mentees'],
    fields: ['date', 'degree', 'organization', 'place', 'advisors', 'status'],
    cite: { csl: 'thesis', bibtex: 'phdthesis', ris: 'THES' },
    schema: 'Thesis',
  },
  patent: {
    one: 'patent',
    many: 'patents',
    synonyms: ['inventions'],
    class: 'work',
    fields: ['date', 'number', 'status', 'organization', 'place'],
    cite: { csl: 'patent', bibtex: 'misc', ris: 'PAT' },
    schema: 'CreativeWork',
  },
  software: {
    one: 'software',
    many: 'software',
    heading: 'Code',
    label: 'code',
    class: 'work',
    synonyms: ['repositories', 'repos', 'code hosts', 'packages'],
    fields: ['date', 'version', 'license', 'organization', 'status'],
    cite: { csl: 'software', bibtex: 'misc', ris: 'COMP' },
    schema: 'SoftwareSourceCode',
  },
  dataset: {
    one: 'dataset',
    many: 'datasets',
    heading: 'Data',
    label: 'data',
    class: 'work',
    synonyms: ['data sets', 'corpora'],
    fields: ['date', 'version', 'license', 'publisher', 'organization', 'status'],
    cite: { csl: 'dataset', bibtex: 'misc', ris: 'DATA' },
    schema: 'Dataset',
  },
  standard: {
    one: 'standard',
    many: 'standards',
    class: 'work',
    fields: ['date', 'number', 'status', 'version', 'organization', 'publisher', 'role'],
    cite: { csl: 'standard', bibtex: 'misc', ris: 'STAND' },
    schema: 'CreativeWork',
  },
  talk: {
    one: 'talk',
    many: 'talks',
    class: 'event',
    synonyms: ['presentations', 'keynotes', 'invited talks'],
    fields: ['date', 'event', 'organization', 'place', 'role', 'status'],
    cite: { csl: 'speech', bibtex: 'misc', ris: 'SLIDE' },
    schema: 'CreativeWork',
  },
  poster: {
    one: 'poster',
    many: 'posters',
    class: 'event',
    fields: ['date', 'event', 'organization', 'place', 'status'],
    cite: { csl: 'graphic', bibtex: 'misc', ris: 'GEN' },
    schema: 'Poster',
  },
  course: {
    one: 'course',
    many: 'courses',
    class: 'event',
    synonyms: ['classes', 'seminars', 'lectures', 'lecture courses'],
    fields: [...LASTING, 'date', 'term', 'number', 'degree'],
    cite: WEB_PAGE,
    schema: 'Course',
  },
  tutorial: {
    one: 'tutorial',
    many: 'tutorials',
    synonyms: ['workshops given', 'hands-on sessions'],
    class: 'event',
    fields: ['date', 'event', 'organization', 'place', 'role', 'status'],
    cite: { csl: 'speech', bibtex: 'misc', ris: 'SLIDE' },
    schema: 'LearningResource',
  },
  grant: {
    one: 'grant',
    many: 'grants',
    class: 'event',
    synonyms: ['funding'],
    fields: [...LASTING, 'date', 'funder', 'amount', 'number'],
    cite: WEB_PAGE,
    schema: 'MonetaryGrant',
  },
  award: {
    one: 'award',
    many: 'awards',
    class: 'event',
    synonyms: ['prizes', 'fellowships', 'honors', 'honours', 'distinctions', 'accolades'],
    fields: [...LASTING, 'date', 'funder', 'amount', 'event'],
    cite: WEB_PAGE,
    schema: 'WebPage',
  },
  service: {
    one: 'service',
    many: 'services',
    heading: 'Service',
    class: 'event',
    synonyms: ['committees', 'program committees', 'editorial boards'],
    fields: [...LASTING, 'date', 'event', 'term'],
    cite: WEB_PAGE,
    schema: 'WebPage',
  },
  student: {
    one: 'student',
    many: 'students',
    class: 'event',
    synonyms: ['advisees', 'mentees', 'postdocs', 'doctoral students', 'phd students'],
    fields: [...LASTING, 'degree', 'advisors'],
    cite: WEB_PAGE,
    schema: 'WebPage',
  },
  theme: {
    one: 'topic',
    many: 'topics',
    class: 'overview',
    synonyms: ['research topics', 'themes', 'areas', 'research areas', 'research interests'],
    fields: [],
    cite: WEB_PAGE,
    schema: 'WebPage',
  },
  media: {
    one: 'media item',
    many: 'media items',
    heading: 'Media',
    label: 'media',
    class: 'event',
    synonyms: ['media', 'interviews', 'press articles', 'media appearances'],
    fields: ['date', 'publisher', 'event', 'place', 'role'],
    cite: WEB_PAGE,
    schema: 'WebPage',
  },
  news: {
    one: 'news item',
    many: 'news items',
    heading: 'News',
    label: 'news',
    class: 'event',
    synonyms: ['news', 'announcements'],
    fields: ['date', 'publisher', 'event', 'place', 'organization'],
    cite: WEB_PAGE,
    schema: 'WebPage',
  },
  supervision: {
    one: 'supervision',
    many: 'supervision',
    class: 'overview',
    fields: [],
    cite: WEB_PAGE,
    schema: 'WebPage',
  },
  page: {
    one: 'page',
    many: 'pages',
    class: 'overview',
    fields: ['organization', 'place', 'role'],
    cite: WEB_PAGE,
    schema: 'WebPage',
  },
  text: {
    one: 'text',
    many: 'texts',
    class: 'internal',
    fields: [],
    cite: WEB_PAGE,
    schema: 'WebPage',
  },
  list: {
    one: 'list',
    many: 'lists',
    class: 'internal',
    fields: [],
    cite: WEB_PAGE,
    schema: 'WebPage',
  },
} as const satisfies Record<SourceKind, Kind>;

/** The kinds in the order in which pages show them. */
export const KIND_NAMES = Object.keys(KINDS) as SourceKind[];

/** The kinds that a file may name. */
export const FILE_KINDS = KIND_NAMES.filter((kind) => kindOf(kind).class !== 'internal');

/** How papers are cited by their subtype. */
const BY_SUBTYPE: Readonly<Record<Subtype, CitationType>> = {
  journal: { csl: 'article-journal', bibtex: 'article', ris: 'JOUR' },
  conference: KINDS.paper.cite,
  workshop: KINDS.paper.cite,
  preprint: { csl: 'article', bibtex: 'misc', ris: 'UNPB' },
};

/** Former names of kinds, and their current names. */
export const RENAMED: Readonly<Record<string, readonly [SourceKind, ...SourceKind[]]>> = {
  career: ['position', 'education'],
  repository: ['software'],
};

export function kindOf(kind: SourceKind): Kind {
  return KINDS[kind];
}

/** "Papers" */
export function headingOf(kind: SourceKind): string {
  const { heading, many } = kindOf(kind);
  return heading ?? capitalized(many);
}

/** "Paper" */
export function labelOf(kind: SourceKind): string {
  const { label, one } = kindOf(kind);
  return capitalized(label ?? one);
}

/** Whether visitors ask for such a source by name: works, and events of a career. */
export function isRecord(kind: SourceKind | null | undefined): boolean {
  return isOneOf(kind, 'publication', 'work', 'undertaking', 'event');
}

/** Whether it is a position in a career: employment or education. */
export function isStage(kind: SourceKind | null | undefined): boolean {
  return isOneOf(kind, 'stage');
}

export function isOneOf(
  kind: SourceKind | null | undefined,
  ...classes: readonly Class[]
): boolean {
  return kind !== null && kind !== undefined && classes.includes(kindOf(kind).class);
}

/** The citation types of a paper of a subtype. */
export function citationOfSubtype(subtype: Subtype): CitationType {
  return BY_SUBTYPE[subtype];
}

/** The names of a CSL type in other formats; undefined for a type that no kind has. */
export function citationOfType(csl: string): CitationType | undefined {
  const types = [...Object.values(BY_SUBTYPE), ...KIND_NAMES.map((kind) => kindOf(kind).cite)];
  return types.find((type) => type.csl === csl);
}

/** The fields that a file of the kind may have in addition to the common ones. */
export function fieldsOf(kind: SourceKind): readonly Detail[] {
  return kindOf(kind).fields;
}

/** The kind that a word names: singular, plural or synonym. */
export function kindCalled(word: string): SourceKind | undefined {
  const wanted = word.trim().toLowerCase();
  const isNamed = (kind: SourceKind) =>
    [kind, kindOf(kind).one, kindOf(kind).many].includes(wanted);
  const isCalled = (kind: SourceKind) =>
    [...(kindOf(kind).synonyms ?? []), ...singularsOf(kind)].includes(wanted);
  return KIND_NAMES.find(isNamed) ?? KIND_NAMES.find(isCalled);
}

/** The words for one of a kind: "award", "prize", "honor". */
export function singularsOf(kind: SourceKind): readonly string[] {
  const { one, synonyms = [] } = kindOf(kind);
  const singular = (word: string) =>
    word
      .replace(/ies$/, 'y')
      .replace(/(?<=ss)es$/, '')
      .replace(/(?<!s)s$/, '');
  return [...new Set([one, ...synonyms.map(singular)])];
}

/** The person the corpus is about: the one marked as `owner`, or who is named most in its records. */
export function ownerOf(sources: readonly Source[]): Source | undefined {
  const people = sources.filter(({ kind }) => kind === 'person');
  const marked = people.find(({ owner }) => owner);
  if (marked || people.length < 2) return marked ?? people[0];
  const worksOf = ({ title, aliases }: Source) => {
    const names = new Set([title, ...aliases]);
    return sources.filter(({ people }) => people.some((name) => names.has(name))).length;
  };
  return [...people].sort((a, b) => worksOf(b) - worksOf(a))[0];
}
