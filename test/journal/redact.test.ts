import { describe, expect, it } from 'vitest';
import { redact } from '../../src/journal/redact.ts';

describe('a question in the journal', () => {
  it.each([
    ['Write to ada.quill@example.org, please.', 'Write to [e-mail address], please.'],
    ['a.quill (at) example (dot) org wants the slides', '[e-mail address] wants the slides'],
    ['Call +46 70 123 45 67 about the talk', 'Call [telephone number] about the talk'],
    ['Is 415 555 2671 her number?', 'Is [number] her number?'],
    ['my phone: 555 0177', 'my [telephone number]'],
    ['My name is Ada Quill and I study tides.', 'My name is [name] and I study tides.'],
    ['ich heiße Ada. Was ist Lantern?', 'ich heiße [name]. Was ist Lantern?'],
    ['Was 192.0.2.17 blocked?', 'Was [IP address] blocked?'],
    ['from 2001:db8:0:0:0:ff00:42:8329?', 'from [IP address]?'],
    ['Pay to DE89 3704 0044 0532 0130 00', 'Pay to [account number]'],
    ['card 4111 1111 1111 1111', 'card [number]'],
    ['matriculation number 019283746', 'matriculation number [number]'],
    ['use sk-proj_0123456789abcdef01', 'use [key]'],
    ['What is https://example.org/a?user=ada&t=1 about?', 'What is https://example.org/a about?'],
    ['http://ada:secret@example.org/x', 'http://example.org/x'],
    ['I live at 12 Quay Road, who is near?', 'I live at [address], who is near?'],
  ])('is kept without what tells who asks: %s', (question, kept) => {
    expect(redact(question)).toBe(kept);
  });

  it.each([
    'Where was Hindsight published (NSDI 2023, pages 321–339)?',
    'Is doi 10.1145/3477132.3483540 hers?',
    'What does arXiv 2202.05769 show?',
    'Which papers of 2019-2021, and which of 2015 2016 2017?',
    'ISBN 978-0-00-555013-7',
    'Did it appear via NSDI 2023?',
    'What did Jonathan Mace write at MPI-SWS?',
    'How fast are 10,000,000 requests on 16 cores at 99.9 %?',
    'version 1.2.3 of the 2,400 hours run',
    'https://example.org/2021/0555/123456789',
  ])('is kept as it is: %s', (question) => {
    expect(redact(question)).toBe(question);
  });

  it.each(['1 ', '1.', 'a.', 'A1', '(0', 'a@', '10.1000/', 'Aa ', '1:', 'tel 1 ', '12 Aa '])(
    'is read in no time, whatever repeats in it: %s',
    (piece) => {
      const question = piece.repeat(2_000 / piece.length);
      const started = performance.now();
      redact(question);
      expect(performance.now() - started).toBeLessThan(50);
    },
  );
});
