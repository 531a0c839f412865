// The demo page: asks, streams the answer, shows its sources. Text enters the page as text, never as HTML.

const log = document.querySelector('#log');
const suggestions = document.querySelector('#suggestions');
const form = document.querySelector('#form');
const field = document.querySelector('#question');
const submit = document.querySelector('#submit');
const history = [];

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const question = field.value.trim();
  if (question === '' || submit.disabled) return;
  field.value = '';
  ask(question);
});
field.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
fetch('api/suggestions')
  .then((reply) => reply.json())
  .then((reply) => suggest(reply.suggestions))
  .catch(() => {}); // The page works without them.

async function ask(question) {
  const turn = element('section', { className: 'turn', tabIndex: -1 }, element('h2', {}, question));
  const text = element('div', {}, element('p', {}, 'Looking it up …'));
  const sources = element('ol', { className: 'sources' });
  turn.append(text, sources);
  log.append(turn);
  if (document.activeElement !== field) turn.focus(); // The button that asked may go.
  setBusy(true);
  const turnId = log.children.length;
  let markdown = '';
  try {
    for await (const { event, data } of answerEvents(question)) {
      if (event === 'citation') sources.append(sourceItem(data, turnId));
      if (event === 'error') throw new Error(data.detail);
      if (event === 'text-delta') markdown += data.text;
      if (event === 'end') markdown = data.answer;
      if (markdown !== '') text.replaceChildren(...blocks(markdown, turnId));
      if (event === 'end') suggest(data.followUps);
    }
    history.push({ role: 'user', content: question }, { role: 'assistant', content: markdown });
  } catch (error) {
    const again = element('button', { type: 'button' }, 'Try again');
    again.addEventListener('click', () => {
      turn.remove();
      ask(question);
    });
    const words = error instanceof TypeError ? 'The server cannot be reached.' : error.message;
    text.replaceChildren(element('p', { className: 'error', role: 'alert' }, `${words} `, again));
    sources.remove();
  }
  setBusy(false);
  turn.scrollIntoView({ block: 'nearest' });
}

async function* answerEvents(question) {
  const messages = history.slice(-20);
  const reply = await fetch('api/chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
    body: JSON.stringify({
      question,
      history: messages.map(({ role, content }) => ({ role, content: content.slice(0, 8000) })),
    }),
  });
  if (!reply.ok) {
    const problem = await reply.json().catch(() => ({})); // A proxy may answer in HTML.
    throw new Error(problem.detail ?? `The server answered with status ${reply.status}.`);
  }
  for await (const message of readEvents(reply.body)) {
    yield message;
    if (message.event === 'end') return;
  }
  throw new Error('The answer broke off.');
}

/** Server-sent events of a body; the network may cut them anywhere, even within a character. */
async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const frames = (rest + value.replaceAll('\r', '')).split('\n\n');
    rest = frames.pop();
    for (const frame of frames) {
      const lines = frame.split('\n');
      const fieldOf = (name) =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const data = fieldOf('data');
      if (data !== undefined) yield { event: fieldOf('event'), data: JSON.parse(data) };
    }
  }
}

/** Paragraphs and `- ` lists. */
function blocks(markdown, turnId) {
  const nodes = [];
  for (const block of markdown.split(/\n\s*\n|\n(?=- )/)) {
    const item = block.startsWith('- ');
    if (item && nodes.at(-1)?.tagName !== 'UL') nodes.push(element('ul', {}));
    if (item) nodes.at(-1).append(element('li', {}, ...inline(block.slice(2), turnId)));
    else nodes.push(element('p', {}, ...inline(block, turnId)));
  }
  return nodes;
}

/** `[1]`, `**bold**`, `[label](address)` and bare addresses; everything else is plain text. */
function inline(text, turnId) {
  const pattern =
    /\[(\d+)\](?!\()|\*\*(.+?)\*\*|\[([^\]]+)\]\((https?:[^)\s]+)\)|(https?:\/\/[^\s<>()]*[^\s<>().,;:!?'"])/g;
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, marker, bold, label, target, address] = match;
    nodes.push(text.slice(end, match.index));
    if (marker) nodes.push(markerLink(marker, turnId));
    else if (bold) nodes.push(element('strong', {}, bold));
    else nodes.push(element('a', { href: target ?? address }, label ?? address));
    end = match.index + whole.length;
  }
  return [...nodes, text.slice(end)];
}

function markerLink(index, turnId) {
  const href = `#source-${turnId}-${index}`;
  return element('a', { className: 'marker', href, ariaLabel: `Source ${index}` }, `[${index}]`);
}

function sourceItem({ index, title, heading, quote, url, links }, turnId) {
  const name = url === null ? title : element('a', { href: url }, title);
  const where = heading === '' || heading === title ? '' : `, ${heading}`;
  const pages = links.map((link) => element('a', { href: link.url }, link.label));
  return element(
    'li',
    { id: `source-${turnId}-${index}`, value: index },
    name,
    where,
    element('blockquote', {}, `“${quote}”`),
    element('div', { className: 'links' }, ...pages),
  );
}

function suggest(questions) {
  const buttons = questions.map((question) => {
    const button = element('button', { type: 'button' }, question);
    button.addEventListener('click', () => ask(question));
    return button;
  });
  suggestions.replaceChildren(...buttons);
}

function setBusy(busy) {
  log.ariaBusy = String(busy); // Readers hear the answer when it is whole.
  for (const button of document.querySelectorAll('button')) button.disabled = busy;
}

function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}
