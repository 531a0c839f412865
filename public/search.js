// Finds works and questions while one types (the combobox pattern of the ARIA practices guide). Without
// this script, the form asks the question on a page of its own.

const MOST_WORKS = 6;
const MOST_QUESTIONS = 2;

const form = document.querySelector('.search');
const field = form.querySelector('input');
const texts = form.dataset;

const list = document.createElement('ul');
list.id = 'found';
list.role = 'listbox';
list.ariaLabel = form.querySelector('label').textContent;
list.hidden = true;
const status = document.createElement('p');
status.className = 'hidden';
status.role = 'status';
form.append(list, status);
field.role = 'combobox';
field.ariaExpanded = 'false';
field.ariaAutoComplete = 'list';
field.setAttribute('aria-controls', list.id);

let loading;
let options = [];
let active = -1;

const fold = (text) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** The works of the profile; where they need a key, there are questions only. */
function load() {
  loading ??= fetch('api/sources')
    .then((reply) => (reply.ok ? reply.json() : { sources: [] }))
    .then(({ sources }) =>
      sources
        .filter(({ kind }) => kind !== 'list')
        .map(({ id, title, summary = '', people, venue = '', year = '', topics }) => ({
          label: title,
          detail: [venue, year].filter(Boolean).join(' '),
          href: `sources/${id}`,
          title: fold(title),
          words: fold([title, summary, venue, year, ...people, ...topics].join(' ')),
        })),
    )
    .catch(() => {
      loading = undefined;
      return [];
    });
  return loading;
}

async function find() {
  const typed = field.value;
  const wanted = fold(typed);
  const entries = await load();
  if (field.value !== typed) return;
  const has = (words) => wanted.every((part) => words.some((word) => word.startsWith(part)));
  const works = entries
    .filter(({ words }) => has(words))
    .sort((a, b) => has(b.title) - has(a.title))
    .slice(0, MOST_WORKS);
  const examples = [...document.querySelectorAll('.examples button')].map(({ value }) => value);
  const about = works
    .filter(({ title }) => has(title))
    .map(({ label }) => texts.about.replace('{title}', () => label));
  const questions = [...examples.filter((question) => has(fold(question))), ...about]
    .slice(0, MOST_QUESTIONS)
    .map((question) => ({ label: texts.ask.replace('{question}', () => question), question }));
  show(wanted.length === 0 ? [] : [...works, ...questions]);
  if (wanted.length === 0) status.textContent = '';
  else if (options.length === 0) status.textContent = texts.nothing;
  else status.textContent = texts.found.replace('{number}', options.length);
}

function show(found) {
  options = found;
  active = -1;
  list.replaceChildren(
    ...found.map(({ label, detail = '' }, i) => {
      const item = document.createElement('li');
      item.id = `found-${i}`;
      item.role = 'option';
      item.append(label);
      if (detail !== '') {
        const small = document.createElement('small');
        small.textContent = detail;
        item.append(' ', small);
      }
      item.addEventListener('click', () => choose(found[i]));
      return item;
    }),
  );
  list.hidden = found.length === 0;
  field.ariaExpanded = String(!list.hidden);
  field.removeAttribute('aria-activedescendant');
}

function move(by) {
  active = (active + by + options.length + 1) % (options.length + 1);
  // Behind the last option is the field itself.
  if (active === options.length) active = -1;
  [...list.children].forEach((item, i) => {
    item.ariaSelected = String(i === active);
    if (i === active) item.scrollIntoView({ block: 'nearest' });
  });
  if (active === -1) field.removeAttribute('aria-activedescendant');
  else field.setAttribute('aria-activedescendant', `found-${active}`);
}

function choose({ href, question }) {
  if (href !== undefined) {
    location.href = href;
    return;
  }
  const widget = document.querySelector('ask-the-researcher');
  field.value = '';
  show([]);
  widget.ask(question);
  widget.scrollIntoView();
}

field.addEventListener('focus', load);
field.addEventListener('input', find);
field.addEventListener('blur', () => setTimeout(() => show([]), 200));
field.addEventListener('keydown', (event) => {
  if (event.isComposing) return;
  if (event.key === 'Escape' && options.length > 0) show([]);
  else if (event.key === 'ArrowDown' && options.length > 0) move(1);
  else if (event.key === 'ArrowUp' && options.length > 0) move(-1);
  else return;
  event.preventDefault();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  choose(options[active] ?? { question: field.value });
});
