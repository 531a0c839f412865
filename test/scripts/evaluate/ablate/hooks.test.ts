import { expect, it } from 'vitest';
import { withSwitches } from '../../../../scripts/evaluate/ablate/hooks.ts';

it('hands each pattern of a file to a switch of its own', () => {
  const code = "const A = /a/g;\nconst B = new RegExp('b', 'u');\nconst half = 1 / 2;\n";
  expect(withSwitches(code, 'src/answer/a.ts')).toBe(
    'const A = switchable("src/answer/a.ts 0", /a/g);\n' +
      `const B = new (switchable("src/answer/a.ts 1"))('b', 'u');\nconst half = 1 / 2;\n`,
  );
});
