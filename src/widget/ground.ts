/**
 * Whether the page is dark where the element stands, told by the first ancestor with a background;
 * undefined where none has one, and the color scheme of the page decides.
 */
export function isOnDarkGround(element: Element): boolean | undefined {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  for (let node: Node | null = element; node !== null && context; node = parentOf(node)) {
    if (!(node instanceof Element)) continue;
    // The canvas reads every color that CSS can write.
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = getComputedStyle(node).backgroundColor;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
    if (alpha > 127) return 0.3 * red + 0.6 * green + 0.1 * blue < 128;
  }
  return undefined;
}

/** Calls `onChange` when the ground may have changed; returns a function that ends that. */
export function watchGround(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  for (const node of [document.documentElement, document.body]) {
    observer.observe(node, { attributes: true });
  }
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', onChange);
  // A ground that fades has its color only at the end.
  const onEnd = ({ propertyName }: TransitionEvent) => {
    if (propertyName === 'background-color') onChange();
  };
  document.addEventListener('transitionend', onEnd);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', onChange);
    document.removeEventListener('transitionend', onEnd);
  };
}

function parentOf(node: Node): Node | null {
  return node instanceof ShadowRoot ? node.host : node.parentNode;
}
