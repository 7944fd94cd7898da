/** Stands in for `node:test` under mocha: what the tests of `demo` take from it. */

interface Context {
  after(act: () => unknown): void;
  diagnostic(text: string): void;
  skip(why?: string): void;
}
type Act = (context: Context) => unknown;
interface Options {
  readonly skip?: boolean | string;
}

const globals = globalThis as unknown as {
  describe: Mocha.SuiteFunction;
  it: Mocha.TestFunction;
  before: Mocha.HookFunction;
  after: Mocha.HookFunction;
  beforeEach: Mocha.HookFunction;
  afterEach: Mocha.HookFunction;
};

const read = <T>(options: Options | T, act?: T): [Options, T] =>
  act === undefined ? [{}, options as T] : [options as Options, act];

export function describe(name: string, options: Options | (() => void), act?: () => void): void {
  const [{skip = false}, body] = read(options, act);
  if (skip === false) globals.describe(name, body);
}

export function it(name: string, options: Options | Act, act?: Act): void {
  const [{skip = false}, body] = read(options, act);
  if (skip !== false) return;
  globals.it(name, async function () {
    const after: (() => unknown)[] = [];
    const context: Context = {
      after: (cleanUp) => after.push(cleanUp),
      diagnostic: () => undefined,
      skip: () => this.skip(),
    };
    try {
      await body(context);
    } finally {
      for (const cleanUp of after) await cleanUp();
    }
  });
}

/** Hooks of node:test get a context too; mocha would take a parameter for a callback. */
export const before = (act: () => unknown): void => {
  globals.before(async () => {
    await act();
  });
};
export const after = (act: () => unknown): void => {
  globals.after(async () => {
    await act();
  });
};
export const beforeEach = (act: () => unknown): void => {
  globals.beforeEach(async () => {
    await act();
  });
};
export const afterEach = (act: () => unknown): void => {
  globals.afterEach(async () => {
    await act();
  });
};
