import compression from 'compression';

/** Compresses replies from 1 kB on with brotli or gzip. Not event streams: their frames would be held back. */
export const compressResponses = compression({
  filter: (request, response) =>
    !/^text\/event-stream\b/i.test(String(response.getHeader('Content-Type'))) &&
    compression.filter(request, response),
});
