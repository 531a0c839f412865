// Asks the example questions, and the one in the address, in the widget.

const widget = document.querySelector('ask-the-researcher');

function ask(question) {
  widget.ask(question);
  widget.scrollIntoView();
}

document.querySelector('.examples').addEventListener('submit', (event) => {
  event.preventDefault();
  ask(event.submitter.value);
});

// The conversation survives a reload and a way back, so there it has been asked.
const asked = new URLSearchParams(location.search).get('question');
const [navigation] = performance.getEntriesByType('navigation');
if (asked && navigation?.type === 'navigate') ask(asked);
