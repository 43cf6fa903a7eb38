/**
 * The ways to ask why one digit and not another: what each cell of this ink adds, what goes without it, and what other
 * ink would do.
 */
export const WHY_METHODS = ['integrated', 'occlusion', 'insertion'] as const;
export type WhyMethod = (typeof WHY_METHODS)[number];
