// Asks the example questions in the widget, puts this host into the snippets, and copies them.

const widget = document.querySelector('ask-the-researcher');

for (const span of document.querySelectorAll('.origin')) {
  span.textContent = document.baseURI.replace(/\/[^/]*$/, '');
}

document.querySelector('.examples').addEventListener('submit', (event) => {
  event.preventDefault();
  widget.ask(event.submitter.value);
  widget.scrollIntoView({ block: 'nearest' });
});

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = navigator.clipboard === undefined;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = 'Copied';
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 2000);
  });
}
