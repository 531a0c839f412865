import { register } from 'node:module';

/** Patterns of the code that is loaded after this module, each of which can be switched off. */
export interface Switches {
  /** The pattern that never matches; null for none. */
  off: string | null;
  /** The patterns that matched. */
  readonly matched: Set<string>;
}

export const switches: Switches = { off: null, matched: new Set() };

const classes = new Map<string, typeof RegExp>();

/** A pattern, or a constructor of patterns, with a switch. */
function switchable(id: string, literal?: RegExp): RegExp | typeof RegExp {
  const known = classes.get(id);
  const Switchable = known ?? classWithSwitch(id);
  if (!known) classes.set(id, Switchable);
  return literal ? new Switchable(literal.source, literal.flags) : Switchable;
}

function classWithSwitch(id: string): typeof RegExp {
  // All that patterns do goes through `exec` (ECMA-262, RegExpExec).
  return class extends RegExp {
    override exec(text: string): RegExpExecArray | null {
      if (switches.off === id) {
        this.lastIndex = 0;
        return null;
      }
      const match = super.exec(text);
      if (match) switches.matched.add(id);
      return match;
    }
  } as typeof RegExp;
}

Object.assign(globalThis, { switchable });
register('./hooks.ts', import.meta.url);
