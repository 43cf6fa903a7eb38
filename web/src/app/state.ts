/** What the person chose; `system` follows the system's light or dark. */
export type Theme = 'system' | 'light' | 'dark';

/** Which stage of a convolution the diagram shows. */
export type Maps = 'pooled' | 'convolved';
