/** Formats of an explanation. */
export const EXPLANATION_FORMATS = ['text', 'markdown'] as const;
export type ExplanationFormat = (typeof EXPLANATION_FORMATS)[number];
