/** Whether the screen is large enough to show the page beside the open panel. */
export function fitsBesidePage(): boolean {
  return matchMedia('(min-width: 481px) and (min-height: 481px)').matches;
}

/**
 * Opens the panel: beside the page, or, on a small screen, over all of it (modal, so that the focus
 * cannot move behind it). There the panel shrinks to the area that the on-screen keyboard leaves free.
 * @returns a function that closes the panel
 */
export function openPanel(dialog: HTMLDialogElement): () => void {
  if (fitsBesidePage()) {
    // Unlike show(), this leaves the focus alone: the panel may open as the page loads.
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
