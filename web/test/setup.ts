/** What passed once in continuous integration passes there again; elsewhere, every run tries other cases. */

import fc from 'fast-check';

if (process.env.CI) fc.configureGlobal({ seed: 2026 });
