// Preloaded: shifts the clock of a process by the milliseconds in a file, read again at each SIGUSR2.
import { readFileSync } from 'node:fs';

const TrueDate = Date;
const read = () => Number(readFileSync(process.env.CLOCK_FILE, 'utf8'));
let shift = read();
process.on('SIGUSR2', () => {
  shift = read();
});

globalThis.Date = class extends TrueDate {
  constructor(...given) {
    if (given.length === 0) super(TrueDate.now() + shift);
    else super(...given);
  }

  static now() {
    return TrueDate.now() + shift;
  }
};
