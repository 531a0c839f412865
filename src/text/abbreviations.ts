/**
 * Abbreviations of scholarly prose in English, German, French and Spanish, by what may follow their period.
 * Written without the last period; of dotted ones such as "e.g." also without spaces. Our own
 * compilation. Case counts: "Fig." abbreviates, "fig." may be a fruit.
 */

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** They precede what they belong to: no sentence ends here, no matter what follows. */
export const LEADING = words(`
  Dr Drs Prof Profs Assoc Asst Assist Mr Mrs Ms Mx Messrs Rev Revd Fr Hon Gen Brig Maj Lt Col Cpt
  Capt Cmdr Cdr Adm Sgt Cpl Pte Pvt Gov Sen Rep Pres Supt Insp St Ste Sts Mt Mts Ft
  e.g i.e eg cf vs viz esp resp approx ca c.f nb N.B incl excl
  Dr.-Ing Dipl Dipl.-Ing Dipl.-Inf Dipl.-Math Dipl.-Phys Dipl.-Psych Mag Ing PD Priv.-Doz Hr Hrn Fa
  d.h z.B z.T z.Zt z.Hd i.d.R i.A i.Allg s.o s.u u.a.m vgl bzw ggf ggfs evtl evt sog insb insbes zzgl
  zzgl inkl exkl einschl ausschl abzgl bspw beispielsw geb gest verh gegr zit gem lt m.E u.U o.ä
  rer med phil habil vereinz wiss allg ehem verm hrsg Hrsg Hg
  Chr av apr ap M MM Pr Mgr Me p.ex c.-à-d c.à.d env éd trad dir préf prés
  EE Sra Sres Srta Dra Dres Profa prof profa Lic Excmo Excma Ilmo Ilma p.ej v.gr aprox Avda Pza
`);

/** They end a sentence only if the next word begins one: "etc. The", but "etc. Mirrors". */
export const TRAILING = words(`
  etc al usw usf ff et.al ibid Ibid id op.cit loc.cit passim
  Inc Ltd Corp Co Cos Bros LLC Pty Plc Assn Dept dept Univ Inst Soc Acad Assoc Jr Sr Esq ret Est est
  Ave Blvd Rd Str Sq Ln Pl Hwy Bldg Apt rm Rm bd Bd boul pl
  U.S U.K U.N E.U U.S.A U.A.E D.C a.m p.m A.M P.M a.k.a A.D B.C B.C.E C.E n.Chr v.Chr u.Z v.u.Z
  av.J.-C apr.J.-C ap.J.-C J.-C s.J.-C Ph.D Ph.Ds M.D M.A B.A M.Sc B.Sc LL.M LL.B D.Phil M.Phil
  M.Eng B.Eng Ed.D D.Sc Sc.D MBA h.c e.V i.R a.D u.a u.ä Mio Mrd Tsd Mill Jh Jhd Jhdt
  EE.UU a.C d.C a.n.e d.n.e Cía S.A S.L ene ago dic
  hab max min avg std dev temp abs rel orig var subst ext tel Tel tél Tél fax Mob
  edn ed Ed eds Eds repr Repr rev transl Transl illus impr publ Publ
  Jan Feb Febr Mar Apr Jun Jul Aug Sep Sept Oct Okt Nov Dec Dez Mon Tue Tues Wed Thu Thur Thurs Fri
  Mär janv févr avr juil sept oct nov déc
`);

/** They precede a number, a label or a capitalized word, and end a sentence before a starter. */
export const NUMBERED = words(`
  No Nos Nr Nrn Fig Figs Abb Abbn Tab Tabs Tbl Eq Eqs Eqn Eqns Gl Gln Sec Secs Sect Sects Abs Abschn
  Ch Chap Chaps Kap Vol Vols Bd Bde Iss Issue Hft App Apps Anh Anm Art Arts Ziff Lit Def Defs Thm
  Thms Prop Props Cor Lem Rem Ex Exs Alg Algs Obs Conj Pf Suppl Supp Ser Mod Lvl Lev Pt Pts Ph Pl
  núm núms pág págs cap caps párr lám tít
  Taf Ausg Aufl Jg Jhrg Rn Rdnr Nro Ref Refs Ver Vers Mk Cl Gr Kl Q
  pp vol vols chap fn fns sect suppl tab abb kap nr aufl ser tome livr fasc ill pl éch coll bull
  art fig figs sec nos eq eqs ch app

  Abh Abstr Adv Ann Annu Appl Arch Archaeol Archäol Astron Astrophys Autom Behav Ber Biochem Bioinf
  Biol Biomed Biophys Bot Br Bull Chem Clin Coast Cogn Commun Comp Comput Conf Contrib Crit Crystallogr
  Dev Diss Ecol Econ Educ Electr Electron Eng Engin Environ Epidemiol Ergon Ethnol Eur Evol Exp Expt
  Forsch Found Gaz Gen Genet Geogr Geol Geophys Gesch Graph Handb Hist Hydrol Hum Ind Inf Inform Infect
  Innov Instrum Int Intell Interdiscip Invest J Jb Jahrb Jpn Lang Lect Lett Libr Ling Manag Manuf Mar
  Mater Math Meas Mech Med Mem Meteorol Methodol Microbiol Microsc Mitt Mol Monatsh Monogr Nachr Nat
  Natl Neurol Neurosci Newsl Nucl Nutr Oceanogr Oper Opt Ornithol Paleontol Parasitol Pathol Pharm
  Pharmacol Phil Philol Philos Photogr Phys Physiol Polit Proc Prog Psychiatr Psychol Publ Quart
  Radiol Rech Rec Rehabil Res Robot Schr Sci Secur Seismol Semin Sitzungsber Sociol Softw Spectrosc
  Stat Statist Stud Surg Surv Symp Syst Tech Technol Telecommun Theor Top Toxicol Trans Transp Trav
  Trop Verh Vet Virol Wiss Zentralbl Zool Ztg Ztschr Zool
`);

/** Before a number only; elsewhere they are words: "the answer is no". */
export const BEFORE_NUMBER = words('no p l t v n s c m d S nº § sat sun mar may abs cl ex mod gr');

/**
 * After an abbreviation, these words in upper case begin a sentence: they are rarely part of a name.
 */
export const STARTERS = words(`
  A An The This That These Those There Then Thus Therefore Thereafter Their They It Its He She His Her
  We Our I You Your My Who What When Where Why How Which While Whether With Without Within
  In On At By For From To Of As After Before Since Until During Between Among Under Over About Above
  Both Each Every Everyone Everything Everybody Most Many Much More Some Several Few All Any Another
  Other Others Such No Nobody None Nothing Not Neither Nor Only Even Also Although Though Because But
  And Or So Yet If Once Unless However Hence Here Today Later Now Next Instead Meanwhile Moreover
  Furthermore Finally First Second Third Similarly Still Again Often Sometimes Soon Yes One Two Three
  Four Five Six Is Are Was Were Do Does Did Can Could Will Has Have Had Please Ask See

  Der Die Das Den Dem Des Ein Eine Einer Eines Einem Einen Er Sie Es Wir Ihr Ich Ihre Ihm Sein Seine
  Unser Unsere Dieser Diese Dieses Diesen Diesem Jeder Jede Jedes Alle Viele Einige Manche Mehrere Man
  Niemand Nichts Kein Keine Im Am An Auf Aus Bei Beim Bis Durch Für Gegen Mit Nach Ohne Seit Über Um
  Unter Von Vom Vor Während Wegen Zu Zum Zur Zwischen Danach Dann Damit Dabei Daher Dafür Dagegen Darin
  Daran Darauf Darüber Darunter Dazu Davon Dort Hier Heute Später Zuerst Zuletzt Auch Aber Und Oder
  Doch Denn Da Dass Wenn Weil Obwohl Als Ob Sobald Nur Noch Schon So Sonst Trotzdem Außerdem Deshalb
  Deswegen Wer Was Wann Wo Warum Wie Welche Welcher Welches Ist Sind War Waren Hat Haben Wird Werden
  Jedoch Allerdings Zudem Schließlich

  Le La Les Un Une Du De Des Ce Cet Cette Ces Il Elle Ils Elles On Nous Vous Je Tu Son Sa Ses Leur
  Leurs Notre Nos Mon Ma Mes Dans Sur Sous Avec Sans Pour Par Après Avant Depuis Pendant Entre Chez
  Vers Dès Mais Ou Et Donc Or Car Si Quand Lorsque Comme Puis Ensuite Enfin Ainsi Alors Aussi
  Cependant Pourtant Toutefois Ici Là Environ Personne Rien Chaque Tout Toute Tous Toutes Plusieurs
  Quelques Certains Certaines Aucun Aucune Qui Que Quoi Où Pourquoi Comment Combien Quel Quelle C'est
  Est Sont Ont

  El Los Las Unos Unas Esto Este Esta Estos Estas Ese Esa Aquel Aquella Su Sus Mi Nuestro Nuestra Lo Se
  Ella Ellos Ellas Yo Nosotros Usted Ustedes Al Del Con Sin Por Para Sobre Desde Hasta Hacia Según
  Durante Tras Ante Bajo Cuando Donde Como Porque Pero Aunque Sino También Tampoco Además Así Después
  Luego Entonces Ahora Hoy Aquí Allí Ya Sí Nunca Siempre Quizá Quién Qué Cuál Cuándo Dónde Cómo Cuánto
  Todo Toda Todos Todas Algunos Algunas Muchos Muchas Pocos Ninguno Ninguna Cada Otro Otra Otros Otras
  Es Son Fue Fueron Era Eran Hay Ha Han Tiene Tienen Puede
`);

/** Of the starters, those that also begin a surname: "M. Le Goff", "J. De Wit". */
export const NAME_PARTICLES = words('Le La Les Du De Des Den Der Von Vom Zu Zum Zur Da An');

/** A name and one of these make a complete clause: "Mirrin is". */
export const FINITE_VERBS = words(`
  is are was were has have had will would can could may might must does did became
  ist sind war waren hat haben hatte wird werden wurde wurden kann muss
  est sont était fut ont avait sera peut
  es son fue fueron era eran ha han había tiene puede
`);

/** After these, German writes an ordinal: "am 4. August". */
export const BEFORE_ORDINAL = words(`
  am im der die das den dem des vom zum zur beim bis ab seit jeder jede jedes ein eine einen einem
  einer eines sein ihr kein dieser diese dieses und oder von nach vor mein unser zu ins ans
`);

/** A number before one of these is an ordinal in German. */
export const AFTER_ORDINAL = words(`
  Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember
  Jahrhundert Jahrhunderts Jahrhunderte Jahrtausend Jahrtausends Jahrzehnt Auflage Ausgabe Band Kapitel
  Semester Klasse Stock Mal Tag Tage Woche Monat Jahr Platz Preis Geburtstag Quartal Grad
`);

/** Words that reveal the language of a text. */
export const FUNCTION_WORDS = {
  en: words('the of and is are was were to a for with by from it its that this on at he she no'),
  de: words(
    'der die das und ist sind war ein eine einen seit im am von vom mit für auf den dem des zu zum nicht er sie es wie als aus bei nach wurde wird dort wer wann warum welche welcher welches über',
  ),
  fr: words(
    "le la les des et est une un du dans par pour au aux sur il elle ce cette de l' d' qui ne pas ont fut quel quelle quels quelles quand où comment pourquoi avec",
  ),
  es: words(
    'el la los las un una y es son fue del al en por para con que se su sus lo no como más pero desde este esta qué quién cuándo dónde cómo cuál cuáles',
  ),
} as const;
