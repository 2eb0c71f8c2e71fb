/** How many entries core puts on a page that it makes itself. */
export const PAGE_SIZE = 1000
