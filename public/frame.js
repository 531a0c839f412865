// For pages that show `/embed?height=…` in a frame: makes the frame as high as what is in it.

const MOST = 4000;

addEventListener('message', ({ data, source, origin }) => {
  if (data?.type !== 'ask-the-researcher:height' || !(data.height > 0)) return;
  for (const frame of document.querySelectorAll('iframe')) {
    if (frame.contentWindow !== source || new URL(frame.src).origin !== origin) continue;
    frame.height = Math.min(Math.ceil(data.height), MOST);
  }
});
