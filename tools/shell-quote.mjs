/** One word of a POSIX shell's command line that reads back as exactly `text`. */
export const shellQuote = (text) => `'${text.replaceAll("'", "'\\''")}'`
