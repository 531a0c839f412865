const TEMPLATES: readonly ((title: string, other: string) => string)[] = [
  (title) => `What is ${title}?`,
  (title) => `Who worked on ${title}?`,
  (title) => `Where was ${title} published?`,
  (title) => `Is there code for ${title}?`,
  (title) => `When did ${title} come out?`,
  (title) => `How does ${title} work and why does it matter?`,
  (title, other) => `How does ${title} relate to ${other}?`,
  (title, other) => `Which came first, ${title} or ${other}?`,
];

/** Up to `count` different questions about these titles; those about the same title are far apart. */
export function questionsAbout(titles: readonly string[], count: number): string[] {
  const questions = new Set<string>();
  for (let distance = 1; distance < titles.length; distance++) {
    for (const template of TEMPLATES) {
      for (const [i, title] of titles.entries()) {
        questions.add(template(title, titles[(i + distance) % titles.length] ?? title));
        if (questions.size === count) return [...questions];
      }
    }
  }
  return [...questions];
}
