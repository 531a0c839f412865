import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEventStreamParser, type StreamEvent } from '../../src/widget/event-stream.ts';

function read(...pieces: readonly string[]): StreamEvent[] {
  const parser = createEventStreamParser();
  return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()];
}

const STREAM = [
  '\uFEFF: waiting\n\n',
  'event: citation\ndata: {"title":"Käse 🪁"}\n\n',
  'event: text-delta\r\ndata: {"text":"a: b"}\r\n\r\n',
  ': waiting\r\n\r\n',
  'event:text-delta\rid: 7\rretry: 10\rdata:{"text":"c"}\r\r',
  'data: two\ndata: lines\ndata\n\n',
  'event: nothing\n\n',
  'event: end\ndata: {}',
].join('');

const EVENTS: readonly StreamEvent[] = [
  { event: 'citation', data: '{"title":"Käse 🪁"}' },
  { event: 'text-delta', data: '{"text":"a: b"}' },
  { event: 'text-delta', data: '{"text":"c"}' },
  { event: 'message', data: 'two\nlines\n' },
  { event: 'end', data: '{}' },
];

describe('the parser of event streams', () => {
  test('reads LF, CRLF and CR, comments, several data lines, and an end without a blank line', () => {
    expect(read(STREAM)).toEqual(EVENTS);
  });

  test('reads the same at every single cut', () => {
    for (let cut = 0; cut <= STREAM.length; cut += 1) {
      expect(read(STREAM.slice(0, cut), STREAM.slice(cut)), `cut at ${cut}`).toEqual(EVENTS);
    }
  });

  test('reads the same one character at a time', () => {
    expect(read(...STREAM.split(''))).toEqual(EVENTS);
  });

  test('reads the same with any number of cuts', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 20 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
        const pieces = places.slice(1).map((end, index) => STREAM.slice(places[index], end));
        expect(read(...pieces)).toEqual(EVENTS);
      }),
    );
  });

  test('returns an event as soon as its blank line arrives', () => {
    const parser = createEventStreamParser();
    expect(parser.push('event: text-delta\ndata: 1\n')).toEqual([]);
    expect(parser.push('\n')).toEqual([{ event: 'text-delta', data: '1' }]);
  });
});
