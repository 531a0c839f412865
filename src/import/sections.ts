import type { SourceKind } from '../domain.ts';
import { letters } from './finding.ts';

/** What stands in a section: things of a kind, or what the person is or speaks. */
export type Topic =
  | Extract<
      SourceKind,
      | 'position'
      | 'education'
      | 'grant'
      | 'award'
      | 'patent'
      | 'student'
      | 'thesis'
      | 'course'
      | 'talk'
      | 'paper'
      | 'software'
      | 'dataset'
      | 'service'
      | 'media'
      | 'news'
      | 'project'
    >
  | 'cv'
  | 'about'
  | 'research'
  | 'languages'
  | 'openings'
  | 'interests';

/**
 * The words by which headings are recognized, in English, German, French and Spanish, longest sense
 * first: "Talks and awards" is about talks, "Grants and awards" about grants.
 */
const WORDS: readonly (readonly [Topic, RegExp])[] = [
  [
    'openings',
    /open positions?|openings|vacanc|prospective|join (?:us|the)|offene stellen|stellenangebote|job openings|postes ouverts/,
  ],
  [
    'thesis',
    /theses|thesis supervis|abschlussarbeit|masterarbeiten|dissertationen|master.?s? students?.*theses|memoires|tesis/,
  ],
  [
    'student',
    /students?\b|supervis|advis|mentor|mentees|postdocs?\b|group members|betreu|doktorand|doctorants?|encadrement|doctorandos|alumni|trainees/,
  ],
  ['patent', /patent|brevet|inventions?\b/],
  [
    'paper',
    /publication|publikation|papers?\b|articles?\b|artikel|aufsatze|aufsätze|journal|conference proceedings|proceedings|books?\b|livres?\b|libros?\b|bucher|bücher|chapters?\b|chapitres?\b|capitulos?\b|preprints?\b|bibliograph|working papers|manuscripts|schriften|veroffentlich|veröffentlich|publicaciones|references\b|reports?\b|reviews\b/,
  ],
  [
    'talk',
    /talks?\b|presentations?\b|lectures given|invited lectures|keynotes?\b|seminars given|vortrag|vorträge|vortrage|conferences?\b|conferencias|exposes|exposés|speaking/,
  ],
  [
    'course',
    /teach|courses?\b|lehre\b|lehrveranstaltung|enseignement|docencia|classes\b|unterricht/,
  ],
  [
    'grant',
    /grants?\b|funding|forderung|förderung|drittmittel|financement|projets? finances|subvencion|research support/,
  ],
  [
    'award',
    /awards?\b|honou?rs?\b|prizes?\b|fellowships?\b|scholarships?\b|preise?\b|auszeichnung|stipendi|prix\b|distinctions?\b|premios|becas|achievements?\b/,
  ],
  [
    'education',
    /education|degrees?\b|ausbildung|studium|bildungsweg|\bformation\b|\bformacion|qualifications?\b|academic background|(?:professional|academic) training\b|^training\b$/,
  ],
  [
    'position',
    /employment|appointments?\b|positions?\b|experience|career|work history|werdegang|beruf|anstellung|stellen\b|parcours|postes|experiencia|puestos|internships?\b/,
  ],
  ['software', /software|code\b|tools\b|open.?source|logiciels?/],
  ['dataset', /data ?sets?|\bdata\b|daten\b|donnees|datos/],
  [
    'service',
    /service|committees?\b|editorial|reviewing|review(?:er|ing)\b|memberships?\b|gremien|mitglied|outreach|responsabilit|organi[sz]ation of|activities|ehrenamt|professional|gutachter/,
  ],
  ['media', /media\b|press\b|interviews?\b|medien|presse|in the news/],
  ['news', /^news|aktuelles|neuigkeiten|updates|actualites|noticias/],
  ['project', /projects?\b|projekte?\b|projets?\b|proyectos/],
  [
    'cv',
    /^(?:short |brief |academic )*(?:cv|c\.v\.|curriculum vitae|vitae?|lebenslauf|resume|background)$/,
  ],
  ['languages', /^languages?(?: skills)?$|^sprachen$|^sprachkenntnisse$|^langues$|^idiomas$/],
  ['interests', /interests\b|interessen|interets|keywords|expertise|^topics$/],
  [
    'research',
    /research|forschung|recherche|investigacion|what (?:i|we) (?:do|study)|my work|schwerpunkte/,
  ],
  [
    'about',
    /^about|^profile$|^summary$|biograph|^bio$|short bio|uber mich|über mich|^zur person|^profil$|introduction|^welcome|^hello|^hi\b|^me$|a propos|sobre mi|^home$/,
  ],
];

/** What a section is about by its heading; null for one that is read as text. */
export function topicOf(heading: string): Topic | null {
  const folded = heading
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  // A heading with a verb is a sentence: "How we teach machines to publish".
  if (folded.split(/\s+/).length > 7 || /[?!]$/.test(heading)) return null;
  return WORDS.find(([, pattern]) => pattern.test(folded))?.[0] ?? null;
}

/** What is held, not done: "Research Scientist", "Student Assistant". */
export function isOffice(text: string): boolean {
  return /\b(?:scientist|researcher|engineer|professor|assistant|associate|fellow|intern|lecturer|director|head|manager|member|chair|reviewer)\b/i.test(
    text,
  );
}

/** The degree that the students of a section work for. */
export function degreeOfHeading(heading: string): string | undefined {
  const folded = letters(heading);
  if (/master|msc|diplom/.test(folded)) return 'MSc';
  if (/bachelor|undergrad|bsc|honours/.test(folded)) return 'Bachelor';
  if (/phd|doctoral|doktor|doctorant|dissertation|graduatestudent/.test(folded)) return 'PhD';
  return undefined;
}

/** "Doctoral", "Postdoctoral", "Visiting": what a section calls its students. */
export function studentsOfHeading(heading: string): string {
  const folded = letters(heading);
  if (/postdoc/.test(folded)) return 'postdoctoral researcher';
  if (/visit|intern/.test(folded)) return 'visiting student';
  const degree = degreeOfHeading(heading);
  if (degree === 'PhD') return 'doctoral student';
  if (degree === 'MSc') return 'master’s student';
  if (degree === 'Bachelor') return 'undergraduate student';
  return 'student';
}
