// Buttons that copy the text of an element; without this script they are hidden.

function showButtons() {
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = navigator.clipboard === undefined;
  }
}
showButtons();
addEventListener('content-changed', showButtons);

document.addEventListener('click', async ({ target }) => {
  const button = target.closest?.('[data-copy]');
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  const label = button.textContent;
  if (label === button.dataset.copied) return;
  button.textContent = button.dataset.copied;
  setTimeout(() => {
    button.textContent = label;
  }, 2000);
});
