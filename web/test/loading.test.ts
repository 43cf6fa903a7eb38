/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest';

/** The rooms that know nothing of a browser. */
const CORE = import.meta.glob('../src/{net,ink,explain,state,text}/**/*.ts');

describe('the page’s core', () => {
  it('loads without a browser, module by module', async () => {
    expect(Object.keys(CORE).length).toBeGreaterThan(25);
    for (const [path, load] of Object.entries(CORE)) {
      await expect(load(), path).resolves.toBeDefined();
    }
  });
});
