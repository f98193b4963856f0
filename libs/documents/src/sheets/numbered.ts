/** A heading with its number as people write it: “（一）治理”, but “1.清洗”, lest the number run into the words. */
export const numbered = (number: string | null, title: string): string =>
  number !== null && /[\d０-９]$/.test(number) ? `${number}.${title}` : `${number ?? ''}${title}`;
