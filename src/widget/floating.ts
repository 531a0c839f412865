/** Whether the open panel leaves room for the page beside it. */
export function fitsBesidePage(): boolean {
  return matchMedia('(min-width: 481px) and (min-height: 481px)').matches;
}

/**
 * Opens the panel: beside the page, or on a small screen as all there is (modal, so that the focus
 * cannot get behind it). There it follows the part of the screen that the keyboard leaves free.
 * @returns how to close it
 */
export function openPanel(dialog: HTMLDialogElement): () => void {
  if (fitsBesidePage()) {
    // Unlike show() it leaves the focus where it is: a panel may open with the page.
    dialog.setAttribute('open', '');
    return () => dialog.close();
  }
  dialog.showModal();
  const viewport = window.visualViewport;
  const follow = () => {
    dialog.style.setProperty('--visible-height', `${viewport?.height ?? innerHeight}px`);
    dialog.style.setProperty('--visible-top', `${viewport?.offsetTop ?? 0}px`);
  };
  follow();
  viewport?.addEventListener('resize', follow);
  viewport?.addEventListener('scroll', follow);
  return () => {
    viewport?.removeEventListener('resize', follow);
    viewport?.removeEventListener('scroll', follow);
    dialog.close();
  };
}
