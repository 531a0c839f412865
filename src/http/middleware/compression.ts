import compression from 'compression';

/** Packs replies from 1 kB on with brotli or gzip, but no event stream: packing would hold its frames back. */
export const compressReplies = compression({
  filter: (request, response) =>
    !/^text\/event-stream\b/i.test(String(response.getHeader('Content-Type'))) &&
    compression.filter(request, response),
});
