/** Words of PromQL that these files use, besides names of metrics and labels. */
const WORDS = new Set(
  'abs and avg bool by changes clamp_min count delta group_left histogram_quantile ignoring increase max max_over_time min min_over_time offset on or rate sum topk unless vector without'.split(
    ' ',
  ),
);

/** The metrics that an expression of PromQL names, and the labels. What is no word of PromQL is taken for a metric, so a slip of the pen is one too. */
export function namesIn(expression: string): { metrics: string[]; labels: string[] } {
  const labels: string[] = [];
  const note = (list: string) => {
    for (const [, label] of list.matchAll(/([a-zA-Z_]\w*)\s*(?:[=!]~?|,|$)/g)) labels.push(label!);
    return ' ';
  };
  const rest = expression
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/\{([^}]*)\}/g, (_, list: string) => note(list))
    .replace(/\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g, (_, list: string) => note(list))
    .replace(/\[[^\]]*\]/g, ' ');
  const metrics = (rest.match(/[a-zA-Z_:][\w:]*/g) ?? []).filter((word) => !WORDS.has(word) && !/^e\d+$/.test(word));
  return { metrics: [...new Set(metrics)], labels: [...new Set(labels)] };
}
