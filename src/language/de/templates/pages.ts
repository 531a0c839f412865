import type { PageTexts } from '../../en/templates/pages.ts';

const grouped = (number: number) => number.toLocaleString('de');
const count = (number: number, one: string, many: string) =>
  `${grouped(number)} ${number === 1 ? one : many}`;
const works = (number: number) => count(number, 'Publikation', 'Publikationen');
const of = (researcher: string | null) =>
  researcher === null ? 'dieser Forschung' : `der Forschung von ${researcher}`;

/** "2024-05-17" as "17. Mai 2024", "2024-05" as "Mai 2024" */
function dateInWords(date: string): string {
  const [year = '', month, day] = date.split('-');
  if (month === undefined) return year;
  return new Intl.DateTimeFormat('de', {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'long',
    ...(day !== undefined && { day: 'numeric' }),
  }).format(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1)));
}

export const PAGES: PageTexts = {
  lang: 'de',
  direction: 'ltr',
  language: 'Deutsch',
  unnamed: 'dieser Person',
  askAbout: (researcher) => `Fragen zu ${of(researcher)}`,
  related: 'Siehe auch',
  date: dateInWords,
  works,
  years: (first, last) => (first === last ? String(first) : `${first}–${last}`),
  andMore: (number) => `und ${grouped(number)} weitere`,
  where: { volume: 'Band', issue: 'Heft', pages: 'S.' },
  kinds: {
    journal: ['Zeitschriftenartikel', 'Zeitschriftenartikel'],
    conference: ['Konferenzbeitrag', 'Konferenzbeiträge'],
    workshop: ['Workshop-Beitrag', 'Workshop-Beiträge'],
    preprint: ['Preprint', 'Preprints'],
    person: ['Person', 'Person'],
    position: ['Stelle', 'Werdegang'],
    education: ['Ausbildung', 'Ausbildung'],
    project: ['Projekt', 'Projekte'],
    paper: ['Artikel', 'Artikel'],
    book: ['Buch', 'Bücher'],
    'edited-volume': ['Herausgegebener Band', 'Herausgegebene Bände'],
    chapter: ['Buchkapitel', 'Buchkapitel'],
    review: ['Rezension', 'Rezensionen'],
    report: ['Bericht', 'Berichte'],
    thesis: ['Abschlussarbeit', 'Abschlussarbeiten'],
    patent: ['Patent', 'Patente'],
    software: ['Code', 'Code'],
    dataset: ['Daten', 'Daten'],
    standard: ['Standard', 'Standards'],
    talk: ['Vortrag', 'Vorträge'],
    poster: ['Poster', 'Poster'],
    course: ['Lehrveranstaltung', 'Lehrveranstaltungen'],
    tutorial: ['Tutorial', 'Tutorials'],
    grant: ['Förderung', 'Förderungen'],
    award: ['Auszeichnung', 'Auszeichnungen'],
    service: ['Gremienarbeit', 'Gremienarbeit'],
    student: ['Betreute Person', 'Betreute Personen'],
    theme: ['Thema', 'Themen'],
    media: ['Medienbeitrag', 'Medien'],
    news: ['Neuigkeit', 'Neuigkeiten'],
    supervision: ['Betreuung', 'Betreuung'],
    page: ['Seite', 'Seiten'],
    text: ['Text', 'Texte'],
    list: ['Liste', 'Listen'],
  },

  sections: {
    publications: 'Publikationen',
    topics: 'Themen',
    people: 'Personen',
    talks: 'Vorträge',
    teaching: 'Lehre',
    supervision: 'Betreuung',
    sources: 'Quellen',
  },

  site: {
    name: (researcher) => researcher ?? 'Fragen zu dieser Forschung',
    skip: 'Zum Inhalt',
    sections: 'Bereiche',
    privacy: ({ chatModel, keepDays }) =>
      [
        keepDays === undefined
          ? 'Was Sie fragen, bleibt in Ihrem Browser und wird auf diesem Server nicht gespeichert.'
          : `Fragen werden ${keepDays === 1 ? 'einen Tag' : `${keepDays} Tage`} aufbewahrt, um zu sehen, was diesem Profil fehlt: ohne E-Mail-Adressen, Telefonnummern und dergleichen, und ohne wer gefragt hat.`,
        ...(chatModel === null
          ? []
          : [`Was Sie fragen, geht an das Sprachmodell ${chatModel}, das die Antworten verfasst.`]),
      ].join(' '),
    docs: 'API',
    embed: 'In die eigene Seite einbauen',
  },

  home: {
    title: (researcher) => `Fragen zu ${of(researcher)}`,
    description: (researcher) =>
      `Stellen Sie Fragen zu ${of(researcher)}; jede Antwort ist durch Zitate belegt, die Sie prüfen können.`,
    lede: 'Fragen Sie mit eigenen Worten nach Publikationen, Projekten, Lehre oder Personen, am besten auf Englisch. Jeder Satz einer Antwort ist durch ein Zitat belegt, das Sie prüfen können, mit Links zu dem, was es beschreibt.',
    asOf: (date) => `Stand: ${date}`,
    profile: 'Profil',
    questions: 'Fragen und Antworten',
    question: 'Ihre Frage',
    examples: 'Beispielfragen',
    search: 'Publikation oder Frage finden',
    searchHint: 'Titel, Name, Konferenz, Thema …',
    found: (number) => `${number} gefunden`,
    foundNothing: 'Nichts gefunden. Mit der Eingabetaste fragen.',
    askAbout: (title) => `What is ${title}?`,
    ask: (question) => `Fragen: ${question}`,
    latest: 'Neueste Publikationen',
    all: (number) => `Alle ${works(number)}`,
  },

  publicationList: {
    title: (researcher) => `Publikationen · ${researcher ?? 'Forschung'}`,
    description: (researcher, number) =>
      `${works(number)}${researcher === null ? '' : ` von ${researcher}`}, nach Jahr, Ort, Thema und Beteiligten.`,
    timeline: 'Publikationen pro Jahr',
    ofYear: (year, number) => `${year}: ${works(number)}`,
    filter: 'Auswahl',
    kind: 'Art',
    year: 'Jahr',
    venue: 'Erschienen in',
    topic: 'Thema',
    author: 'Gemeinsam mit',
    award: 'Auszeichnung',
    any: 'alle',
    show: 'Anzeigen',
    remove: (filter) => `Filter „${filter}“ entfernen`,
    clear: 'Alle zeigen',
    selected: (some, all) => (some === all ? works(all) : `${grouped(some)} von ${works(all)}`),
    none: 'Keine Publikation passt zu dieser Auswahl.',
    export: 'Diese Auswahl als',
    noYear: 'Ohne Jahr',
    venues: 'Erschienen in',
    topics: 'Themen',
    coauthors: 'Gemeinsam veröffentlicht mit',
    graph: 'Wer mit wem veröffentlicht hat',
    graphNote:
      'Eine Linie verbindet zwei Personen, die an derselben Publikation beteiligt sind; ein größerer Kreis steht für mehr davon. Die Liste sagt dasselbe in Worten.',
    togetherWith: (names) => `auch mit ${names.join(', ')}`,
    allCoauthors: (number) => `Alle ${grouped(number)} Personen`,
  },

  examples: {
    lang: 'en',
    forVisitors: 'Zum Kennenlernen',
    forStudents: 'Für Studierende',
    forJournalists: 'Für die Presse',
    who: (researcher) => `Who is ${researcher}?`,
    now: (researcher) => `What does ${researcher} work on now?`,
    awardedPapers: 'Which papers won awards?',
    awards: (researcher) => `Which awards has ${researcher} received?`,
    grants: 'Which grants are there?',
    talks: 'Which talks are there?',
    readFirst: 'What should I read first?',
    theses: 'Which theses were supervised?',
    supervision: (researcher) => `Does ${researcher} supervise students?`,
    courses: 'Which courses are there?',
    code: 'List the projects with public code.',
    software: 'Which software is there?',
    howMany: (kind) => `How many ${kind} are there?`,
    latest: 'What are the latest publications?',
  },

  answer: {
    extractive: 'Aus dem Profil zitiert',
    llm: 'Von einem Sprachmodell verfasst, jeder Satz an seinen Zitaten geprüft',
    llmQuotes: 'Von einem Sprachmodell verfasst; Zitate, Namen und Zahlen geprüft',
    source: (number) => `Quelle ${number}`,
    quotesNote:
      'Jedes Zitat stammt aus dem Profil; die Links führen zu der Arbeit, die es beschreibt.',
    about: 'Über',
    followUps: 'Weiterfragen',
    askAnother: 'Noch eine Frage stellen',
    earlier: 'Bisher in dieser Unterhaltung',
    startOver: 'Von vorn beginnen',
    ask: 'Fragen',
    feedback: 'Ihre Rückmeldung',
    noAnswer: 'Keine Antwort',
    noQuestion: 'Bitte geben Sie unten eine Frage ein.',
    tooLong: (length, most) =>
      `Ihre Frage hat ${grouped(length)} Zeichen; möglich sind ${grouped(most)}. Bitte kürzen Sie sie.`,
    badHistory:
      'Die bisherige Unterhaltung war nicht lesbar, daher beginnt diese Seite eine neue. Bitte fragen Sie noch einmal.',
    failed: 'Auf dem Server ist etwas schiefgegangen. Bitte versuchen Sie es gleich noch einmal.',
  },

  error: {
    notFound: 'Seite nicht gefunden',
    nothingAt: (path) => `Unter ${path} gibt es nichts.`,
    ask: 'Eine Frage stellen',
    sources: 'Alle Quellen ansehen',
  },

  sourceList: {
    title: (researcher) => `Quellen · ${researcher ?? 'Forschung'}`,
    description: (researcher) => `Alles, was diese Seite von ${of(researcher)} weiß.`,
    lede: 'Jede Antwort beruht auf diesen Quellen. Für Programme gibt es sie auch als',
    bibtex: 'BibTeX aller Publikationen',
  },

  lists: {
    title: (section, researcher) => `${section} · ${researcher ?? 'Forschung'}`,
    topics: 'Worum es geht, mit den Publikationen zu jedem Thema.',
    people: 'Alle, die an den Publikationen beteiligt sind; zuerst die mit den meisten.',
    inProfile: 'Im Profil beschrieben',
    theses: 'Abschlussarbeiten',
  },

  embed: {
    title: 'In die eigene Seite einbauen',
    lede: 'Wählen Sie, wie es aussehen soll, sehen Sie es gleich hier, und kopieren Sie die Zeilen in den Quelltext Ihrer Seite.',
    look: 'Aussehen',
    position: 'Wo',
    positions: {
      launcher: 'Als Knopf in der Ecke',
      inline: 'Im Text der Seite',
      frame: 'In einem Rahmen (für Seiten, die keine Skripte erlauben)',
    },
    height: 'Höhe des Rahmens in Pixeln',
    theme: 'Farbschema',
    themes: { auto: 'Wie die Seite', light: 'Hell', dark: 'Dunkel' },
    accent: 'Farbe',
    words: 'Worte',
    language: 'Sprache',
    ofPage: 'Wie die Seite',
    heading: 'Überschrift',
    greeting: 'Begrüßung',
    examples: 'Beispielfragen, eine pro Zeile',
    check: 'Ist meine Seite zugelassen?',
    site: 'Adresse Ihrer Seite',
    show: 'Anzeigen',
    snippet: 'Für Ihre Seite',
    copy: 'Kopieren',
    copied: 'Kopiert',
    allow:
      'Der Dienst antwortet anderen Seiten nur, wenn ihre Adressen in seinen Einstellungen stehen, durch Kommas getrennt:',
    policy: 'Hat Ihre Seite eine Content Security Policy, muss diese erlauben:',
    preview: 'Vorschau',
    launcherNote: 'Der Knopf ist in der Ecke dieser Seite.',
    isAllowed: (origin) => `Seiten von ${origin} dürfen diesen Dienst nutzen.`,
    notAllowed: (origin) =>
      `Seiten von ${origin} dürfen diesen Dienst noch nicht nutzen. Setzen Sie dies und starten Sie ihn neu:`,
    noOrigin: (shown) =>
      `${shown} ist keine Adresse einer Website. Geben Sie sie wie in der Adresszeile ein, etwa https://example.org.`,
  },

  source: {
    ask: 'Danach fragen',
    title: (title, researcher) => `${title} · ${researcher ?? 'Forschung'}`,
    aboutWork: 'Dieser Text stammt aus dem Profil, nicht aus der Publikation selbst:',
    nextInList: 'Mehr dieser Art',
    newer: 'Neuer:',
    older: 'Älter:',
    cite: 'Zitieren',
    copy: 'Kopieren',
    copied: 'Kopiert',
    bibtexFile: 'BibTeX-Datei',
    risFile: 'RIS-Datei',
  },

  facts: {
    kind: 'Art',
    shortName: 'Kurzname',
    authors: 'Verfasst von',
    people: 'Personen',
    published: 'Erschienen',
    whereAndWhen: 'Wo und wann',
    otherNames: 'Andere Namen',
    pronouns: 'Pronomen',
    role: 'Funktion',
    doi: 'DOI',
    arxiv: 'arXiv',
    awards: 'Auszeichnungen',
    topics: 'Themen',
    asOf: 'Stand',
    links: 'Links',
    page: 'Seite',
    thisPage: 'Diese Seite',
  },
};
