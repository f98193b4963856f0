/** Whether two dumps are equal to the byte, read side by side. */
export async function sameRows(a: AsyncIterable<string>, b: AsyncIterable<string>): Promise<boolean> {
  const [left, right] = [a[Symbol.asyncIterator](), b[Symbol.asyncIterator]()];
  try {
    for (;;) {
      const [x, y] = [await left.next(), await right.next()];
      if (x.done || y.done) return Boolean(x.done) === Boolean(y.done);
      if (x.value !== y.value) return false;
    }
  } finally {
    // What is not read to its end holds on to something: a file, a transaction.
    await Promise.all([left.return?.(), right.return?.()]);
  }
}
