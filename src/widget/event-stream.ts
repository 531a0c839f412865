/** A server-sent event. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * Reads `text/event-stream` (HTML Living Standard, 9.2.6) from pieces of text that may be cut anywhere.
 * Each call returns the events that the piece completed. Lines end in LF, CRLF or CR; comments, `id`
 * and `retry` are skipped. Unlike the standard, `end` also gives an event whose last line break is missing.
 */
export function createEventStreamParser(): {
  push(piece: string): StreamEvent[];
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
    push(piece) {
      const events: StreamEvent[] = [];
      if (atStart && piece !== '') {
        atStart = false;
        if (piece.startsWith('\uFEFF')) piece = piece.slice(1);
      }
      rest += piece;
      // A CR at the end may be half of a CRLF: it waits for the next piece.
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
