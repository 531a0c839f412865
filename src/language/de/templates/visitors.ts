import type { AnswerPageTexts, LaterStrings, WidgetStrings } from '../../en/templates/visitors.ts';

export const widget: WidgetStrings = {
  language: 'de',
  heading: 'Fragen zur Forschung von {researcher}',
  headingUnnamed: 'Fragen zu dieser Forschung',
  introduction: 'Jeder Satz einer Antwort ist durch ein Zitat belegt, das Sie prüfen können.',
  placeholder: 'Stellen Sie eine Frage',
  question: 'Ihre Frage',
  suggestions: 'Vorgeschlagene Fragen',
  conversation: 'Unterhaltung',
  open: 'Eine Frage stellen',
  close: 'Schließen',
  send: 'Senden',
  stop: 'Abbrechen',
  clear: 'Neue Unterhaltung',

  asked: 'Sie haben gefragt:',
  answered: 'Antwort:',
  answering: 'Antwort wird erstellt…',
  slow: 'Das dauert länger als sonst. Der Dienst arbeitet noch daran…',
  waiting: 'Warten auf den Dienst. Ist er in vielen Tabs geöffnet, hilft es, einige zu schließen…',
  ready: 'Antwort fertig, {count} Quellen',
  readyOne: 'Antwort fertig, 1 Quelle',
  readyNone: 'Antwort fertig, keine Quellen',
  stopped: 'Abgebrochen.',
  retry: 'Erneut versuchen',
  retryIn: 'Erneut versuchen in {seconds} s',

  showAll: 'Alle {count} anzeigen',
  source: 'Quelle {index}: {title}',
  sources: 'Quellen',
  asOf: 'Stand {date}',
  extractive: 'Aus dem Profil zitiert',
  llm: 'Von einem Sprachmodell verfasst, jeder Satz an seinen Zitaten geprüft',
  llmQuotes: 'Von einem Sprachmodell verfasst; Zitate, Namen und Zahlen geprüft',

  offline: 'Sie scheinen offline zu sein. Ihre Frage bleibt erhalten.',
  unreachable: 'Der Dienst ist gerade nicht erreichbar.',
  notAllowed: 'Diese Seite darf den Dienst noch nicht nutzen. Wer sie betreibt, kann das ändern.',
  noService:
    'Der Dienst ist nicht unter dieser Adresse. Wer die Seite betreibt, kann `endpoint` richtig setzen.',
  silent: 'Der Dienst antwortet seit einer Weile nicht.',
  rateLimited:
    'Zu viele Fragen in kurzer Zeit. Bitte versuchen Sie es in einer Minute noch einmal.',
  rateLimitedFor:
    'Zu viele Fragen in kurzer Zeit. Bitte versuchen Sie es in {seconds} s noch einmal.',
  refused: 'Der Dienst hat diese Frage nicht angenommen. Bitte formulieren Sie sie anders.',
  server: 'Auf dem Server ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.',
};

export const later: LaterStrings = {
  profileWords: 'Aus dem Profil',
  about: 'Über',
  how: 'Wie kam diese Antwort zustande?',
  understood: 'Ihre Frage wurde so verstanden:',
  foundQuotes: 'Die Antwort stützt sich auf diese wörtlich zitierten Stellen:',
  foundNothing: 'Das Profil wurde durchsucht, enthält aber keine Antwort auf diese Frage.',
  howExtractive:
    'Die Antwort besteht aus Sätzen des Profils. Ein Sprachmodell war nicht beteiligt.',
  howLlm:
    'Ein Sprachmodell hat die Antwort aus diesen Stellen verfasst. Sätze, die die Prüfung nicht bestanden, wurden weggelassen.',
  copy: 'Mit Quellenangaben kopieren',
  cite: 'BibTeX kopieren',
  notThePaper: 'In den Worten des Profils, nicht der Veröffentlichung.',
  since: 'seit {date}',
  pages: 'Seiten {pages}',
  others: '{count} weitere',
  comparison: 'Vergleich',
  published: 'Erschienen',
  people: 'Personen',
  awards: 'Auszeichnungen',
  said: 'Im Profil',
  links: 'Links',
  copyQuote: 'Zitat kopieren',
  showInSource: 'In der Quelle zeigen',
  copied: 'Kopiert',
  copyFailed: 'Ihr Browser erlaubt das Kopieren nicht.',
  helpful: 'Hilfreich',
  unhelpful: 'Nicht hilfreich',
  why: 'Was war das Problem?',
  incorrect: 'Die Antwort ist falsch',
  incomplete: 'Es fehlt etwas',
  offTopic: 'Geht an meiner Frage vorbei',
  unclear: 'Schwer verständlich',
  comment: 'In Ihren Worten (freiwillig)',
  sendComment: 'Senden',
  thanks: 'Danke für Ihre Rückmeldung.',
};

export const page: AnswerPageTexts = {
  direction: 'ltr',
  source: (number) => `Quelle ${number}`,
  quotesNote: 'Jedes Zitat stammt aus dem Profil; die Links führen zur Arbeit, die es beschreibt.',
  askAbout: (researcher) =>
    researcher === null ? 'Fragen zu dieser Forschung' : `Fragen zu ${researcher}`,
  followUps: 'Weiter fragen',
  askAnother: 'Eine weitere Frage stellen',
  earlier: 'Bisher in dieser Unterhaltung',
  startOver: 'Neu beginnen',
  ask: 'Fragen',
  noAnswer: 'Keine Antwort',
  noQuestion: 'Bitte geben Sie unten eine Frage ein.',
  tooLong: (length, most) =>
    `Ihre Frage hat ${grouped(length)} Zeichen; höchstens ${grouped(most)} sind möglich. Bitte kürzen Sie sie.`,
  badHistory:
    'Die bisherige Unterhaltung war nicht lesbar, daher beginnt diese Seite eine neue. Bitte fragen Sie noch einmal.',
  failed: 'Auf dem Server ist etwas schiefgegangen. Bitte versuchen Sie es gleich noch einmal.',
  rate: 'War das nicht das Richtige?',
  thanksTitle: 'Vielen Dank',
};

function grouped(number: number): string {
  return number.toLocaleString('de');
}
