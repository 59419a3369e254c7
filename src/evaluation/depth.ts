/** More inside one another than anyone means, and far from what the stack holds. */
export const MAX_DEPTH = 500;
