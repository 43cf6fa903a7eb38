/** How a network is computed. */
export type Computation = 'wasm' | 'plain';
export const COMPUTATIONS: readonly Computation[] = ['wasm', 'plain'];
