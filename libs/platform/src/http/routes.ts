/** What the router has, for telling a wrong method from a wrong address. */
export class Routes {
  private readonly known: Readonly<{ methods: readonly string[]; steps: readonly string[] }>[] = [];

  /** `url`: as the router has it, with `:names`. */
  add({ method, url }: Readonly<{ method: string | string[]; url: string }>): void {
    this.known.push({ methods: [method].flat(), steps: url.split('/') });
  }

  /** Of an address as it was sent; sorted, empty where there is no such address. */
  methodsOf(url: string): string[] {
    const sent = pathOf(url).split('/');
    const fits = (steps: readonly string[]) =>
      steps.length === sent.length &&
      steps.every((step, i) => (step.startsWith(':') ? sent[i] !== '' : step === sent[i]));
    return [...new Set(this.known.flatMap(({ methods, steps }) => (fits(steps) ? methods : [])))].sort();
  }
}

/** Without what is asked of it. */
export const pathOf = (url: string): string => url.split('?')[0] ?? '';
