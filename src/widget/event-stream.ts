/** A server-sent event. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * Parses `text/event-stream` (HTML Living Standard, 9.2.6) from chunks that may be cut anywhere.
 * Each call returns the events that its chunk completes. Lines end in LF, CRLF or CR; comments, `id`
 * and `retry` are ignored. Unlike the standard, `end` also returns a last event without a blank line.
 */
export function createEventStreamParser(): {
  push(chunk: string): StreamEvent[];
  end(): StreamEvent[];
} {
  let rest = '';
  let event = '';
  let data: string[] = [];
  let atStart = true;

  function read(line: string, events: StreamEvent[]): void {
    if (line === '') {
      if (data.length > 0) events.push({ event: event || 'message', data: data.join('\n') });
      event = '';
      data = [];
      return;
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }

  return {
    push(chunk) {
      const events: StreamEvent[] = [];
      if (atStart && chunk !== '') {
        atStart = false;
        if (chunk.startsWith('\uFEFF')) chunk = chunk.slice(1);
      }
      rest += chunk;
      // A trailing CR may be the first half of a CRLF: wait for the next chunk.
      const lines = rest.split(/\r\n|\n|\r(?=.)/s);
      rest = lines.pop() ?? '';
      for (const line of lines) read(line, events);
      return events;
    },
    end() {
      const events: StreamEvent[] = [];
      read(rest.replace(/\r$/, ''), events);
      read('', events);
      rest = '';
      return events;
    },
  };
}
